import type { CalledRun, CallRequest, ContractIssue } from '@lockstep/schema/node';
import type { CalledBy, Json } from '@lockstep/schema/run';
import { refOf } from '../../engine/index.ts';
import type { CallAttempt, CallStore } from '../../store/index.ts';
import { StoreUnavailableError } from '../../store/index.ts';
import type { Clock } from '../clock.ts';
import { type Host, type HostLog, type HostStorage, OverloadedError } from '../host/index.ts';
import type { BeginCall, LoadedFlow, StepJob } from '../steps/index.ts';
import { notNow, wrongCall } from './call-failures.ts';
import { chooseCallee } from './choose-callee.ts';
import { goOn } from './go-on.ts';
import { settleCalls } from './settle.ts';

/** Calls of flows by flows: a call is one step of the caller and a run of its own. */
export interface Calls {
  readonly call: BeginCall;
  /** A called run ended, or a step began or gave up to wait for it: tells whom it concerns, soon. */
  look(calledRunId: string): void;
  /** Does so for whatever was left, by a crash between two commits. */
  lookForLeft(): Promise<void>;
}

export interface CallsOptions {
  readonly storage: Pick<HostStorage, 'journal' | 'records'>;
  readonly calls: CallStore;
  readonly clock: Clock;
  readonly loadSnapshot: (snapshotId: string) => Promise<LoadedFlow>;
  readonly checkContract: (ref: string, value: Json) => readonly ContractIssue[] | undefined;
  /** The host these calls begin runs on; it is built on them, so it comes later. */
  readonly host: Promise<Pick<Host, 'start' | 'retry' | 'replay' | 'cancel'>>;
  /** How many calls may lie above one another. */
  readonly maxDepth: number;
  readonly log?: HostLog | undefined;
}

/** A thorough look at all open calls, besides the first one, comes this often. */
const THOROUGH_MS = 30_000;

export function createCalls(options: CallsOptions): Calls {
  const { storage, calls, clock, maxDepth, log } = options;
  const { records } = storage;
  /** Of the newest thorough look; the first of a process also finds what is old. */
  let lookedAt: number | undefined;
  const parts = async () => ({ ...options, ...storage, host: await options.host });

  async function call(job: StepJob, key: string, request: CallRequest): Promise<CalledRun> {
    try {
      return await beginOrGoOn(job, key, request);
    } catch (error) {
      if (error instanceof OverloadedError) throw notNow(error.message, error.retryAfterMs);
      // What was begun all the same is found by the key.
      if (error instanceof StoreUnavailableError) throw notNow('The database cannot be reached.', 1_000);
      throw error;
    }
  }

  async function beginOrGoOn(job: StepJob, key: string, request: CallRequest): Promise<CalledRun> {
    const { run, node, attempt, loaded } = job;
    const by: CalledBy = {
      runId: run.id,
      flowId: run.flowId,
      node: refOf(job),
      depth: (run.trigger.call?.depth ?? 0) + 1,
    };
    if (by.depth > maxDepth) throw tooDeep(request.flowId, maxDepth);
    const caller = { flowId: run.flowId, version: loaded.version, node };
    const chosen = (await calls.find(key)) ?? (await calls.choose(key, await chooseCallee(request, caller, options)));
    const { flowId, version } = chosen;
    const first = await begin(chosen, key, by, job, request);
    const runId = chosen.repeatedBy ?? first.runId;
    const isAgain =
      first.duplicate &&
      request.mode === 'wait' &&
      (await isMadeAgain({ runId: run.id, node: refOf(job) }, attempt, runId));
    if (!isAgain) return { runId, flowId, version };
    const step = { runId: run.id, node: refOf(job), attempt, port: 'out' };
    const goesOn = await goOn({ ...chosen, key, runId }, step, request.message, await parts());
    return { runId: goesOn, flowId, version };
  }

  /** The same key begins one run, so this is safe to repeat. */
  async function begin(
    { flowId, version, snapshotId, node }: NonNullable<Awaited<ReturnType<CallStore['find']>>>,
    key: string,
    by: CalledBy,
    { run, now }: StepJob,
    { message, businessKey }: CallRequest,
  ) {
    const { traceparent } = run.trigger;
    const caller = businessKey === undefined ? await records.run(run.id) : undefined;
    const trigger = { kind: 'call' as const, receivedAt: now, call: by, ...(traceparent && { traceparent }) };
    const host = await options.host;
    return host.start({
      flowId,
      version,
      snapshotId,
      node,
      message,
      trigger,
      dedupeKey: key,
      businessKey: businessKey ?? caller?.businessKey,
      test: run.test ?? false,
    });
  }

  /** True when an earlier attempt waited for the called run, or an earlier run called it: then a person wants it to go on. */
  async function isMadeAgain(
    step: Omit<CallAttempt, 'attempt'>,
    attempt: number,
    calledRunId: string,
  ): Promise<boolean> {
    const earlier = await calls.attemptsOf(step);
    if (earlier.some((each) => each < attempt)) return true;
    return (await records.run(calledRunId))?.trigger.call?.runId !== step.runId;
  }

  return {
    call,
    look(calledRunId) {
      parts()
        .then((all) => settleCalls(calledRunId, all))
        .catch((error: unknown) => log?.warn({ err: error, runId: calledRunId }, 'The end of a call is told later.'));
    },
    async lookForLeft() {
      const isFirst = lookedAt === undefined;
      const isDue = isFirst || clock.monotonic() - (lookedAt ?? 0) > THOROUGH_MS;
      if (isDue) lookedAt = clock.monotonic();
      const left = await calls.left(isFirst ? 'all' : isDue ? 'recent' : 'known');
      for (const runId of left) await settleCalls(runId, await parts());
    },
  };

  function tooDeep(flowId: string, limit: number) {
    const message = `"${flowId}" would be call ${limit + 1} in one another; ${limit} are allowed. Do flows call each other in a circle?`;
    return wrongCall('call-too-deep', message);
  }
}
