import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SCHEMA_FILE } from '@lockstep/schema/folders';
import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { CommandError } from './exit.ts';
import { writeFlowFolder } from './flow-folders.ts';
import type { CommandIo } from './io.ts';

const FLOWS_DIR = 'flows';

const FIRST_FLOW: Flow = {
  format: FLOW_FORMAT,
  id: 'first-flow',
  name: 'First flow',
  nodes: [
    { id: 'start', type: 'manual', version: 1, name: 'Start', params: {}, policy: {} },
    {
      id: 'shape',
      type: 'map',
      version: 1,
      name: 'Shape',
      params: { script: 'export default (input) => ({\n  greeting: "Hello, " + input.name + ".",\n});' },
      policy: {},
    },
  ],
  edges: [{ from: 'start', port: 'out', to: 'shape' }],
  layout: { nodes: { start: { x: 0, y: 0 }, shape: { x: 320, y: 0 } }, notes: [] },
  settings: {},
  tests: [
    {
      id: 'greets',
      name: 'Greets by name',
      message: { name: 'Ann' },
      expect: { outputs: { shape: { greeting: 'Hello, Ann.' } } },
    },
  ],
};

/** What lies in the folder beside the flows, by path. */
const FILES: Readonly<Record<string, string>> = {
  '.gitignore': '.lockstep/\n',
  '.vscode/settings.json': `${JSON.stringify(
    { 'json.schemas': [{ fileMatch: [`/${FLOWS_DIR}/*/flow.json`], url: `./${FLOWS_DIR}/${SCHEMA_FILE}` }] },
    null,
    2,
  )}\n`,
};

/**
 * `lockstep init [folder]`: a folder for flows in git, with one flow that has a test, and what an editor needs to complete flow files.
 * Files that are there are left as they are.
 *
 * @throws CommandError where there are flows already
 */
export async function init(folder: string, { json }: { readonly json?: boolean }, io: CommandIo): Promise<void> {
  const flows = join(folder, FLOWS_DIR);
  if (await isThere(flows)) throw new CommandError(`${flows} is there already. Nothing was written.`);
  const written = [await writeFlowFolder(flows, FIRST_FLOW), join(flows, SCHEMA_FILE)];
  const kept: string[] = [];
  for (const [path, text] of Object.entries(FILES)) {
    const file = join(folder, path);
    if (await isThere(file)) kept.push(file);
    else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      written.push(file);
    }
  }
  if (json) return io.out(JSON.stringify({ written, kept }, null, 2));
  for (const file of written) io.out(file);
  for (const file of kept) io.err(`${file} is there already and was left as it is.`);
  io.out(`\nNext: lockstep test ${flows}, then lockstep dev ${flows}`);
}

const isThere = async (path: string) => (await stat(path).catch(() => undefined)) !== undefined;
