import { registerHooks } from 'node:module';

/** Puts the stand-ins in the place of Electron and of the keychain, for the app that is started behind this. */
const STAND_INS: ReadonlyMap<string, string> = new Map([
  ['electron', new URL('./electron.ts', import.meta.url).href],
  ...(process.env['SWITCHYARD_TEST_KEYRING'] === 'real'
    ? []
    : ([['keytar', new URL('./keytar.ts', import.meta.url).href]] as const)),
]);

registerHooks({
  resolve: (specifier, context, next) => {
    const standIn = STAND_INS.get(specifier);
    return standIn === undefined ? next(specifier, context) : { url: standIn, shortCircuit: true };
  },
});
