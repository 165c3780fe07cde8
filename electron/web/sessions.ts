import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** More browsers than a person has open; the oldest is forgotten first. */
const SESSION_LIMIT = 16;

export interface Sessions {
  /** Makes a new one-time token (256 bits, 43 characters of base64url). It takes the place of an unused older one. */
  mint(): string;
  /** @returns the value for the session cookie, or null when the token is not the one that is waiting; it works once */
  redeem(token: string): string | null;
  /** Whether one of these cookie values belongs to a session. */
  knows(values: readonly string[]): boolean;
}

/** Who may talk to the browser host. Kept in memory only, as digests: a restart ends every session. */
export function createSessions(): Sessions {
  let waiting: Buffer | null = null;
  const open: Buffer[] = [];

  return {
    mint() {
      const token = secret();
      waiting = digest(token);
      return token;
    },
    redeem(token) {
      if (waiting === null || !timingSafeEqual(digest(token), waiting)) return null;
      waiting = null;
      const value = secret();
      open.push(digest(value));
      if (open.length > SESSION_LIMIT) open.shift();
      return value;
    },
    knows(values) {
      return values.some((value) => {
        const offered = digest(value);
        return open.some((known) => timingSafeEqual(known, offered));
      });
    },
  };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Equal lengths for the comparison, whatever is offered. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
