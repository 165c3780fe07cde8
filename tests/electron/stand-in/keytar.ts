/** Stands in for the keychain while the host runs under test: kept in this process, gone with it. */
const kept = new Map<string, string>();
const nameOf = (service: string, account: string): string => JSON.stringify([service, account]);

export function getPassword(service: string, account: string): Promise<string | null> {
  return Promise.resolve(kept.get(nameOf(service, account)) ?? null);
}

export function setPassword(service: string, account: string, password: string): Promise<void> {
  kept.set(nameOf(service, account), password);
  return Promise.resolve();
}

export function deletePassword(service: string, account: string): Promise<boolean> {
  return Promise.resolve(kept.delete(nameOf(service, account)));
}

export function findCredentials(): Promise<never> {
  return Promise.reject(new Error('The app never reads all that is in the keychain.'));
}
