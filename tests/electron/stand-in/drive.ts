/** A function of the tests, as text, with its argument. */
export interface Order {
  readonly id: number;
  readonly source: string;
  readonly argument: unknown;
}

export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Carries out functions that the tests send, with the host's world in hand: `(world, argument) => …`. */
export function listen(world: object): void {
  process.on('message', (order: Order) => {
    void carryOut(world, order).then((answer) => process.send?.(answer));
  });
}

async function carryOut(world: object, { id, source, argument }: Order): Promise<Answer> {
  try {
    // The text comes from the test suite itself.
    // oxlint-disable-next-line typescript/no-implied-eval -- a function cannot cross to another process in any other way
    const make = new Function(`return (${source});`) as () => (
      world: object,
      argument: unknown,
    ) => unknown;
    return { id, value: await make()(world, argument) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
