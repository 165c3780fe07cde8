declare const __SWITCHYARD_VERSION__: string;

/** The version of the build; sources that run unbuilt have none. */
export function version(): string {
  return typeof __SWITCHYARD_VERSION__ === 'string' ? __SWITCHYARD_VERSION__ : '0.0.0-source';
}
