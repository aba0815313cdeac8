import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isFolderFlow, SCHEMA_FILE } from '@lockstep/schema/folders';
import { type Flow, type Issue, isFlow, readFlow } from '@lockstep/schema/graph';
import { parseStrictJson } from '../http/json/strict-json.ts';
import { CommandError } from './exit.ts';
import { isFlowFolder, readFlowFolder } from './flow-folders.ts';

/**
 * The file itself; or of a folder: itself where it is the folder of a flow, else the `.json` files and the folders of flows right in
 * it, by name. @throws CommandError when there is none */
export async function flowFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new CommandError(`There is no file or folder ${path}.`);
  if (!found.isDirectory()) return [path];
  if (await isFlowFolder(path)) return [path];
  const all = (await readdir(path)).sort();
  const names: string[] = [];
  for (const name of all) {
    const isDocument = name.endsWith('.json') && name !== SCHEMA_FILE && name !== 'vars.example.json';
    if (isDocument || (await isFlowFolder(join(path, name)))) names.push(name);
  }
  if (names.length === 0) throw new CommandError(`There is no .json file and no folder of a flow in ${path}.`);
  return names.map((name) => join(path, name));
}

/** A flow document of any known format, brought up to date, or what is wrong with it. */
export async function readFlowFile(file: string): Promise<Flow | readonly Issue[]> {
  if (await isFlowFolder(file)) return readFolderIssues(file);
  const json = parseStrictJson(await readFile(file));
  if (json.ok) return readFlow(json.value);
  const { reason, place } = json;
  const at = 'byte' in place ? {} : place;
  return [{ severity: 'error', code: 'document-unreadable', message: reason, ...at }];
}

async function readFolderIssues(folder: string): Promise<Flow | readonly Issue[]> {
  const read = await readFlowFolder(folder);
  if (isFolderFlow(read)) return read;
  return read.map(({ file, message, line, column }): Issue => {
    const place = { ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
    return { severity: 'error', code: 'document-unreadable', message, field: relative(folder, file), ...place };
  });
}

/** @throws CommandError with the first thing wrong */
export async function flowFrom(file: string): Promise<Flow> {
  const flow = await readFlowFile(file);
  if (isFlow(flow)) return flow;
  throw new CommandError(`${file}: ${flow[0] ? issueText(flow[0]) : 'not a flow document'}`);
}

/** `error cycle at node/field line 3: sentence` */
export function issueText({ severity, code, message, node, field, line, column }: Issue): string {
  const place = [node, field].filter((part) => part !== undefined && part !== '').join('');
  const position = line === undefined ? '' : ` ${line}:${column ?? 1}`;
  return `${severity} ${code}${place === '' ? '' : ` at ${place}`}${position}: ${message}`;
}
