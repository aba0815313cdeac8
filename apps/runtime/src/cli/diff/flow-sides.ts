import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import * as api from '@lockstep/schema/api';
import type { Side, Surroundings } from '@lockstep/schema/environments';
import {
  FLOW_FILE,
  type FolderFile,
  isFolderFlow,
  LAYOUT_FILE,
  readFolder,
  SCHEMA_FILE,
} from '@lockstep/schema/folders';
import { type Flow, isFlow, readFlow } from '@lockstep/schema/graph';
import { readStrictJson } from '@lockstep/schema/json';
import { apiAt, orFail } from '../client.ts';
import { CONTRACT_SUFFIX, ContractFile } from '../contract-files.ts';
import { CommandError } from '../exit.ts';
import { flowFiles, flowFrom, issueText } from '../flow-files.ts';
import { isFlowFolder, problemLine } from '../flow-folders.ts';
import { CONTRACTS_DIR, readGoods, surroundingsAt, TABLES_DIR, VARS_FILE } from '../goods.ts';
import { TABLE_SUFFIX, tableOf } from '../table-files.ts';
import { type GitFile, gitFiles } from './git-files.ts';

/** How flows of a runtime are named: `order-to-erp@3`, `order-to-erp@draft`, `@published`. */
const REMOTE = /^([a-z][a-z0-9-]{0,63})?@(draft|published|[1-9]\d*)$/;

/**
 * The flows one side of a comparison means: a file, a folder, `<git ref>:<path>`, or flows of a runtime.
 *
 * @throws CommandError for what is none of these, and for a document that cannot be read
 */
export async function flowSide(text: string, url: string): Promise<Side> {
  if (await stat(text).catch(() => undefined)) return localSide(text);
  const remote = REMOTE.exec(text);
  if (remote) return remoteSide({ label: text, flowId: remote[1], which: remote[2] ?? '' }, url);
  if (text.indexOf(':') > 0) return gitSide(text);
  throw new CommandError(`There is no file or folder ${text}.`);
}

async function localSide(path: string): Promise<Side> {
  const isSet = (await stat(path)).isDirectory() && !(await isFlowFolder(path));
  const files = isSet ? await flowFiles(path) : [path];
  const flows = await Promise.all(files.filter((file) => !file.endsWith(CONTRACT_SUFFIX)).map(flowFrom));
  const goods = isSet ? await readGoods(path) : undefined;
  return { label: path, flows, isSet, ...(goods && { goods }) };
}

async function gitSide(spec: string): Promise<Side> {
  const files = await gitFiles(spec);
  const folders = files.flatMap(({ path }) => (basename(path) === FLOW_FILE ? [dirname(path)] : []));
  const flows: Flow[] = [];
  for (const folder of folders.filter((one) => files.some(({ path }) => path === below(one, LAYOUT_FILE)))) {
    const inside = files.flatMap(({ path, text }): FolderFile[] =>
      folder === '.'
        ? [{ path, text }]
        : path.startsWith(`${folder}/`)
          ? [{ path: path.slice(folder.length + 1), text }]
          : [],
    );
    const read = readFolder(inside);
    if (!isFolderFlow(read)) {
      const [first] = read;
      throw new CommandError(
        `${spec}: ${first ? problemLine({ ...first, file: below(folder, first.file) }) : 'no flow'}`,
      );
    }
    flows.push(read);
  }
  const isDocument = ({ path }: GitFile) =>
    !path.includes('/') &&
    !folders.includes('.') &&
    path !== SCHEMA_FILE &&
    !path.endsWith(CONTRACT_SUFFIX) &&
    path !== VARS_FILE &&
    !path.endsWith('.csv') &&
    !path.endsWith('.ts');
  for (const { path, text } of files.filter(isDocument))
    flows.push(documentFlow(text, path === '' ? spec : `${spec}/${path}`));
  const isSet = !(files[0]?.path === '' || folders.includes('.'));
  return { label: spec, flows, isSet, ...(isSet && { goods: goodsOf(files) }) };
}

/** Contracts and tables of a commit. */
function goodsOf(files: readonly GitFile[]): Surroundings {
  const inside = (dir: string, suffix: string) =>
    files.filter(({ path }) => path.startsWith(`${dir}/`) && path.endsWith(suffix));
  return {
    contracts: inside(CONTRACTS_DIR, CONTRACT_SUFFIX).flatMap(({ text }) => {
      const parsed = ContractFile.safeParse(JSON.parse(text));
      return parsed.success ? [parsed.data] : [];
    }),
    tables: inside(TABLES_DIR, '.csv').map(({ path, text }) => {
      const name = basename(path, '.csv');
      const shape = files.find((file) => file.path === `${TABLES_DIR}/${name}${TABLE_SUFFIX}`)?.text;
      return tableOf({ name, path, csv: text, shape });
    }),
  };
}

function documentFlow(text: string, where: string): Flow {
  const json = readStrictJson(text);
  if (!json.ok) throw new CommandError(`${where}:${json.line}:${json.column}: ${json.reason}`);
  const flow = readFlow(json.value);
  if (isFlow(flow)) return flow;
  throw new CommandError(`${where}: ${flow[0] ? issueText(flow[0]) : 'not a flow document'}`);
}

const below = (folder: string, file: string) => (folder === '.' ? file : `${folder}/${file}`);

interface Remote {
  readonly label: string;
  readonly flowId: string | undefined;
  readonly which: string;
}

async function remoteSide({ label, flowId, which }: Remote, url: string): Promise<Side> {
  const call = apiAt(url);
  if (flowId === undefined && /\d/.test(which)) throw new CommandError(`Name a flow: order-to-erp@${which}.`);
  const known = orFail(await call(api.listFlows, {}), url).flows;
  const asked = known.filter(({ id }) => flowId === undefined || id === flowId);
  if (flowId !== undefined && asked.length === 0) throw new CommandError(`There is no flow "${flowId}" at ${url}.`);
  const flows: Flow[] = [];
  for (const { id, publishedVersion } of asked) {
    const params = { flowId: id };
    const version = which === 'published' ? publishedVersion : Number(which);
    if (which === 'draft') flows.push(orFail(await call(api.getDraft, { params }), url).flow);
    else if (version !== undefined)
      flows.push(orFail(await call(api.getVersion, { params: { ...params, version } }), url).flow);
    else if (flowId !== undefined) throw new CommandError(`"${flowId}" was never published.`);
  }
  return { label, flows, isSet: flowId === undefined, goods: await surroundingsAt(flows, url) };
}
