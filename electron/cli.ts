import { Command, CommanderError } from 'commander';

import { defineCommands } from './cli/commands.ts';
import { createOutput, EXIT } from './cli/output.ts';

/** Terminal entry: `switchyard …`. Commands load what they need when they run, so that a listing starts fast. */
async function main(): Promise<number> {
  const program = new Command('switchyard');
  const json = process.argv.includes('--json');
  let exit: number = EXIT.done;
  defineCommands(program, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync(process.argv);
    return exit;
  } catch (error) {
    const output = createOutput(json);
    if (error instanceof CommanderError) {
      // Help and version come here as well; they are no errors. Commander has printed its sentence.
      if (error.exitCode === 0) return EXIT.done;
      if (json)
        process.stdout.write(
          `${JSON.stringify({ ok: false, failure: { code: 'request.invalid', message: error.message } })}\n`,
        );
      return EXIT.usage;
    }
    const { failure, failureOf } = await import('../shared/domain/failure.ts');
    output.failure(
      failureOf(error) ??
        failure('internal', {
          message: error instanceof Error ? error.message : String(error),
          hint: 'If this comes back, report it with the command that you ran.',
        }),
    );
    if (process.env['SWITCHYARD_DEBUG'] !== undefined && error instanceof Error)
      process.stderr.write(`${error.stack ?? ''}\n`);
    return EXIT.failed;
  }
}

process.exitCode = await main();
