import type { WorktreeView } from '../../shared/domain/app-snapshot.ts';
import { type Finding, finding } from '../../shared/domain/doctor/finding.ts';
import { fail, ok } from '../../shared/domain/failure.ts';
import type { FakeHandlers } from './fake-model.ts';

/** What the fake doctor finds: what the rows show, and for some names what a real one would. */
function findingsOf(tree: WorktreeView): Finding[] {
  const file = `${tree.path}/.claude/settings.local.json`;
  const routed = tree.assignment !== null;
  return [
    ...tree.shadowedBy.map((shadow) =>
      finding(
        'layer.overruled',
        { file: shadow.file, subject: shadow.variables[0] ?? '' },
        `${shadow.variables.join(', ')} of ${file} is overruled here.`,
      ),
    ),
    ...(tree.drifted
      ? [
          finding(
            'url.version-path',
            { file, subject: 'ANTHROPIC_BASE_URL', fix: 'apply' },
            'The base URL ends in /v1; Claude Code adds /v1/messages itself and would call /v1/v1/messages.',
          ),
          finding(
            'file.drifted',
            { file, fix: 'apply' },
            'The file no longer holds what was applied: somebody has changed it since.',
          ),
        ]
      : []),
    ...(routed && tree.name === 'porto'
      ? [
          finding(
            'model.unpriced',
            { file, subject: 'ANTHROPIC_DEFAULT_OPUS_MODEL' },
            'Portkey’s price list has no “grok-4.6”, so its spend may read as $0.',
          ),
        ]
      : []),
  ];
}

/** The doctor's requests over the fake's own worktrees. */
export function doctorHandlers(
  trees: () => readonly WorktreeView[],
): Pick<
  FakeHandlers,
  'doctor.examine' | 'doctor.explain' | 'doctor.planProbe' | 'doctor.probe' | 'doctor.traceArrival'
> {
  let asked = 0;
  const at = (path: string) => trees().find((tree) => tree.path === path);
  return {
    'doctor.examine': ({ worktree }) =>
      ok(
        trees()
          .filter(({ path, bare, missing }) => !bare && !missing && (worktree ?? path) === path)
          .map((tree) => ({
            worktree: tree.path,
            name: tree.name,
            repo: tree.repo,
            findings: findingsOf(tree),
          })),
      ),
    'doctor.explain': ({ worktree }) => {
      if (at(worktree) === undefined) return fail('worktree.unknown');
      const local = `${worktree}/.claude/settings.local.json`;
      const user = '/Users/mira/.claude/settings.json';
      return ok({
        claude: '2.1.330',
        layers: [
          { layer: 'local', file: local, state: 'read' },
          { layer: 'user', file: user, state: 'read' },
        ],
        variables: [
          {
            name: 'ANTHROPIC_BASE_URL',
            winner: { layer: 'local', file: local, value: 'https://api.portkey.ai' },
            shadowed: [{ layer: 'user', file: user, value: 'https://proxy.example.com' }],
          },
          {
            name: 'ANTHROPIC_AUTH_TOKEN',
            winner: { layer: 'local', file: local, value: '••••9f3c' },
            shadowed: [],
          },
        ],
      });
    },
    'doctor.planProbe': () =>
      ok({
        url: 'https://api.portkey.ai/v1/messages',
        model: 'claude-haiku-4-5',
        cost: 'One message of about 10 tokens there and 1 back, about $0.000015 by Portkey’s price list.',
      }),
    'doctor.probe': ({ worktree }) => {
      asked = 0;
      const trace = `${at(worktree)?.assignment?.trace ?? 'switchyard'}-probe-1a2b3c`;
      return ok({
        url: 'https://api.portkey.ai/v1/messages',
        model: 'claude-haiku-4-5',
        status: 200,
        ok: true,
        message: 'The message was answered.',
        hint: null,
        headers: [
          { name: 'x-portkey-provider', value: 'anthropic' },
          { name: 'x-portkey-retry-attempt-count', value: '0' },
        ],
        trace,
        millis: 640,
        tokens: { input: 8, output: 1 },
      });
    },
    // It takes a moment, as Portkey does.
    'doctor.traceArrival': () => {
      asked += 1;
      return ok({ state: asked > 1 ? 'seen' : 'not-yet' });
    },
  };
}
