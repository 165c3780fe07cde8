import { readSecret } from '../../../../electron/services/secrets/read-secret.ts';

// Reads a secret as the CLI does and prints how long it was, never what it was.
const result = await readSecret({ input: process.stdin, output: process.stderr, prompt: 'Key: ' });
console.log(result.ok ? `length ${result.value.length}, ok` : result.failure.code);
