import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import { importEnv } from '../../shared/domain/env-import.ts';
import { ok } from '../../shared/domain/failure.ts';
import { checkPreset } from '../../shared/domain/preset.ts';
import type { FakeHandlers } from './fake-model.ts';

/** Requests that take work off the person’s hands, answered from memory. */
export function automationHandlers(options: {
  get: () => AppSnapshot;
  set: (part: Partial<AppSnapshot>) => void;
}): Pick<FakeHandlers, 'presets.importEnvironment'> {
  const { get, set } = options;
  return {
    'presets.importEnvironment': ({ text, save, account, name }) => {
      const read = importEnv(text, name);
      if (!read.ok) return read;
      const checked = checkPreset(read.value.preset);
      if (save && !checked.ok) return checked;
      const { key, preset, gatewayUrl } = read.value;
      if (save) set({ presets: [...get().presets, preset] });
      return ok({
        gatewayUrl,
        key: key?.masked ?? null,
        preset,
        refused: checked.ok ? null : checked.failure.message,
        metadata: { ...read.value.metadata },
        findings: [...read.value.findings],
        ignored: [...read.value.ignored],
        saved: save
          ? { account: account ?? get().defaultAccount ?? 'work', preset: preset.id }
          : null,
      });
    },
  };
}
