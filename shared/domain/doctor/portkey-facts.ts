/** What Portkey says about one account, as far as the doctor asked. Null stands for "not known", never for "nothing". */
export interface PortkeyFacts {
  /** The account's name, to say whose key it is. */
  readonly account: string;
  readonly key:
    'valid' | 'invalid' | 'expired' | 'exhausted' | 'rate-limited' | 'no-data-plane' | 'not-asked';
  /** Why Portkey could not be asked, as a full sentence; null when it could. */
  readonly unreachable: string | null;
  /** Every model of the catalogue that the key sees, as `@slug/model`. */
  readonly models: ReadonlySet<string> | null;
  readonly providers: readonly KnownProvider[] | null;
  /** `pc-…`: the config that the key itself always uses; null when it has none or that is not known. */
  readonly pinnedConfig: string | null;
  /** Whether a price is known for a model's ID (null: no list says); null when no list could be had. */
  readonly isPriced: ((model: string) => boolean | null) | null;
  /** Milliseconds by which this machine's clock is ahead of Portkey's; null when its answers carry no date. */
  readonly clockAheadMs: number | null;
}

export interface KnownProvider {
  /** Without `@`. */
  readonly slug: string;
  /** `anthropic`, `bedrock`, `vertex-ai`, …; null when the list does not say. */
  readonly kind: string | null;
  readonly status: 'active' | 'exhausted' | 'expired' | 'archived' | 'unknown';
}

/** A clock that is wrong by more than this shifts what counts as "today". */
export const CLOCK_TOLERANCE_MS = 2 * 60_000;
