import { isDeepStrictEqual } from 'node:util';
import type { CallRequest } from '@lockstep/schema/node';
import { isEnded, type Json } from '@lockstep/schema/run';
import type { CallAttempt, CallStore, ChosenCall, Journal } from '../../store/index.ts';
import { type Host, type HostStorage, type Replay, readHistory, WHERE_IT_STOPPED } from '../host/index.ts';
import { notNow, wrongCall } from './call-failures.ts';

export interface GoingOn {
  readonly calls: CallStore;
  readonly journal: Pick<Journal, 'readHistories' | 'loadPayload'>;
  readonly records: Pick<HostStorage['records'], 'run'>;
  readonly host: Pick<Host, 'retry' | 'replay'>;
}

/**
 * A call is made again because a person tried its step again, or replayed its run: the called run that failed goes on,
 * once for this attempt. One that was cancelled, took back what it had done, or was called with another message cannot go
 * on: a repetition of it does, under the keys of what still stands.
 *
 * @returns the run that answers for the call from now on
 */
export async function goOn(
  call: ChosenCall & { readonly key: string; readonly runId: string },
  attempt: CallAttempt & { readonly port: string },
  message: CallRequest['message'],
  parts: GoingOn,
): Promise<string> {
  const { calls, journal, host } = parts;
  const { key, runId } = call;
  const newest = await newestOf(runId, parts);
  if (newest !== runId) {
    // A person replayed the called run: the replay answers for the call.
    const repeats = call.repeats + 1;
    await calls.repeat(key, { runId: newest, repeats });
    return goOn({ ...call, runId: newest, repeats }, attempt, message, parts);
  }
  const standing = await calls.standing(runId);
  if (!standing) {
    const message = `The run ${runId}, which answered this call, was removed by retention. Replay from behind the call.`;
    throw wrongCall('called-run-removed', message);
  }
  if (!isEnded(standing.status) || standing.status === 'done') return runId;
  if (!(await calls.ask({ ...attempt, calledRunId: runId, seq: standing.seq }))) return runId;
  const by = `the calling run ${attempt.runId}`;
  const isSame = isDeepStrictEqual(await messageOf(runId, journal), message);
  if (standing.status === 'exception' && isSame) {
    const retried = await host.retry({ runId }, by);
    if (retried === 'replayed') throw notNow('The called run is replayed just now.', 1_000);
    if (retried !== 'undone') return runId; // refused: somebody else had it go on just now
  }
  const repeats = call.repeats + 1;
  const dedupeKey = `${key}#${repeats}`;
  const from: Pick<Replay, 'from' | 'message'> = isSame ? { from: WHERE_IT_STOPPED } : { message };
  const repeated = await host.replay({ runId, by, dedupeKey, ...from });
  if (typeof repeated === 'string') {
    if (repeated === 'not-ended' || repeated === 'busy') throw notNow('The called run goes on just now.', 1_000);
    throw wrongCall('callee-unknown', `The called run ${runId} cannot be repeated: ${repeated}.`);
  }
  await calls.repeat(key, { runId: repeated.runId, repeats });
  return repeated.runId;
}

/** The newest of the runs that repeat one another from this one on. */
async function newestOf(runId: string, parts: GoingOn): Promise<string> {
  const next = (await parts.records.run(runId))?.replayedBy;
  return next === undefined ? runId : newestOf(next, parts);
}

async function messageOf(runId: string, journal: GoingOn['journal']): Promise<Json | undefined> {
  const first = (await readHistory(journal, runId))?.first;
  if (first?.type !== 'run.started') return undefined;
  const { output } = first;
  return 'value' in output ? output.value : (JSON.parse(await journal.loadPayload(output.ref)) as Json);
}
