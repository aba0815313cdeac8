import type { TestArrival } from '@lockstep/schema/graph';
import type { PublishedEvent, PublishOutcome } from '@lockstep/schema/node';
import { isEnded, type Json, type Payload, type RunEvent, type RunStatus } from '@lockstep/schema/run';
import { CALLBACK_TOPIC, callbackKey } from '../host/index.ts';
import type { ExceptionRow } from '../memory/tables.ts';
import type { Executor, LoadedFlow, StepResponse } from '../steps/index.ts';
import { createSimulation, QUIET, type Simulation } from './simulation.ts';

/** What the steps of a simulated run share with it. */
export interface SimulatedWorld {
  /** Virtual time, epoch milliseconds. */
  now(): number;
  publish(event: PublishedEvent): Promise<PublishOutcome>;
}

export interface SimulateOptions {
  readonly message: Json;
  /** Start that receives it. */
  readonly node: string;
  /** Epoch milliseconds at which it comes in. */
  readonly atMs: number;
  readonly seed: number;
  readonly arrivals?: readonly TestArrival[] | undefined;
  /** Makes what does the steps. What takes real time may do so: virtual time stands still meanwhile. */
  executor(world: SimulatedWorld): Executor;
}

export interface SimulatedRun {
  readonly runId: string;
  /** `waiting`: nothing is left that could happen. */
  readonly status: RunStatus;
  readonly events: readonly RunEvent[];
  readonly exception: ExceptionRow | undefined;
  /** What the first step that answers the caller gave. */
  readonly response: StepResponse | undefined;
  readonly published: readonly PublishedEvent[];
  /** The value of an output, also of a large one. */
  valueOf(payload: Payload): Json;
  /** Arrivals for which nobody waited. */
  readonly missed: readonly TestArrival[];
  /** Virtual milliseconds. */
  readonly tookMs: number;
}

/** Longest time a step takes: drawn, so that branches end in an order that the seed tells. */
const LATENCY_MS = 5;
/** Virtual time after which a run is left where it stands. */
const LIMIT_MS = 2 * 366 * 86_400_000;

/** Runs a flow with one message in this process and in virtual time, by the engine and the host of the product. */
export async function simulate(loaded: LoadedFlow, options: SimulateOptions): Promise<SimulatedRun> {
  const { message, node, atMs, seed, arrivals = [] } = options;
  const simulation = createSimulation({ seed, startMs: atMs, latencyMs: LATENCY_MS });
  const { clock, storage } = simulation;
  const { runs, exceptions, payloads } = storage.tables;
  const published: PublishedEvent[] = [];
  let response: StepResponse | undefined;
  const inner = options.executor({
    now: clock.now,
    publish(event) {
      published.push(event);
      return storage.topics.publish(event);
    },
  });
  const executor: Executor = {
    async execute(job) {
      const result = await clock.hold(inner.execute(job));
      if (result.ok && 'response' in result) response ??= result.response;
      return result;
    },
    judge: (job) => clock.hold(inner.judge(job)),
  };
  const missed: TestArrival[] = [];
  let runId: string | undefined;
  let failed: unknown;
  const begin = async () => {
    const { host } = await simulation.start({ executor, loadSnapshot: async () => loaded, ...QUIET });
    const { id: flowId } = loaded.flow;
    const trigger = { kind: 'manual', receivedAt: atMs, by: 'test' } as const;
    const started = await host.start({
      ...{ flowId, version: loaded.version, snapshotId: loaded.snapshotId, node, message, trigger, test: true },
    });
    runId = started.runId;
    for (const arrival of arrivals) {
      clock.after(arrival.afterMs, () => {
        arrive(simulation, started.runId, arrival).then(
          (isMet) => isMet || missed.push(arrival),
          (error: unknown) => {
            failed = error;
          },
        );
      });
    }
  };
  begin().catch((error: unknown) => {
    failed = error;
  });
  const run = () => (runId === undefined ? undefined : runs.get(runId));
  await clock.run(
    () => failed !== undefined || isEnded(run()?.status ?? 'queued') || (runId !== undefined && clock.isIdle()),
    LIMIT_MS,
  );
  const row = run();
  if (failed !== undefined || !row) throw failed ?? new Error('The run did not begin.');
  return {
    runId: row.runId,
    status: row.status,
    events: await storage.journal.readEvents(row.runId),
    exception: exceptions.find((one) => one.runId === row.runId),
    response,
    published,
    valueOf: (payload) =>
      'value' in payload ? payload.value : (JSON.parse(payloads.get(payload.ref) ?? 'null') as Json),
    missed,
    tookMs: clock.now() - atMs,
  };
}

/** False when it was for a step that did not ask. */
async function arrive({ storage }: Simulation, runId: string, arrival: TestArrival): Promise<boolean> {
  if ('event' in arrival) {
    const { topic, key, id = 'arrival', payload } = arrival.event;
    await storage.topics.publish({ topic, key, eventId: id, payload });
    return true;
  }
  if ('callback' in arrival) {
    const { node, payload } = arrival.callback;
    const key = callbackKey(runId, { node, item: '' });
    await storage.topics.publish({ topic: CALLBACK_TOPIC, key, eventId: 'answer', payload });
    return true;
  }
  const { node, decision, by = 'test', comment = '' } = arrival.answer;
  const asked = storage.tables.approvals.find((one) => one.node === node && one.status === 'open');
  return (
    asked !== undefined && (await storage.mailbox.decide({ approvalId: asked.id, decision, by, comment })) !== undefined
  );
}
