import { isEnded, type RunEvent } from '@lockstep/schema/run';
import { placeOf } from '../../engine/index.ts';
import { callerName } from '../../store/handed-over.ts';
import type { CallStore, Journal, WaitingCall } from '../../store/index.ts';
import type { Clock } from '../clock.ts';
import type { Host, HostStorage } from '../host/index.ts';
import { type CallEnd, endOf, type Returning } from './returning.ts';

export interface Settling extends Returning {
  readonly calls: CallStore;
  readonly journal: Journal;
  readonly records: Pick<HostStorage['records'], 'run' | 'openException'>;
  readonly host: Pick<Host, 'cancel' | 'discard'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Does what is to be done about a called run: tells its end to the steps that wait for it, by letters that count once, and
 * cancels it when all of them gave up. Any process may do it, at any time, more than once.
 */
export async function settleCalls(calledRunId: string, parts: Settling): Promise<void> {
  const { calls, host } = parts;
  const waiting = await calls.waitingFor(calledRunId);
  if (waiting.length === 0) return;
  const end = await endOf(calledRunId, parts);
  const [left, open] = [waiting.filter(hasGivenUp), waiting.filter((call) => !hasGivenUp(call))];
  if (end && !end.ok && open[0]) await handOver(calledRunId, open[0].runId, parts);
  if (end) for (const call of open) await tell(call, calledRunId, end, parts);
  if (left.length === 0) return;
  const goesOn = !isEnded((await calls.standing(calledRunId))?.status ?? 'cancelled');
  if (goesOn && open.length > 0) return; // another run waits for it
  if (goesOn) await host.cancel(calledRunId, `the calling run ${left[0]?.runId}`);
  for (const call of left) await calls.settle(call);
}

/**
 * A failure that a caller is told of is the caller's: it goes another way, or asks a person, and tried again it has the called run go on.
 * Two exceptions would be one piece of work twice. A run that holds up its lane is an exception of its own: what waits behind it is not the caller's.
 */
async function handOver(calledRunId: string, callerRunId: string, parts: Settling): Promise<void> {
  const { records, host, loadSnapshot } = parts;
  const exceptionId = await records.openException([calledRunId]);
  if (exceptionId === undefined) return;
  const record = await records.run(calledRunId);
  const loaded = record && (await loadSnapshot(record.snapshotId).catch(() => undefined));
  if (loaded?.flow.settings.lane !== undefined) return;
  await host.discard(
    exceptionId,
    callerName(callerRunId),
    'It was told to the calling run: that goes another way, or is to be tried again.',
  );
}

const hasGivenUp = ({ state }: WaitingCall) => state === 'withdrawn';

/** A caller that has ended meanwhile needs no letter. */
async function tell(call: WaitingCall, calledRunId: string, end: CallEnd, parts: Settling): Promise<void> {
  const { runId, node: ref, attempt, port } = call;
  const { node, item } = placeOf(ref);
  const step = { at: parts.clock.now(), node, ...(item !== '' && { item }), attempt };
  const event: RunEvent = end.ok
    ? {
        type: 'step.released',
        ...step,
        port,
        output: { value: end.value },
        cause: { kind: 'call', runId: calledRunId },
      }
    : { type: 'step.failed', ...step, failure: end.failure, durationMs: 0, jitter: 0 };
  await parts.journal.send({ runId, id: `return:${ref}:${attempt}`, event });
  await parts.calls.settle(call);
}
