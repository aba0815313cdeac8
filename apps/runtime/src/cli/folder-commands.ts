import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { apiAt, orFail } from './client.ts';
import { CommandError, EXIT } from './exit.ts';
import type { ImportOptions, RemoteOptions } from './flow-commands.ts';
import { readFlowFolders, writeFlowFolder } from './flow-folders.ts';
import { bringGoods, readGoods, writeGoods } from './goods.ts';
import type { CommandIo } from './io.ts';

export interface ImportFoldersOptions extends ImportOptions {
  /** Also other rows of tables that are there. */
  readonly tables?: boolean;
}

/** `lockstep import --dir <folder>`: each folder becomes the draft of its flow, all of them or none. */
export async function importFolders(
  dir: string,
  { url, json, takeOver = false, by, tables = false }: ImportFoldersOptions,
  io: CommandIo,
): Promise<void> {
  const read = await readFlowFolders(dir);
  const flows = read.map(({ flow }) => flow);
  const goods = await readGoods(dir);
  const imported = orFail(await apiAt(url)(api.importFlows, { body: { flows, takeOver, by } }), url).flows;
  // After the drafts: an import that is refused brings nothing.
  const brought = await bringGoods(goods, { url, by, withTables: tables });
  if (json) return io.out(JSON.stringify({ flows: imported, brought }, null, 2));
  for (const { flowId, result, revision } of imported) io.out(`${flowId}: ${result}, revision ${revision}`);
  for (const sentence of brought) io.out(sentence);
}

export interface ExportFoldersOptions extends RemoteOptions {
  readonly dir: string;
  /** The newest versions instead of the drafts; flows that were never published are left out. */
  readonly published?: boolean;
}

/** `lockstep export [flow] --dir <folder>`: one flow or all, each as a folder for git. */
export async function exportFolders(
  only: string | undefined,
  { url, json, dir, published }: ExportFoldersOptions,
  io: CommandIo,
): Promise<void> {
  const call = apiAt(url);
  const { flows } = orFail(await call(api.listFlows, {}), url);
  const asked = flows.filter(({ id }) => only === undefined || id === only);
  if (only !== undefined && asked.length === 0) throw new CommandError(`There is no flow "${only}".`, EXIT.failed);
  const written: { readonly flow: string; readonly folder: string }[] = [];
  const exported: Flow[] = [];
  for (const { id, publishedVersion: version } of asked) {
    if (published && version === undefined) continue;
    const params = { flowId: id };
    const { flow } =
      published && version !== undefined
        ? orFail(await call(api.getVersion, { params: { ...params, version } }), url)
        : orFail(await call(api.getDraft, { params }), url);
    exported.push(flow);
    written.push({ flow: id, folder: await writeFlowFolder(dir, flow) });
  }
  // One flow alone says nothing about what the others in the folder stand on.
  if (exported.length > 0) await writeGoods(dir, only === undefined ? exported : await besides(dir, exported), url);
  if (json) io.out(JSON.stringify(written, null, 2));
  else for (const { flow, folder } of written) io.out(`${flow}: ${folder}`);
}

/** Flows of the folder, those just exported in the place of what lies there. */
async function besides(dir: string, exported: readonly Flow[]): Promise<readonly Flow[]> {
  const others = await readFlowFolders(dir);
  return [...exported, ...others.flatMap(({ flow }) => (exported.some(({ id }) => id === flow.id) ? [] : [flow]))];
}
