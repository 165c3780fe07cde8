import { type Effective, resolveEnv } from '../effective-env.ts';
import { OWNED_VARIABLES } from '../env-block.ts';
import { type Header, isGuard, parseHeaders } from '../header-set.ts';
import { isHostedGateway } from '../url.ts';
import { accountFindings } from './account-findings.ts';
import { configFindings, forwardFindings } from './config-findings.ts';
import { credentialFindings, urlFindings, valueOf } from './credential-findings.ts';
import type { WorktreeFacts } from './facts.ts';
import { fileFindings } from './file-findings.ts';
import { type Finding, finding } from './finding.ts';
import {
  headerFindings,
  headerOf,
  lostHeaders,
  metadataFindings,
  routeFindings,
} from './header-findings.ts';
import { modelFindings, providerFindings } from './provider-findings.ts';
import { namedProvider } from './route-facts.ts';
import { surroundingsFindings } from './surroundings-findings.ts';

/** What is wrong with one worktree, the worst first. Pure, and without a word of any secret. */
export function diagnose(facts: WorktreeFacts): Finding[] {
  const effective = resolveEnv(facts.layers, facts.version);
  const url = effective.get('ANTHROPIC_BASE_URL');
  const isRouted = (url !== undefined && url.value !== '') || facts.applied !== null;
  const found = [
    ...fileFindings(facts, isRouted),
    ...(isRouted
      ? [
          ...urlFindings(facts, url),
          ...credentialFindings(facts, effective),
          ...carriedFindings(facts, effective),
          ...surroundingsFindings(facts, effective, isGuardedBy(effective)),
          ...accountFindings(facts),
        ]
      : []),
  ];
  const rank = { error: 0, warning: 1, note: 2 } as const;
  return found.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}

/** Whether a header of ours keeps Claude Code's own credentials out of `x-api-key`. */
function isGuardedBy(effective: ReadonlyMap<string, Effective>): boolean {
  return parseHeaders(valueOf(effective, 'ANTHROPIC_CUSTOM_HEADERS')).some(
    (header) => header.name.toLowerCase() === 'x-api-key' && isGuard(header),
  );
}

/** Where the headers lead, and with which models. */
function wayFindings(
  facts: WorktreeFacts,
  effective: ReadonlyMap<string, Effective>,
  headers: readonly Header[],
  file: string | null,
): Finding[] {
  const { portkey } = facts;
  const hosted = isHostedGateway(valueOf(effective, 'ANTHROPIC_BASE_URL'));
  const config = headerOf(headers, 'x-portkey-config');
  const isInline = config !== null && !/^pc-[\w-]+$/.test(config);
  return [
    ...routeFindings(headers, file, hosted),
    ...(isInline ? configFindings(config, file, hosted, portkey) : []),
    ...forwardFindings(headers, namedProvider(headers), file, portkey),
    ...providerFindings(facts, headers, file),
    ...modelFindings(facts, effective, headers),
  ];
}

function carriedFindings(
  facts: WorktreeFacts,
  effective: ReadonlyMap<string, Effective>,
): Finding[] {
  const entry = effective.get('ANTHROPIC_CUSTOM_HEADERS');
  const text = entry?.value ?? '';
  const file = entry?.winner.file ?? null;
  const headers = parseHeaders(text);
  const found = [...headerFindings(text, file)];
  const isWritten = !found.some(
    ({ code }) => code === 'headers.joined' || code === 'headers.literal-newline',
  );
  if (isWritten) {
    const weaker = (entry?.shadowed ?? [])
      .filter(({ kind }) => kind !== 'process' && kind !== 'conductor')
      .map((layer) => layer.env['ANTHROPIC_CUSTOM_HEADERS'] ?? '');
    found.push(
      ...lostHeaders(text, file, weaker),
      ...metadataFindings(headers, file),
      ...wayFindings(facts, effective, headers, file),
    );
    found.push(...traceFindings(facts, headerOf(headers, 'x-portkey-trace-id'), file));
  }
  if (
    [
      'ANTHROPIC_MODEL',
      'ANTHROPIC_DEFAULT_SONNET_MODEL',
      'ANTHROPIC_DEFAULT_OPUS_MODEL',
      'ANTHROPIC_DEFAULT_HAIKU_MODEL',
    ].every((name) => valueOf(effective, name) === '')
  ) {
    found.push(
      finding(
        'model.missing',
        { subject: 'ANTHROPIC_DEFAULT_OPUS_MODEL', fix: facts.applied === null ? null : 'apply' },
        'No model is named, so Claude Code asks for its own default, which the provider may not have under that name.',
      ),
    );
  }
  return [...found, ...overruled(facts, effective)];
}

function traceFindings(
  { otherWith }: WorktreeFacts,
  trace: string | null,
  file: string | null,
): Finding[] {
  const about = { file, subject: 'x-portkey-trace-id', fix: 'apply' } as const;
  if (trace === null || trace === '') {
    return [
      finding(
        'trace.missing',
        about,
        'The requests carry no trace ID, so they cannot be found in Portkey’s logs.',
      ),
    ];
  }
  const other = otherWith(trace);
  return other === null
    ? []
    : [
        finding(
          'trace.duplicate',
          about,
          `${other} has the same trace ID, so the requests of the two cannot be told apart.`,
        ),
      ];
}

/** What was applied here and loses to a file that is stronger than the worktree's own. */
function overruled(
  { applied, file }: WorktreeFacts,
  effective: ReadonlyMap<string, Effective>,
): Finding[] {
  if (applied === null) return [];
  const lost = OWNED_VARIABLES.flatMap((name) => {
    const entry = effective.get(name);
    const own = entry?.shadowed.find(({ kind }) => kind === 'local');
    return entry !== undefined && own !== undefined && own.env[name] !== entry.value
      ? [{ name, by: entry.winner.file }]
      : [];
  });
  const files = [...new Set(lost.map(({ by }) => by))];
  return files.map((by) => {
    const names = lost.filter((one) => one.by === by).map(({ name }) => name);
    return finding(
      'layer.overruled',
      { file: by, subject: names[0] ?? '' },
      `${names.join(', ')} of ${file.path} is overruled here.`,
    );
  });
}
