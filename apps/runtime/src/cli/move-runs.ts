import * as api from '@lockstep/schema/api';
import { apiAt, orFail } from './client.ts';
import { CommandError } from './exit.ts';
import type { RemoteOptions } from './flow-commands.ts';
import type { CommandIo } from './io.ts';

/** `lockstep move-runs <flow> --to <version>`: exit code 1 when runs stay where they are. */
export async function moveRuns(
  flowId: string,
  options: RemoteOptions & {
    readonly to: number;
    readonly from?: number;
    readonly go?: boolean;
    readonly by: string;
  },
  io: CommandIo,
): Promise<void> {
  const { url, json, to, from, go = false, by } = options;
  const call = apiAt(url);
  let total: api.RunMigration | undefined;
  do {
    const body = { to, from, dryRun: !go, by, ...(total?.next !== undefined && { after: total.next }) };
    const page = orFail(await call(api.migrateRuns, { params: { flowId }, body }), url);
    total = total ? api.sumMigrations(total, page) : page;
  } while (total.next !== undefined);
  const { moved, busy, refused, begins } = total;
  if (json) io.out(JSON.stringify(total, null, 2));
  else {
    io.out(`${moved} ${go ? 'moved' : 'would move'} to version ${to}${busy > 0 ? `, ${busy} went on meanwhile` : ''}.`);
    for (const { name, count } of begins) io.out(`“${name}” ${go ? 'begins' : 'would begin'} at once in ${count}.`);
    for (const { message, count, version, example } of refused) {
      io.out(`${count} of version ${version} stay: ${message} (${example})`);
    }
  }
  const left = refused.reduce((sum, { count }) => sum + count, 0) + busy;
  if (left > 0) throw new CommandError(`${left} ${go ? 'were' : 'would'} not ${go ? '' : 'be '}moved.`);
}
