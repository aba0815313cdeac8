import { catalogue } from '@lockstep/nodes/catalogue';
import { callsOf } from '@lockstep/schema/graph';
import { callsFirst } from '../runner/promotion/calls-first.ts';
import { publishAll } from '../runner/promotion/publish-all.ts';
import { installationAt } from './client.ts';
import { checkEnvironment } from './environment.ts';
import type { RemoteOptions } from './flow-commands.ts';
import { readFlowFolders } from './flow-folders.ts';
import { bringGoods, readGoods } from './goods.ts';
import type { CommandIo } from './io.ts';

export interface PublishFoldersOptions extends RemoteOptions {
  readonly dir: string;
  /** Environment the runtime has to serve. */
  readonly env?: string;
  readonly note: string;
  readonly by: string;
  /** Also drafts that somebody has open; they are told. */
  readonly takeOver?: boolean;
  /** Also other rows of tables that are there. */
  readonly tables?: boolean;
}

/** `lockstep publish --dir <folder>`: what lies in folders becomes drafts, and versions where it means something new. */
export async function publishFolders(
  { dir, url, env, json, note, by, takeOver, tables = false }: PublishFoldersOptions,
  io: CommandIo,
): Promise<void> {
  const read = callsFirst(await readFlowFolders(dir), (flow) => callsOf(flow, catalogue).map(({ flowId }) => flowId));
  await checkEnvironment(url, env);
  const brought = await bringGoods(await readGoods(dir), { url, by, withTables: tables });
  const published = await publishAll(
    read.map(({ flow }) => ({ flow, note })),
    installationAt(url),
    { by, takeOver },
  );
  if (json) return io.out(JSON.stringify(published, null, 2));
  for (const sentence of brought) io.out(sentence);
  if (published.length === 0) io.out('Nothing to publish: every flow is as it is published.');
  else for (const { flowId, version } of published) io.out(`${flowId} is published as version ${version}.`);
}
