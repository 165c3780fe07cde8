import { z } from 'zod';

/**
 * What a repository’s setup script does first. Conductor runs it in zsh with `CONDUCTOR_WORKSPACE_PATH` set; it must not
 * fail where Switchyard is not installed, nor hide how the rest of the script ends.
 */
export const SETUP_LINE =
  '{ command -v switchyard >/dev/null 2>&1 && switchyard provision "$CONDUCTOR_WORKSPACE_PATH"; } || true';

/** The script with our line before whatever it does already; null when the line is there. */
export function withSetupLine(script: string | null): string | null {
  if (script?.includes('switchyard provision') === true) return null;
  return script === null || script.trim() === '' ? SETUP_LINE : `${SETUP_LINE}; ${script}`;
}

/** What the line would change, or has changed. */
export const setupScriptSchema = z.object({
  /** Absolute path of the file that holds the repository’s scripts, or would. */
  file: z.string(),
  exists: z.boolean(),
  /** `already`: the line is there. `paste`: the file is not edited by us; `after` is what to paste into it. */
  state: z.enum(['already', 'paste', 'ready', 'written']),
  before: z.string().nullable(),
  after: z.string(),
  /** What the setup script is then. */
  script: z.string(),
  note: z.string(),
});
export type SetupScript = z.infer<typeof setupScriptSchema>;
