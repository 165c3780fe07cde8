import { z } from 'zod';

import { findingSchema } from '../domain/doctor/finding.ts';
import { probePlanSchema, probeReportSchema, traceArrivalSchema } from '../domain/doctor/probe.ts';
import { effectiveVariableSchema, layerKindSchema } from '../domain/effective-env.ts';
import { worktreePath } from './fields.ts';

/** What the doctor says of one workspace, the worst first. */
const examinedSchema = z.object({
  /** Path of the worktree, as in the snapshot. */
  worktree: z.string(),
  name: z.string(),
  repo: z.string(),
  findings: z.array(findingSchema),
});

/** What is wrong with workspaces, what Claude Code will use in one, and one message through it. Nothing here writes. */
export const doctorRequests = {
  /**
   * Examines one worktree, or all. With `ask`, Portkey is asked about the accounts in use, four small requests each; without, what it said
   * in the last minutes counts.
   */
  'doctor.examine': {
    input: z.strictObject({ worktree: worktreePath.optional(), ask: z.boolean() }),
    output: z.array(examinedSchema),
  },
  /** The variables that matter, masked, with the layer that wins and those that lose. */
  'doctor.explain': {
    input: z.strictObject({ worktree: worktreePath }),
    output: z.object({
      /** Of Claude Code; null when none was found, and the newest order is used. */
      claude: z.string().nullable(),
      layers: z.array(
        z.object({
          layer: layerKindSchema,
          file: z.string().nullable(),
          state: z.enum(['read', 'missing', 'malformed', 'unknown']),
        }),
      ),
      variables: z.array(effectiveVariableSchema),
    }),
  },
  /** What a probe would send, and what it may cost. Sends nothing to the gateway. */
  'doctor.planProbe': {
    input: z.strictObject({ worktree: worktreePath }),
    output: probePlanSchema,
  },
  /** Sends one small message through the worktree. Costs; only when the person said so. */
  'doctor.probe': { input: z.strictObject({ worktree: worktreePath }), output: probeReportSchema },
  /** Whether a probe's trace has shown up in Portkey's analytics. */
  'doctor.traceArrival': {
    input: z.strictObject({ worktree: worktreePath, trace: z.string().min(1).max(200) }),
    output: z.object({ state: traceArrivalSchema }),
  },
} as const;
