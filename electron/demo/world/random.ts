/** Numbers that look random and are the same for the same seed, on every machine. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  next(): number;
  /** From `low` up to, but not including, `high`. */
  between(low: number, high: number): number;
  /** One of several, by weight; the first when all weights are 0. */
  pick<T>(choices: readonly (readonly [choice: T, weight: number])[]): T | undefined;
  /** A size around a median: many smaller ones, a few that are much larger. */
  size(median: number, spread: number): number;
  /** Lower-case letters and digits without look-alikes. */
  word(length: number): string;
  /** In the form of a version 4 UUID. */
  uuid(): string;
}

const CHARACTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/** sfc32: 128 bits of state, so that streams of different seeds do not run into each other. Never for a secret. */
export function createRandom(seed: string): Random {
  let a = hashOf(seed);
  let b = hashOf(`${seed}/b`);
  let c = hashOf(`${seed}/c`);
  let count = 1;
  const next = (): number => {
    const sum = (a + b + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first numbers still show what the seed looked like.
  for (let skipped = 0; skipped < 12; skipped += 1) next();
  const between: Random['between'] = (low, high) => low + (high - low) * next();
  const digits = (count: number) =>
    Math.floor(next() * 16 ** count)
      .toString(16)
      .padStart(count, '0');
  return {
    next,
    between,
    pick: (choices) => {
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [choice, weight] of choices) {
        left -= weight;
        if (left < 0) return choice;
      }
      return choices[0]?.[0];
    },
    size: (median, spread) => {
      // Three dice are near enough to a bell.
      const bell = (next() + next() + next()) * 2 - 3;
      return Math.round(median * Math.exp(bell * spread));
    },
    word: (length) =>
      Array.from({ length }, () => CHARACTERS[Math.floor(next() * CHARACTERS.length)]).join(''),
    uuid: () => `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(6)}${digits(6)}`,
  };
}
