import { type RunNode, type StepContext, StepError } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';
import { at, isObject, listAt, textAt } from '../../kit/read-json.ts';
import { type BulkLine, bulkLines, intoRequests } from '../bulk-lines.ts';
import { askBulk, type Batch, unreadable } from '../client.ts';
import { errorOf, type LineOutcome, lineOutcome, SYSTEM } from '../failures.ts';
import type { sendEvents } from './definition.ts';

/** Refused lines a result names. */
const NAMED = 100;

export const runSendEvents: RunNode<typeof sendEvents> = async ({ params, input }, ctx) => {
  const { connection, index, maxLines, maxBytes } = params;
  const batch = params.batch === '' ? ctx.key : params.batch;
  const lines = bulkLines(params.events === undefined ? input : params.events);
  const told = { results: [] as LineResult[], requests: 0 };
  for (const part of intoRequests(lines, { maxLines, maxBytes }))
    await sendPart(ctx, { connection, index, batch }, part, told);

  const of = (outcome: LineOutcome) => told.results.filter((result) => result.outcome === outcome);
  const busy = of('busy');
  // What is there already is known at the next attempt, so nothing is sent twice by asking for all of it again.
  if (busy[0]) throw new StepError(busyLines(busy.length, busy[0]));
  const sent = {
    batch,
    events: lines.length,
    created: of('created').length,
    known: of('known').length,
    requests: told.requests,
    bytes: lines.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  const rejected = of('rejected');
  if (rejected[0]?.type === 'index_not_found_exception') throw new StepError(noIndex(rejected[0].reason));
  if (rejected.length === 0) return { port: 'sent', value: sent };
  if (params.whenRefused === 'fail') throw new StepError(refused(rejected, lines.length));
  return { port: 'partly', value: { ...sent, rejected: named(rejected), rejectedCount: rejected.length } };
};

interface LineResult {
  readonly id: string;
  readonly status: number;
  readonly outcome: LineOutcome;
  readonly type: string;
  readonly reason: string;
}

/** What is too large for the cluster goes in halves; one event that is too large alone is refused. */
async function sendPart(
  ctx: StepContext,
  batch: Batch,
  part: readonly BulkLine[],
  told: { readonly results: LineResult[]; requests: number },
): Promise<void> {
  told.requests += 1;
  const text = part.map((line) => line.text).join('');
  const answer = await askBulk(ctx, batch, { text, bytes: part.reduce((sum, { bytes }) => sum + bytes, 0) });
  if (answer !== 'too-large') {
    const items = listAt(answer, 'items');
    // An answer that tells less, or of others, than was asked for says nothing of the rest.
    if (items.length !== part.length) throw unreadable(true);
    told.results.push(...part.map(({ id }, place) => resultOf(id, items[place])));
    return;
  }
  const [only] = part;
  if (part.length === 1 && only) {
    const reason = `The event has ${only.bytes} bytes, which is more than the cluster takes.`;
    told.results.push({ id: only.id, status: 413, outcome: 'rejected', type: 'too-large', reason });
    return;
  }
  const half = Math.ceil(part.length / 2);
  await sendPart(ctx, batch, part.slice(0, half), told);
  await sendPart(ctx, batch, part.slice(half), told);
}

function resultOf(id: string, item: Parameters<typeof at>[0]): LineResult {
  const created = at(item, 'create');
  const status = at(created, 'status');
  if (!isObject(created) || typeof status !== 'number' || textAt(created, '_id') !== id) throw unreadable(true);
  const { type, reason } = errorOf(created) ?? { type: '', reason: '' };
  return { id, status, outcome: lineOutcome(status), type, reason };
}

function named(rejected: readonly LineResult[]) {
  return rejected.slice(0, NAMED).map(({ id, status, type, reason }) => ({ id, status, type, reason }));
}

function refused(rejected: readonly LineResult[], asked: number): Failure {
  const message = `${SYSTEM} refused ${rejected.length} of ${asked} events: ${rejected[0]?.reason ?? ''}`;
  const details = { rejected: named(rejected), rejectedCount: rejected.length };
  return { kind: 'refused', category: 'validation', code: 'analytics-events-refused', message, details };
}

/** It is the drawing that is wrong then, not the events. */
function noIndex(reason: string): Failure {
  const message = `${SYSTEM} refused: ${reason} (index_not_found_exception)`;
  return { kind: 'refused', category: 'business', code: 'analytics-index-unknown', message };
}

function busyLines(count: number, { status, type, reason }: LineResult): Failure {
  const category = status === 429 ? 'rate' : 'system';
  const message = `${SYSTEM} took ${count === 1 ? 'one event' : `${count} events`} not now: ${reason} (${type})`;
  return { kind: 'transient', category, code: 'analytics-lines-busy', message };
}
