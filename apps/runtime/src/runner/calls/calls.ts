import type { CalledRun, CallRequest, ContractIssue } from '@lockstep/schema/node';
import type { CalledBy, Json } from '@lockstep/schema/run';
import { refOf } from '../../engine/index.ts';
import type { CallAttempt, CallStore, ChosenCall, ShadowStore } from '../../store/index.ts';
import { StoreUnavailableError } from '../../store/index.ts';
import { beginShadow } from '../capabilities/begin-shadow.ts';
import { type ChosenFlow, chooseFlow } from '../capabilities/choose-flow.ts';
import { settleLeftShadows, settleShadows } from '../capabilities/settle-shadows.ts';
import type { AddressOf } from '../capabilities/shadow-safety.ts';
import type { Clock } from '../clock.ts';
import { type Host, type HostLog, type HostStorage, OverloadedError } from '../host/index.ts';
import type { BeginCall, LoadedFlow, StepJob } from '../steps/index.ts';
import { notNow, wrongCall } from './call-failures.ts';
import { type Choice, chooseCallee } from './choose-callee.ts';
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
  readonly shadows: ShadowStore;
  /** Where a connection leads. */
  readonly addressOf: AddressOf;
  readonly clock: Clock;
  readonly loadSnapshot: (snapshotId: string) => Promise<LoadedFlow>;
  readonly checkContract: (ref: string, value: Json) => readonly ContractIssue[] | undefined;
  /** The host these calls begin runs on; it is built on them, so it comes later. */
  readonly host: Promise<Pick<Host, 'start' | 'retry' | 'replay' | 'cancel' | 'discard'>>;
  /** How many calls may lie above one another. */
  readonly maxDepth: number;
  readonly log?: HostLog | undefined;
}

type CapabilityRequest = Exclude<CallRequest, { readonly flowId: string }>;

/** A thorough look at all open calls, besides the first one, comes this often. */
const THOROUGH_MS = 30_000;

export function createCalls(options: CallsOptions): Calls {
  const { storage, calls, clock, maxDepth, log } = options;
  const { records } = storage;
  /** Of the newest thorough look; the first of a process also finds what is old. */
  let lookedAt: number | undefined;
  const parts = async () => ({ ...options, ...storage, ignoredBy, host: await options.host });

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
    if (by.depth > maxDepth) throw tooDeep('flowId' in request ? request.flowId : request.capability, maxDepth);
    let told: Promise<ChosenFlow> | undefined;
    const chosen = (await calls.find(key)) ?? (await calls.choose(key, await choose()));
    const { flowId, version } = chosen;
    const called = { flowId, version, ...served(chosen) };
    const first = await begin(chosen, key, by, job, request);
    if ('capability' in request) await compareToo(first.runId, request).catch(notCompared);
    const runId = chosen.repeatedBy ?? first.runId;
    const isAgain =
      first.duplicate &&
      request.mode === 'wait' &&
      (await isMadeAgain({ runId: run.id, node: refOf(job) }, attempt, runId));
    if (!isAgain) return { runId, ...called };
    const step = { runId: run.id, node: refOf(job), attempt, port: 'out' };
    const goesOn = await goOn({ ...chosen, key, runId }, step, request.message, await parts());
    return { runId: goesOn, ...called };

    async function choose(): Promise<Choice> {
      const caller = { flowId: run.flowId, version: loaded.version, node };
      if ('flowId' in request) return chooseCallee(request, caller, options);
      const { capability, mode, message } = request;
      const { offer, binding } = await bound(request);
      const newest = { flowId: offer.flowId, versions: 'latest', resolve: 'run' } as const;
      return {
        ...(await chooseCallee({ ...newest, mode, message, capability }, caller, options)),
        capability,
        binding,
      };
    }

    /** What the binding says that the run goes by: asked once for an attempt. */
    function bound(asked: CapabilityRequest): Promise<ChosenFlow> {
      told ??= businessKeyOf(run.id).then((businessKey) =>
        chooseFlow(asked, { keyRunId: run.keyRunId, businessKey }, calls),
      );
      return told;
    }

    function notCompared(err: unknown): void {
      log?.warn({ err, runId: run.id }, 'A call is not compared.');
    }

    /** Has a second flow answer the call too, where the binding says so. */
    async function compareToo(liveRunId: string, asked: CapabilityRequest): Promise<void> {
      const { offer, binding, key: businessKey } = await bound(asked);
      if (!offer.shadow || offer.shadow.flowId === flowId) return;
      const { capability, message } = asked;
      const flows = { liveFlow: flowId, liveSnapshotId: chosen.snapshotId, shadowFlow: offer.shadow.flowId };
      const second = { key, capability, binding, runId: run.id, businessKey, liveRunId, ...flows };
      const { now } = job;
      await beginShadow({ ...second, message, now, test: run.test ?? false }, { ...options, ...(await parts()) });
    }
  }

  async function businessKeyOf(runId: string): Promise<string | undefined> {
    return (await records.run(runId))?.businessKey;
  }

  function served({ capability, binding }: ChosenCall): Pick<CalledRun, 'capability' | 'binding'> {
    return capability === null || binding === null ? {} : { capability, binding };
  }

  /** The same key begins one run, so this is safe to repeat. */
  async function begin(
    { flowId, version, snapshotId, node }: NonNullable<Awaited<ReturnType<CallStore['find']>>>,
    key: string,
    by: CalledBy,
    { run, now }: StepJob,
    { message, businessKey }: CallRequest,
  ) {
    const { traceparent, source } = run.trigger;
    const told = { ...(source && { source }), ...(traceparent && { traceparent }) };
    const trigger = { kind: 'call' as const, receivedAt: now, call: by, ...told };
    const host = await options.host;
    return host.start({
      flowId,
      version,
      snapshotId,
      node,
      message,
      trigger,
      dedupeKey: key,
      businessKey: businessKey ?? (await businessKeyOf(run.id)),
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
        .then(async (all) => {
          await settleCalls(calledRunId, all);
          await settleShadows(calledRunId, all);
        })
        .catch((error: unknown) => log?.warn({ err: error, runId: calledRunId }, 'The end of a call is told later.'));
    },
    async lookForLeft() {
      const isFirst = lookedAt === undefined;
      const isDue = isFirst || clock.monotonic() - (lookedAt ?? 0) > THOROUGH_MS;
      if (isDue) lookedAt = clock.monotonic();
      const left = await calls.left(isFirst ? 'all' : isDue ? 'recent' : 'known');
      for (const runId of left) await settleCalls(runId, await parts());
      await settleLeftShadows(await parts());
    },
  };

  async function ignoredBy(capability: string, binding: number): Promise<readonly string[]> {
    return (await calls.binding(capability, binding))?.shadow?.ignore ?? [];
  }

  function tooDeep(flowId: string, limit: number) {
    const message = `"${flowId}" would be call ${limit + 1} in one another; ${limit} are allowed. Do flows call each other in a circle?`;
    return wrongCall('call-too-deep', message);
  }
}
