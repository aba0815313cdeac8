import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  FLOW_FILE,
  type FolderFile,
  type FolderProblem,
  flowFileSchema,
  isFolderFlow,
  LAYOUT_FILE,
  readFolder,
  SCENARIO_SUFFIX,
  SCHEMA_FILE,
  writeFolder,
} from '@lockstep/schema/folders';
import type { Flow } from '@lockstep/schema/graph';
import { decodeUtf8 } from '../http/json/strict-json.ts';
import { CommandError } from './exit.ts';

/** Folders of a flow's folder that belong to it: what is in them and in no export is taken away. */
const OWN = ['maps', 'samples', 'tests'];

/** The folders with a `flow.json`: the one given, or those right in it. @throws CommandError when there is none */
export async function flowFolders(dir: string): Promise<readonly string[]> {
  if (await isFile(join(dir, FLOW_FILE))) return [dir];
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => undefined);
  if (!entries) throw new CommandError(`There is no folder ${dir}.`);
  const folders: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory() && (await isFile(join(dir, entry.name, FLOW_FILE)))) folders.push(join(dir, entry.name));
  }
  if (folders.length === 0) throw new CommandError(`There is no folder with a ${FLOW_FILE} in ${dir}.`);
  return folders;
}

/** True for a folder as `writeFlowFolder` writes it. */
export async function isFlowFolder(folder: string): Promise<boolean> {
  return (await isFile(join(folder, FLOW_FILE))) && isFile(join(folder, LAYOUT_FILE));
}

/** Reads one folder of a flow; problems name their files from where the command was started. */
export async function readFlowFolder(folder: string): Promise<Flow | readonly FolderProblem[]> {
  const files: FolderFile[] = [];
  const problems: FolderProblem[] = [];
  for (const path of await filesOf(folder)) {
    const text = decodeUtf8(await readFile(join(folder, path)));
    if (text === undefined) problems.push({ file: join(folder, path), message: 'The file is not UTF-8.' });
    else files.push({ path, text });
  }
  if (problems.length > 0) return problems;
  const read = readFolder(files);
  return isFolderFlow(read) ? read : read.map((problem) => ({ ...problem, file: join(folder, problem.file) }));
}

/** The flows of a folder of folders, all of them. @throws CommandError with every problem: file, line and column */
export async function readFlowFolders(dir: string): Promise<readonly { readonly file: string; readonly flow: Flow }[]> {
  const flows: { readonly file: string; readonly flow: Flow }[] = [];
  const problems: FolderProblem[] = [];
  for (const folder of await flowFolders(dir)) {
    const read = await readFlowFolder(folder);
    if (!isFolderFlow(read)) problems.push(...read);
    else {
      const other = flows.find(({ flow }) => flow.id === read.id);
      const file = join(folder, FLOW_FILE);
      if (other) problems.push({ file, message: `The flow "${read.id}" is in ${other.file} too.` });
      else flows.push({ file: folder, flow: read });
    }
  }
  if (problems.length > 0) throw new CommandError(problems.map(problemLine).join('\n'));
  return flows;
}

/** `flows/a/flow.json:3:5: sentence` */
export function problemLine({ file, line, column, message }: FolderProblem): string {
  return `${file}${line === undefined ? '' : `:${line}:${column ?? 1}`}: ${message}`;
}

/** Writes the folder of a flow; files of its own that it no longer has are removed, others stay. */
export async function writeFlowFolder(dir: string, flow: Flow): Promise<string> {
  const folder = join(dir, flow.id);
  const files = writeFolder(flow);
  await mkdir(folder, { recursive: true });
  for (const path of await filesOf(folder)) {
    const isKept = path.endsWith(SCENARIO_SUFFIX) || files.some((file) => file.path === path);
    if (!isKept) await rm(join(folder, path));
  }
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await writeFile(join(dir, SCHEMA_FILE), flowFileSchema());
  return folder;
}

/** The files of a flow's folder that it may be made of. */
async function filesOf(folder: string): Promise<readonly string[]> {
  const paths = [FLOW_FILE, LAYOUT_FILE, 'pinned.json'];
  const found = await Promise.all(paths.map(async (path) => ((await isFile(join(folder, path))) ? [path] : [])));
  const inside = await Promise.all(
    OWN.map(async (name) => {
      const entries = await readdir(join(folder, name), { withFileTypes: true }).catch(() => []);
      return entries.filter((entry) => entry.isFile()).map((entry) => `${name}/${entry.name}`);
    }),
  );
  return [...found.flat(), ...inside.flat()];
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
