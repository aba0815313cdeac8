import { catalogue } from '@lockstep/nodes/catalogue';
import { contentHash, documentHash, type Flow, type FlowSettings } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { flowOf, node } from '../../main/testing.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { createFlow, newestVersion, publishVersion, readSnapshot } from '../../store/flows.ts';
import type { Store } from '../../store/index.ts';
import type { PublishedConsumer } from '../../store/readers/consumers.ts';
import type { TestStore } from '../../store/testing.ts';
import { createHost, type Host } from '../host/index.ts';
import { type Script, scriptedExecutor } from '../host/testing.ts';
import { createPlaceOf } from '../lanes/place-of.ts';
import { type LoadedFlow, loadFlow } from '../steps/index.ts';
import { type Readers, startReaders } from './readers.ts';

/** A process of an installation that reads topics, as far as one can be had in a test. */
export interface ReadingProcess {
  readonly store: Store;
  readonly host: Host;
  readonly readers: Readers;
  /** Ends its connections as kill -9 does: nothing is written any more. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Parameters of a trigger that listens. */
interface TriggerParams extends Readonly<Record<string, Json>> {
  readonly topic: string;
}

/** Several processes over one database. */
export interface ReadingWorld {
  process(options?: { readonly script?: Script; readonly sandbox?: Sandbox }): Promise<ReadingProcess>;
  /** Publishes the next version of a flow with one trigger, and a step `work` behind it. */
  publish(flowId: string, trigger: string, params: TriggerParams, settings?: FlowSettings): Promise<void>;
  /** Keeps events with the ids and keys given, in order: `a:1` is the id 1 about the key a. */
  tell(topic: string, ...events: readonly string[]): Promise<void>;
  /** Every run of a flow, in the order in which it began: the message it works on. */
  messages(flowId: string): Promise<readonly Json[]>;
  close(): Promise<void>;
}

const NO_SANDBOX: Sandbox = {
  call: async () => ({ ok: false, error: { code: 'SCRIPT_ERROR', message: 'There is no sandbox here.' } }),
  close: async () => undefined,
};

export function readingWorld(store: TestStore): ReadingWorld {
  const processes: ReadingProcess[] = [];
  const loaded = new Map<string, LoadedFlow>();
  const loadSnapshot = async (snapshotId: string): Promise<LoadedFlow> => {
    const known = loaded.get(snapshotId);
    if (known) return known;
    const flow = await readSnapshot(store.db, snapshotId);
    if (!flow) throw new Error(`There is no snapshot ${snapshotId}.`);
    const ready = loadFlow({ flow, snapshotId }, catalogue);
    loaded.set(snapshotId, ready);
    return ready;
  };
  return {
    async process({ script = {}, sandbox = NO_SANDBOX } = {}) {
      const own = await store.another();
      const timing = { leaseMs: 600, heartbeatMs: 100, pollMs: 100, drainMs: 200, settleMs: 100 };
      let readers: Readers | undefined;
      const host = await createHost({
        store: own,
        executor: scriptedExecutor(script),
        loadSnapshot,
        placeOf: createPlaceOf(sandbox),
        onRunChanged: ({ flowId }) => readers?.freed(flowId),
        ...timing,
      });
      const log = { warn: () => undefined };
      readers = await startReaders({ store: own, host, sandbox, loadSnapshot, log, pollMs: 100, leaseMs: 400 });
      const made: ReadingProcess = {
        store: own,
        host,
        readers,
        kill: () => own.sql.end({ timeout: 0 }),
        async close() {
          await readers?.close();
          await host.close();
        },
      };
      processes.push(made);
      return made;
    },
    async publish(flowId, trigger, params, settings = {}) {
      const nodes = [node('on', trigger, params), node('work', 'log', { message: 'x' })];
      const flow: Flow = { ...flowOf(flowId, nodes), settings };
      const hash = contentHash(flow);
      await createFlow(store.db, { flow, hash });
      const result = await publishVersion(store.db, {
        flow,
        snapshotId: documentHash(flow),
        hash,
        basedOn: (await newestVersion(store.db, flowId))?.version ?? 0,
        note: '',
        by: 'ann',
        hooks: [],
        calls: [],
        schedules: [],
        consumers: [{ node: 'on', topic: params.topic, start: startOf(params) }],
      });
      if (result.type !== 'published') throw new Error(`The flow was not published: ${result.type}.`);
    },
    async tell(topic, ...events) {
      await store.topics.publishAll(
        events.map((text) => {
          const [key = '', eventId = ''] = text.split(':');
          return { topic, key, eventId, payload: { of: key } };
        }),
      );
    },
    async messages(flowId) {
      const rows = await store.sql<{ message: Json }[]>`
        select event->'output'->'value' as message from run_events join runs on runs.id = run_id
        where flow_id = ${flowId} and seq = 1 order by runs.id`;
      return rows.map(({ message }) => message);
    },
    async close() {
      await Promise.all(processes.map((each) => each.close()));
    },
  };
}

function startOf({ start = 'now', startAt }: TriggerParams): PublishedConsumer['start'] {
  return start === 'time' ? { at: String(startAt) } : (start as 'now' | 'beginning');
}
