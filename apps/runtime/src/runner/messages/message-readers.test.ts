import { catalogue } from '@lockstep/nodes/catalogue';
import { documentHash, type Flow } from '@lockstep/schema/graph';
import type { ResolvedConnection } from '@lockstep/schema/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BrokerSession, IncomingMessage, Verdict } from '../../brokers/index.ts';
import { createFlow, deleteFlow, publishVersion } from '../../store/flows.ts';
import { pauseFlow, resumeFlow } from '../../store/pauses.ts';
import { createTestStore, type TestStore } from '../../store/testing.ts';
import { createHost, type Host, OverloadedError } from '../host/index.ts';
import { scriptedExecutor, testFlow } from '../host/testing.ts';
import { startMessageReaders } from './message-readers.ts';

const loaded = testFlow(['hook > a:pure']);
const trigger = {
  type: 'nats.on-message',
  params: { connection: 'bus', stream: 'ORDERS', businessKey: 'input.body.number' },
};
const flow: Flow = {
  ...loaded.flow,
  nodes: loaded.flow.nodes.map((node) => (node.id === 'hook' ? { ...node, ...trigger } : node)),
};

let store: TestStore;
let host: Host;
let closers: (() => Promise<unknown>)[];
let published: number;

beforeEach(async () => {
  store = await createTestStore();
  host = await createHost({ store, executor: scriptedExecutor(), loadSnapshot: async () => loaded });
  closers = [];
  published = 0;
  await createFlow(store.db, { flow, hash: 'h' });
});
afterEach(async () => {
  await Promise.all(closers.map((close) => close()));
  await host.close();
  await store.drop();
});

async function publish(): Promise<void> {
  const nothing = { hooks: [], calls: [], consumers: [], schedules: [] };
  const publication = { flow, snapshotId: documentHash(flow), hash: 'h', basedOn: published, note: '', by: 'ann' };
  expect((await publishVersion(store.db, { ...publication, ...nothing })).type).toBe('published');
  published += 1;
}

/** A broker in this process: who reads what, and a way to give a message to the newest reader. */
function fakeBroker() {
  const reading: { from: string; group: string; take(message: IncomingMessage): Promise<Verdict>; cut(): void }[] = [];
  let refusals = 0;
  const open = async (_connection: ResolvedConnection): Promise<BrokerSession> => {
    if (refusals > 0) {
      refusals -= 1;
      throw new Error('It is away.');
    }
    const ended = Promise.withResolvers<unknown>();
    let own: (typeof reading)[number] | undefined;
    const end = () => {
      if (own && reading.includes(own)) reading.splice(reading.indexOf(own), 1);
      ended.resolve(undefined);
    };
    return {
      ended: ended.promise,
      send: async () => undefined,
      read: async ({ from, group }, take) => {
        own = { from, group, take, cut: end };
        reading.push(own);
        return { stop: async () => end() };
      },
      close: async () => end(),
    };
  };
  return { reading, open, refuse: (times: number) => (refusals = times) };
}

async function world(change: { readonly start?: Host['start'] } = {}) {
  const broker = fakeBroker();
  const readers = await startMessageReaders({
    db: store.db,
    listen: store.listen,
    host: { start: change.start ?? ((run) => host.start(run)) },
    catalogue,
    brokers: broker,
    connections: async (id) => ({ id, system: 'nats', baseUrl: 'nats://bus', settings: {} }),
    loadSnapshot: async () => loaded,
    sandbox: { call: async () => ({ ok: false, error: { message: 'It has no number.', code: 'THROWN' } }) } as never,
    now: Date.now,
    log: { warn: () => undefined },
  });
  closers.push(() => readers.close());
  return broker;
}

const message = (id: string | undefined, body: string, contentType = 'application/json'): IncomingMessage => {
  return { ...(id !== undefined && { id }), from: 'orders.created', headers: {}, contentType, body: Buffer.from(body) };
};

const runsBegun = async () =>
  (
    await store.sql<{ value: { body: unknown } }[]>`
      select event->'output'->'value' as value from run_events where seq = 1 order by at`
  ).map(({ value }) => value.body);

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await what()) && Date.now() < end) await new Promise((later) => setTimeout(later, 10));
  expect(await what()).toBe(true);
}

describe('a message', () => {
  it('begins one run however often it comes, and is kept only when that is durable', async () => {
    const { reading } = await world();
    await publish();
    await until(() => reading.length === 1);
    expect(reading[0]).toMatchObject({ from: 'ORDERS', group: 'lockstep_orders_hook' });
    const twice = [message('m1', '{"number":"#1"}'), message('m1', '{"number":"#1"}')];
    expect(await Promise.all(twice.map((one) => reading[0]?.take(one)))).toEqual(['kept', 'kept']);
    expect(await runsBegun()).toEqual([{ number: '#1' }]);
    const [run] = await store.sql`select business_key from runs`;
    expect(run?.business_key).toBe('#1');
  });

  it('is text where it is no JSON, Base64 where it is no text, and counts each time without an id', async () => {
    const { reading } = await world();
    await publish();
    await until(() => reading.length === 1);
    const odd = [message(undefined, 'plain'), message(undefined, 'plain'), message('x', '1', 'text/plain')];
    for (const one of odd) await reading[0]?.take(one);
    await reading[0]?.take({ ...message('y', ''), body: new Uint8Array([0xff, 0xfe]) });
    await reading[0]?.take({ ...message('gone', ''), key: '#1', body: null });
    expect((await runsBegun()).map(String).sort()).toEqual(['//4=', '1', 'null', 'plain', 'plain']);
  });

  it('comes again when it cannot be accepted now', async () => {
    const { reading } = await world({ start: () => Promise.reject(new OverloadedError('Too much.', 1_000)) });
    await publish();
    await until(() => reading.length === 1);
    expect(await reading[0]?.take(message('m1', '{}'))).toBe('again');
  });
});

it('is read anew when the session ends or the broker is away, and never twice at a time', async () => {
  const broker = await world();
  await publish();
  await until(() => broker.reading.length === 1);
  broker.refuse(1);
  broker.reading[0]?.cut();
  expect(broker.reading.length).toBe(0);
  await until(() => broker.reading.length === 1);
  await publish();
  await until(async () => broker.reading.length === 1);
});

it('is not read while its flow is paused, and no more when it is deleted', async () => {
  const { reading } = await world();
  await publish();
  await until(() => reading.length === 1);
  await pauseFlow(store.db, { flowId: flow.id, by: 'ann', ingress: 'accept' });
  await until(() => reading.length === 0);
  await resumeFlow(store.db, flow.id);
  await until(() => reading.length === 1);
  await deleteFlow(store.db, flow.id);
  await until(() => reading.length === 0);
});
