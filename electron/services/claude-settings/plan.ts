import type { Account } from '../../../shared/domain/account.ts';
import {
  composeEnv,
  type ComposedEnv,
  isOwnedVariable,
  OWNED_VARIABLES,
} from '../../../shared/domain/env-block.ts';
import {
  checkHeader,
  type HeaderLayer,
  isGuard,
  MANAGED_HEADERS,
  parseHeaders,
} from '../../../shared/domain/header-set.ts';
import {
  clipMetadataValue,
  type Metadata,
  parseMetadata,
} from '../../../shared/domain/metadata.ts';
import type { Shadow } from '../../../shared/domain/preview.ts';
import { isUniversal, type Preset } from '../../../shared/domain/preset.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import type { AssignmentRecord } from '../journal/records.ts';
import { isOurHelper } from './helper-command.ts';
import type { SettingsChange } from './json/json-edit.ts';
import type { SettingsLayer, SettingsLayers } from './read-layers.ts';

export interface PlanInput {
  readonly worktree: Worktree;
  /** Existing linked worktrees of the same repository. */
  readonly linked: readonly Worktree[];
  readonly layers: SettingsLayers;
  /** What was applied here last, if anything. */
  readonly previous: AssignmentRecord | null;
  readonly account: Account;
  readonly key: string;
  readonly preset: Preset;
  readonly trace: string;
  /** The person's additions; undefined keeps those of the last apply. */
  readonly metadata: Metadata | undefined;
  /** The `apiKeyHelper` command of a keyless account, else null. */
  readonly helper: string | null;
  /** Raw `apiKeyHelper` from before the first apply, to put back when this account needs none. */
  readonly originalHelper: string | null;
}

export interface ApplyPlan extends ComposedEnv {
  readonly change: SettingsChange;
  /** The person's additions, to be remembered. */
  readonly additions: Metadata;
  /** Names of headers that came from elsewhere, to be taken from there again next time. */
  readonly carried: readonly string[];
  readonly shadowedBy: readonly Shadow[];
  readonly overrides: readonly string[];
  readonly warnings: readonly string[];
}

const HEADERS = 'ANTHROPIC_CUSTOM_HEADERS';

function headersOf(layer: SettingsLayer) {
  return parseHeaders(layer.env?.[HEADERS] ?? '');
}

/** Headers that can be carried on: one that the HTTP runtime refuses would make every request fail. */
function sendable(layer: SettingsLayer) {
  return headersOf(layer).filter((header) => checkHeader(header.name, header.value).ok);
}

/**
 * Headers of the worktree's own file that the person put there: not those that an earlier apply carried in from another
 * layer or a preset, which are taken from their source again.
 */
function localLayer(layers: SettingsLayers, previous: AssignmentRecord | null): HeaderLayer {
  const carried = new Set(previous?.carried);
  const headers = sendable(layers.local).filter((header) => {
    const name = header.name.toLowerCase();
    return !MANAGED_HEADERS.has(name) && !carried.has(name);
  });
  return { origin: 'local', headers };
}

/** On the first apply the file's own metadata becomes the person's additions; afterwards it is ours. */
function localMetadata(layers: SettingsLayers, previous: AssignmentRecord | null): Metadata {
  if (previous !== null) return previous.metadata;
  const header = headersOf(layers.local).find(
    (one) => one.name.toLowerCase() === 'x-portkey-metadata',
  );
  const { worktree, repo, branch, ...rest } = parseMetadata(header?.value ?? '') ?? {};
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, clipMetadataValue(value)]),
  );
}

/** Files above the worktree's own that set variables of ours, strongest first. */
export function findShadows(layers: SettingsLayers): Shadow[] {
  const shadow = (layer: SettingsLayer, kind: Shadow['layer']): Shadow[] => {
    const variables = Object.keys(layer.env ?? {}).filter(isOwnedVariable);
    return variables.length === 0 ? [] : [{ file: layer.file, layer: kind, variables }];
  };
  return [
    ...layers.managed.flatMap((layer) => shadow(layer, 'managed')),
    ...(layers.mainLocal === null ? [] : shadow(layers.mainLocal, 'main-checkout')),
  ];
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

function shadowWarning(shadow: Shadow): string {
  const who =
    shadow.layer === 'managed' ? 'Your organisation’s settings' : 'The main checkout’s settings';
  const since = shadow.layer === 'managed' ? '' : ' (Claude Code 2.1.211 and later)';
  return `${who} win over this workspace’s${since}: ${shadow.file} sets ${list(shadow.variables)}.`;
}

function warningsFor(
  input: PlanInput,
  shadows: readonly Shadow[],
  overrides: readonly string[],
): string[] {
  const { layers, account, helper } = input;
  const warnings = shadows.map(shadowWarning);
  if (overrides.length > 0) {
    warnings.push(
      `This is the main checkout: Claude Code 2.1.211 and later lets its settings win in ${overrides.length === 1 ? 'the linked worktree' : `all ${overrides.length} linked worktrees`} too (${list(overrides.slice(0, 5))}${overrides.length > 5 ? ' …' : ''}), so their requests would carry this trace ID.`,
    );
  }
  for (const layer of [layers.user, layers.project]) {
    if (layer.env === null)
      warnings.push(`${layer.file} is not strict JSON; Claude Code ignores it, and so do we.`);
  }
  for (const layer of [layers.local, layers.project, layers.user]) {
    const dropped = headersOf(layer).filter(
      (header) => !checkHeader(header.name, header.value).ok && !isGuard(header),
    );
    if (dropped.length > 0) {
      warnings.push(
        `${layer.file} sets ${list(dropped.map((header) => header.name))}, which Claude Code does not send or cannot send; left out.`,
      );
    }
  }
  const foreign = foreignHelper(layers);
  if (helper === null && foreign !== null) {
    warnings.push(
      `${foreign.file} sets apiKeyHelper; Claude Code would send what it prints to ${account.gatewayUrl} as x-api-key, so a dummy x-api-key is sent instead.`,
    );
  }
  if (helper !== null && layers.mainLocal?.apiKeyHelper != null) {
    warnings.push(
      `${layers.mainLocal.file} sets apiKeyHelper too and may win over this workspace’s.`,
    );
  }
  const model = layers.local.env?.['ANTHROPIC_MODEL'] ?? '';
  const next = isUniversal(input.preset.models) ? input.preset.models.model : '';
  if (model !== next) {
    // Measured: every other variable is followed, this one is read when a session starts.
    warnings.push(
      'Sessions that are open keep the model that they were started with until they are restarted or told /model; everything else follows.',
    );
  }
  return warnings;
}

/** The first file whose apiKeyHelper is not ours. */
function foreignHelper(layers: SettingsLayers): SettingsLayer | null {
  const all = [
    layers.managed,
    layers.mainLocal ?? [],
    layers.local,
    layers.project,
    layers.user,
  ].flat();
  return (
    all.find((layer) => layer.apiKeyHelper !== null && !isOurHelper(layer.apiKeyHelper)) ?? null
  );
}

function topChange(input: PlanInput): SettingsChange['top'] {
  const current = input.layers.local.apiKeyHelper;
  if (input.helper !== null) return { apiKeyHelper: JSON.stringify(input.helper) };
  // An account that writes its token needs no helper; one of ours goes, one of theirs stays or comes back.
  return isOurHelper(current) ? { apiKeyHelper: input.originalHelper } : {};
}

/** Decides what an apply writes and what the person should know. Pure. */
export function planApply(input: PlanInput): ApplyPlan {
  const { worktree, layers } = input;
  const additions = input.metadata ?? localMetadata(layers, input.previous);
  const composed = composeEnv({
    account: input.account,
    key: input.key,
    preset: input.preset,
    trace: input.trace,
    worktree,
    metadata: additions,
    layers: [
      localLayer(layers, input.previous),
      { origin: 'project', headers: sendable(layers.project) },
      { origin: 'user', headers: sendable(layers.user) },
    ],
    guardApiKey: layers.hasConsoleKey || foreignHelper(layers) !== null,
  });
  const shadowedBy = findShadows(layers);
  const overrides = worktree.main ? input.linked.map((other) => other.path) : [];
  return {
    ...composed,
    additions,
    change: {
      env: Object.fromEntries(
        OWNED_VARIABLES.map((name) => [name, JSON.stringify(composed.env[name])]),
      ),
      top: topChange(input) ?? {},
    },
    carried: composed.headers
      .filter((header) => header.origin !== 'local' && header.origin !== 'switchyard')
      .map((header) => header.name.toLowerCase()),
    shadowedBy,
    overrides,
    warnings: warningsFor(input, shadowedBy, overrides),
  };
}
