import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { readMeasureLine } from '../../../build/packaging/measure-line.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const FOLDER = path.join(ROOT, '.github/workflows');

interface Workflow {
  readonly permissions: Record<string, string>;
  readonly concurrency: { readonly 'cancel-in-progress': boolean };
  readonly jobs: Record<
    string,
    {
      readonly 'timeout-minutes'?: number;
      readonly env?: Record<string, string>;
      readonly 'continue-on-error'?: boolean;
      readonly steps: readonly {
        readonly run?: string;
        readonly uses?: string;
        readonly env?: Record<string, string>;
        readonly 'continue-on-error'?: boolean;
      }[];
    }
  >;
}

const workflows = readdirSync(FOLDER).map(
  (name) => [name, parse(readFileSync(path.join(FOLDER, name), 'utf8')) as Workflow] as const,
);
const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

describe('the workflows', () => {
  it('are one for Linux and one for macOS', () => {
    expect(workflows.map(([name]) => name).sort()).toEqual(['linux.yml', 'macos.yml']);
  });

  it.each(workflows)(
    '%s may read and nothing else, ends in time, and pins what it uses',
    (_name, workflow) => {
      expect(workflow.permissions).toEqual({ contents: 'read' });
      expect(workflow.concurrency['cancel-in-progress']).toBe(true);
      for (const job of Object.values(workflow.jobs)) {
        expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
        const used = job.steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
        expect(used.filter((one) => !/^actions\/[\w-]+@v\d+$/.test(one))).toEqual([]);
      }
    },
  );

  it.each(workflows)('%s calls only what is there', (_name, { jobs }) => {
    const commands = Object.values(jobs).flatMap((job) =>
      job.steps.flatMap(({ run }) => run?.split('\n') ?? []),
    );
    for (const command of commands) {
      const script = /^npm run ([\w:-]+)/.exec(command)?.[1];
      if (script !== undefined) expect(scripts).toHaveProperty([script]);
      const file = /^node (build\/\S+)|^(\.ci\/\S+)/.exec(command);
      const named = file?.[1] ?? file?.[2];
      if (named !== undefined) expect(statSync(path.join(ROOT, named)).isFile()).toBe(true);
    }
    expect(commands.some((command) => command === '.ci/run' || command === 'npm test')).toBe(true);
  });
});

describe('a failure in a workflow', () => {
  it.each(workflows)('%s is never let pass', (_name, { jobs }) => {
    for (const job of Object.values(jobs)) {
      // GitHub sets CI, with which a test that does not run is a failure.
      for (const part of [job, ...job.steps]) {
        expect(part['continue-on-error']).toBeUndefined();
        expect(part.env ?? {}).not.toHaveProperty('CI');
      }
      for (const { run = '' } of job.steps) expect(run).not.toMatch(/\|\||set \+e|CI=/);
    }
  });

  it('is not the missing signature of a pull request, which has no secret that it could misuse', () => {
    const text = readFileSync(path.join(FOLDER, 'macos.yml'), 'utf8');
    expect(text).not.toMatch(/secrets\.|pull_request_target/);
    const steps = Object.values((parse(text) as Workflow).jobs).flatMap((job) => job.steps);
    const dist = steps.find(({ run }) => run === 'npm run dist');
    expect(dist?.env).toEqual({ CSC_FOR_PULL_REQUEST: 'true' });
  });
});

describe('the line of a measured start', () => {
  const marks = { ready: 80, tray: 90.5, composed: 210, popover: 480 };
  const line = JSON.stringify({ switchyard: 'measure', version: '1.0.0', marks });
  it('is found among whatever else is printed', () => {
    expect(readMeasureLine(`noise\n${line}\nmore`)).toEqual({ version: '1.0.0', marks });
  });
  it.each([
    '',
    'noise',
    line.slice(0, -3),
    JSON.stringify({ switchyard: 'measure', version: '1', marks: { ready: 1 } }),
  ])('is not found in %j', (output) => {
    expect(readMeasureLine(output)).toBeNull();
  });
});
