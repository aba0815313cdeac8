import { execFile, execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../main/testing.ts';
import { writeFlowFolder } from './flow-folders.ts';

const ACTION = fileURLToPath(new URL('../../../../.github/actions/flows/action.yml', import.meta.url));

interface ActionStep {
  readonly name: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

let world: TestRuntime;
let folder = '';
let steps: readonly ActionStep[] = [];
beforeAll(async () => {
  [world, folder] = await Promise.all([
    startTestRuntime({ environment: 'test' }),
    mkdtemp(join(tmpdir(), 'lockstep-action-')),
  ]);
  steps = (parse(await readFile(ACTION, 'utf8')) as { runs: { steps: ActionStep[] } }).runs.steps;
});
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

const script = 'export default (input) => ({\n  id: input.id,\n});';
const tests = [{ id: 'id', name: 'Id', message: { id: 7 }, expect: { outputs: { map: { id: 7 } } } }];
const flow = { ...flowOf('kept', [node('in', 'manual'), node('map', 'map', { script })]), tests };

/** Runs the command of one step as the pipeline does, with the values of `inputs` in the place of its expressions. */
async function runStep(name: string, values: Readonly<Record<string, string>>) {
  const step = steps.find((one) => one.name === name);
  if (!step?.run) throw new Error(`The action has no step "${name}" with a command.`);
  const filled = (text: string) => text.replaceAll(/\$\{\{ ([\w.-]+) \}\}/g, (_, key: string) => values[key] ?? '');
  const env = Object.entries(step.env ?? {}).map(([key, text]) => [key, filled(text)]);
  const options = {
    cwd: join(folder, 'repository'),
    env: {
      HOME: process.env.HOME,
      NODE_COMPILE_CACHE: fileURLToPath(new URL('../../../../node_modules/.cache/lockstep', import.meta.url)),
      PATH: [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter),
      RUNNER_TEMP: folder,
      GITHUB_ACTOR: 'ann',
      GITHUB_OUTPUT: join(folder, 'output'),
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      ...Object.fromEntries(env),
    },
  };
  return promisify(execFile)('bash', ['-e', '-o', 'pipefail', '-c', step.run], options);
}

describe('the action for pipelines', () => {
  it('checks, tests, tells the difference, comments and publishes, by the commands of its steps', async () => {
    const root = join(folder, 'repository');
    execFileSync('git', ['init', '-q', '-b', 'main', root]);
    const git = (...args: readonly string[]) => execFileSync('git', ['-C', root, ...args]);
    const flows = join(root, 'flows');
    await writeFlowFolder(flows, flow);
    git('add', '-A');
    git('-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-qm', 'one');
    await writeFlowFolder(flows, { ...flow, name: 'Renamed' });
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'bin', 'gh'), '#!/bin/sh\nprintf "%s\\n" "$@" > "$RUNNER_TEMP/gh"\n');
    await chmod(join(folder, 'bin', 'gh'), 0o755);
    const inputs = {
      'github.action_path': dirname(ACTION),
      'inputs.flows': 'flows',
      'inputs.base': 'main',
      'inputs.pull-request': '12',
      'inputs.environment': 'test',
      'inputs.url': world.runtime.url,
      'inputs.note': 'From git',
    };
    expect((await runStep('Check', inputs)).stdout).toBe('flows/kept: good\n');
    expect((await runStep('Test', inputs)).stdout).toContain('1 test, 0 samples, 0 failed.');
    await runStep('Difference', inputs);
    const file = join(folder, 'lockstep-diff.md');
    expect(await readFile(join(folder, 'output'), 'utf8')).toBe(`file=${file}\n`);
    expect(await readFile(join(folder, 'summary'), 'utf8')).toContain('`name`: `"kept"` → `"Renamed"`');
    await runStep('Comment', { ...inputs, 'steps.diff.outputs.file': file });
    expect((await readFile(join(folder, 'gh'), 'utf8')).split('\n').slice(0, 5)).toEqual([
      'pr',
      'comment',
      '12',
      '--body-file',
      file,
    ]);
    expect((await runStep('Publish', inputs)).stdout).toBe('kept is published as version 1.\n');
    const versions = await world.call(api.listVersions, { params: { flowId: 'kept' } });
    expect(versions).toMatchObject({ value: { versions: [{ version: 1, note: 'From git', publishedBy: 'ann' }] } });
  }, 120_000);
});
