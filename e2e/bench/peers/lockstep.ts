import { catalogue } from '@lockstep/nodes/catalogue';
import { createHost, type Host } from '@lockstep/runtime/host';
import { type Executor, loadFlow } from '@lockstep/runtime/steps';
import { openStore, type Sql } from '@lockstep/runtime/store';
import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { isEnded } from '@lockstep/schema/run';
import { MESSAGE } from '../kit/work.ts';

/** The real host on a real store, with an executor of the benchmark's own. */
export interface LockstepWorker {
  readonly host: Host;
  /** Its own connections to the database. */
  readonly sql: Sql;
  /** Resolves when the message is durable. @returns the run */
  accept(): Promise<string>;
  /** Resolves when the run of a new message has ended as done. */
  complete(): Promise<void>;
  /** Resolves when no run is open. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param steps ids of the effect steps, one after the other behind the trigger
 * @param perform what a step does
 */
export async function startLockstep(
  databaseUrl: string,
  { steps, perform, maxInFlight, works = true }: WorkerOptions,
): Promise<LockstepWorker> {
  const store = await openStore({ databaseUrl });
  const loaded = loadFlow({ flow: flowOf(steps), snapshotId: 'bench', version: 1 }, catalogue);
  /** Callers by the run they wait for; a run ends a commit after its accept at the earliest, so none is missed. */
  const waiting = new Map<string, { resolve(): void; reject(error: Error): void }>();
  const host = await createHost({
    store,
    executor: {
      execute: async ({ node }) => ({ ok: true, port: 'out', output: await perform(node) }),
      // The flow has no scopes, so nothing is judged.
      judge: async () => ({ ok: true, stop: false }),
    },
    loadSnapshot: async () => loaded,
    works,
    ...(maxInFlight !== undefined && { maxInFlight }),
    onRunChanged({ runId, status }) {
      if (!isEnded(status)) return;
      if (status === 'done') waiting.get(runId)?.resolve();
      else waiting.get(runId)?.reject(new Error(`A run of the benchmark ended as ${status}.`));
      waiting.delete(runId);
    },
  });
  let deliveries = 0;
  async function accept(): Promise<string> {
    deliveries += 1;
    const trigger = { kind: 'webhook', receivedAt: Date.now(), method: 'POST', path: '/hooks/bench' } as const;
    const dedupeKey = `delivery-${process.pid}-${deliveries}`;
    const message = { flowId: 'bench', version: 1, snapshotId: 'bench', node: 'received', message: MESSAGE, trigger };
    return (await host.start({ ...message, dedupeKey })).runId;
  }
  return {
    host,
    sql: store.sql,
    accept,
    async complete() {
      const runId = await accept();
      await new Promise<void>((resolve, reject) => waiting.set(runId, { resolve, reject }));
    },
    async idle() {
      while (host.inFlight() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    async close() {
      await host.close();
      await store.close();
    },
  };
}

type StepResult = Awaited<ReturnType<Executor['execute']>>;
type Output = Extract<StepResult, { readonly output: unknown }>['output'];

export interface WorkerOptions {
  readonly steps: readonly string[];
  readonly perform: (step: string) => Promise<Output>;
  readonly maxInFlight?: number;
  /** False: accepts only, and leaves every run to other processes. */
  readonly works?: boolean;
}

function flowOf(steps: readonly string[]): Flow {
  const common = { version: 1, policy: {} } as const;
  const effects = steps.map((id) => {
    const params = { method: 'POST', url: 'http://127.0.0.1/' };
    return { ...common, id, type: 'http-request', name: id, params };
  });
  const nodes = [
    { ...common, id: 'received', type: 'webhook', name: 'Received', params: { path: 'bench' } },
    ...effects,
  ];
  const edges = nodes.slice(1).map(({ id }, index) => ({ from: nodes[index]?.id ?? '', port: 'out', to: id }));
  const layout = { nodes: {}, notes: [] };
  return { format: FLOW_FORMAT, id: 'bench', name: 'Bench', nodes, edges, layout, settings: {}, tests: [] };
}
