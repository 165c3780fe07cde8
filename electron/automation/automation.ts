import { randomUUID } from 'node:crypto';

import type { RulesFile } from '../../shared/domain/rule.ts';
import { type Core, randomSuffix } from '../core.ts';
import type { Face } from '../ipc/handlers.ts';
import { createArchive } from '../services/automation/archive.ts';
import { type BulkApply, createBulkApply } from '../services/automation/bulk-apply.ts';
import { createDrifts, createDriftStore } from '../services/automation/drift.ts';
import { createEnvironmentImporter } from '../services/automation/import-environment.ts';
import { createProvisionStore } from '../services/automation/provision-store.ts';
import { createProvisioner } from '../services/automation/provisioner.ts';
import { createRuleKeeper } from '../services/automation/rule-keeper.ts';
import { createRules } from '../services/automation/rules.ts';
import { setupScript } from '../services/automation/setup-script.ts';
import { createSightingStore } from '../services/automation/sighting-store.ts';
import { isAlive } from '../services/claude-settings/file/atomic-file.ts';
import { failureError } from '../../shared/domain/failure.ts';

const NO_RULES: RulesFile = { version: 1, rules: [] };

/** The services that take work off the person’s hands, for any face. Nothing is opened before it is asked for. */
export function createAutomation(core: Core, options: { readonly goneForMs?: number } = {}) {
  const domain = () => import('../../shared/domain/rule.ts');
  const open = async () => {
    const database = await core.database();
    if (!database.ok) throw failureError(database.failure);
    return database.value;
  };
  const store = async () => createProvisionStore(await open());
  const rules = createRules({
    document: core.document({
      file: core.places.rules,
      schema: async () => (await domain()).rulesFileSchema,
      initial: NO_RULES,
    }),
    rules: domain,
    now: core.now,
  });
  const provisioner = (face: Face) =>
    createProvisioner({
      rules,
      domain,
      store,
      records: core.records,
      assigner: core.assigner,
      settings: () => core.settings(face),
      randomSuffix,
      isAlive,
      now: core.now,
    });
  return {
    /** Every write of a run goes through the one service that is asked for here, and can be taken back together. */
    bulk: (face: Face): BulkApply =>
      createBulkApply({
        assigner: core.assigner,
        settings: async (batch) => core.settings(face, { batch }),
        newBatch: () => randomUUID().slice(0, 8),
      }),

    provisioner,
    /** What rules did and nobody has put away; opens no state just to look. */
    notices: async () => (core.hasState() ? (await store()).notices() : []),
    dismiss: async (ids: readonly string[] | undefined): Promise<void> => {
      if (core.hasState()) (await store()).dismiss(ids, core.now().toISOString());
    },
    drifts: createDrifts({
      hasState: core.hasState,
      store: async () => createDriftStore(await open()),
      reader: core.settingsReader,
    }),
    rules: createRuleKeeper({
      rules,
      domain,
      presets: core.presets,
      accounts: core.accounts,
      provisioner: provisioner('app'),
      worktrees: async () => (await core.scanner.scan(await core.chosenRoots())).worktrees,
      personHome: core.personHome,
    }),
    archive: createArchive({
      scanner: core.scanner,
      hasState: core.hasState,
      records: core.records,
      assignments: core.assignments,
      sightings: async () => createSightingStore(await open()),
      now: core.now,
      goneForMs: options.goneForMs,
    }),

    setupScript: (repo: string, write: boolean) => setupScript(repo, write, core.scanner),

    importEnvironment: createEnvironmentImporter({
      accounts: core.accounts,
      presets: core.presets,
      vault: core.vault,
      rules: async () => ({
        ...(await import('../../shared/domain/env-import.ts')),
        ...(await import('../../shared/domain/import-credential.ts')),
        ...(await import('../../shared/domain/preset.ts')),
      }),
    }),
  };
}

export type Automation = ReturnType<typeof createAutomation>;
