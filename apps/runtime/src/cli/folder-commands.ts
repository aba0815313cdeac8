import * as api from '@lockstep/schema/api';
import { apiAt, orFail } from './client.ts';
import { CommandError, EXIT } from './exit.ts';
import type { ImportOptions, RemoteOptions } from './flow-commands.ts';
import { readFlowFolders, writeFlowFolder } from './flow-folders.ts';
import type { CommandIo } from './io.ts';

/** `lockstep import --dir <folder>`: each folder becomes the draft of its flow, all of them or none. */
export async function importFolders(
  dir: string,
  { url, json, takeOver = false, by }: ImportOptions,
  io: CommandIo,
): Promise<void> {
  const read = await readFlowFolders(dir);
  const flows = read.map(({ flow }) => flow);
  const imported = orFail(await apiAt(url)(api.importFlows, { body: { flows, takeOver, by } }), url).flows;
  if (json) io.out(JSON.stringify(imported, null, 2));
  else for (const { flowId, result, revision } of imported) io.out(`${flowId}: ${result}, revision ${revision}`);
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
  for (const { id, publishedVersion: version } of asked) {
    if (published && version === undefined) continue;
    const params = { flowId: id };
    const { flow } =
      published && version !== undefined
        ? orFail(await call(api.getVersion, { params: { ...params, version } }), url)
        : orFail(await call(api.getDraft, { params }), url);
    written.push({ flow: id, folder: await writeFlowFolder(dir, flow) });
  }
  if (json) io.out(JSON.stringify(written, null, 2));
  else for (const { flow, folder } of written) io.out(`${flow}: ${folder}`);
}
