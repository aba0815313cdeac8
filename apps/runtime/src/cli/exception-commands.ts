import * as api from '@lockstep/schema/api';
import { apiAt, orFail } from './client.ts';
import { CommandError, EXIT } from './exit.ts';
import type { RemoteOptions } from './flow-commands.ts';
import { type CommandIo, columns } from './io.ts';

type Status = api.ExceptionView['status'];
export const EXCEPTION_STATUSES: readonly Status[] = ['open', 'retrying', 'resolved', 'discarded'];

export interface ListExceptionsOptions extends RemoteOptions {
  readonly flow?: string;
  readonly status: Status;
  readonly limit: number;
}

/** `lockstep exceptions list`: runs that need a person, newest first. */
export async function listExceptions(options: ListExceptionsOptions, io: CommandIo): Promise<void> {
  const { url, json, flow, status, limit } = options;
  if (limit < 1 || limit > 200) throw new CommandError('--limit takes a number from 1 to 200.', EXIT.usage);
  const query = { limit, status, ...(flow !== undefined && { flow }) };
  const found = orFail(await apiAt(url)(api.listExceptions, { query }), url);
  if (json) return io.out(JSON.stringify(found, null, 2));
  if (found.exceptions.length === 0) return io.out(status === 'open' ? 'Nothing needs a person.' : 'None.');
  const rows = found.exceptions.map((each) => [
    each.id,
    each.flowId,
    each.node,
    each.businessKey ?? '-',
    each.code,
    each.raisedAt,
    each.reason.slice(0, 80),
  ]);
  io.out(columns([['exception', 'flow', 'step', 'key', 'code', 'since', 'reason'], ...rows]));
  if (found.next !== undefined) io.err(`There are more: ${found.open} are open in all.`);
}

export interface RetryExceptionsOptions extends RemoteOptions {
  /** All open ones of this flow instead of those named. */
  readonly flow?: string;
  readonly by: string;
}

/** `lockstep exceptions retry`: those named, one by one; or all open ones of a flow as one bulk retry, which stops when too many fail again. */
export async function retryExceptions(
  ids: readonly string[],
  options: RetryExceptionsOptions,
  io: CommandIo,
): Promise<void> {
  const { url, json, flow, by } = options;
  if (ids.length > 0 === (flow !== undefined))
    throw new CommandError('Name exceptions, or a flow with --flow.', EXIT.usage);
  if (flow === undefined) return eachOf(ids, 'is tried again', options, io, retry(url, by));
  const begun = orFail(await apiAt(url)(api.startBulkRetry, { body: { select: { flow }, by } }), url);
  if (json) io.out(JSON.stringify(begun, null, 2));
  else if (begun.bulk === undefined) io.out(`Nothing of ${flow} needs a person.`);
  else
    io.out(
      `${begun.count} of ${flow} are tried again: first one, then more, while they come to a good end (${begun.bulk.id}).`,
    );
}

const retry = (url: string, by: string) => (id: string) =>
  apiAt(url)(api.retryException, { params: { id }, body: { by } });

export interface DiscardExceptionsOptions extends RemoteOptions {
  readonly reason: string;
  readonly by: string;
}

/** `lockstep exceptions discard`: gives those named up. The reason is kept. */
export function discardExceptions(
  ids: readonly string[],
  options: DiscardExceptionsOptions,
  io: CommandIo,
): Promise<void> {
  const { url, reason, by } = options;
  return eachOf(ids, 'is discarded', options, io, (id) =>
    apiAt(url)(api.discardException, { params: { id }, body: { reason, by } }),
  );
}

type Done =
  | { readonly ok: true; readonly value: { readonly id: string; readonly runId: string } }
  | { readonly ok: false; readonly code: string; readonly detail: string };

/** One refusal does not keep the others from being done; it makes the exit code 1. */
async function eachOf(
  ids: readonly string[],
  done: string,
  { url, json }: RemoteOptions,
  io: CommandIo,
  act: (id: string) => Promise<Done>,
): Promise<void> {
  const results: { readonly id: string; readonly runId?: string; readonly refused?: string }[] = [];
  for (const id of ids) {
    const answer = await act(id);
    if (!answer.ok && answer.code === 'offline') orFail(answer, url);
    results.push(answer.ok ? { id, runId: answer.value.runId } : { id, refused: `${answer.detail} (${answer.code})` });
  }
  if (json) io.out(JSON.stringify(results, null, 2));
  else
    for (const { id, runId, refused } of results) io.out(refused ? `${id}: ${refused}` : `${id} ${done}: run ${runId}`);
  const refused = results.filter((each) => each.refused !== undefined).length;
  if (refused > 0) throw new CommandError(`${refused} of ${ids.length} were refused.`);
}
