import { FTP_SERVER_KEYS, KAFKA_CREDENTIALS, kafkaSimulator } from '@lockstep/nodes/simulators';
import { StepError } from '@lockstep/schema/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createBrokers, type IncomingMessage, type Verdict } from '../index.ts';

let sim: Awaited<ReturnType<typeof kafkaSimulator>>;
beforeAll(async () => {
  sim = await kafkaSimulator();
});
afterAll(() => sim?.close());
const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
afterEach(() => faults({}));

interface State {
  readonly topics: Record<string, { leader: number; records: { key: string; value: string; headers: object }[] }[]>;
  readonly groups: Record<string, { state: string; generation: number; members: string[]; offsets: object }>;
  readonly answersLost: number;
}
const state = async () => (await (await fetch(sim.stateUrl)).json()) as State;
const tell = (path: string, body: object = {}) =>
  fetch(new URL(path, sim.stateUrl), { method: 'POST', body: JSON.stringify(body) });

let topics = 0;
async function topic(partitions = 3): Promise<string> {
  topics += 1;
  await tell('/_sim/topics', { name: `t${topics}`, partitions });
  return `t${topics}`;
}
const recordsOf = async (name: string) => ((await state()).topics[name] ?? []).flatMap(({ records }) => records);

const connection = (settings: object = {}) => {
  return { id: 'bus', system: 'kafka', baseUrl: sim.baseUrl, settings: { ...KAFKA_CREDENTIALS, ...settings } };
};
const message = (change: object = {}) => ({
  to: 'orders',
  key: '#1',
  id: 'run-1:step:0',
  headers: { kind: 'order' },
  contentType: 'application/json',
  body: '{"number":"#1"}',
  ...change,
});
function brokersFor(addressOf = async (host: string) => host) {
  const brokers = createBrokers({ addressOf, connectMs: 3_000 });
  onTestFinished(() => brokers.close());
  return brokers;
}
const failureOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    (value) => new Error(`it gave ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof StepError) return error.failure;
  throw error;
};
const bodyOf = ({ body }: IncomingMessage) => Buffer.from(body ?? []).toString();
const until = (what: () => boolean | Promise<boolean>) =>
  expect.poll(what, { interval: 20, timeout: 15_000 }).toBe(true);

describe('a message that is sent', () => {
  it('lies in the log with its key, its id and its headers', async () => {
    const to = await topic();
    const brokers = brokersFor();
    await brokers.send(connection(), message({ to }));
    await brokers.send(connection(), message({ to, id: 'two', body: 'Größe', contentType: 'text/plain' }));
    const headers = { kind: 'order', 'content-type': 'application/json', 'message-id': 'run-1:step:0' };
    expect(await recordsOf(to)).toMatchObject([
      { key: '#1', value: '{"number":"#1"}', headers },
      { key: '#1', value: 'Größe', headers: { ...headers, 'content-type': 'text/plain', 'message-id': 'two' } },
    ]);
  });

  it('is there once when the answer to it was lost, and when the leader changed under it', async () => {
    const to = await topic(1);
    const brokers = brokersFor();
    await faults({ commitThenDrop: 0.4 });
    const ids = Array.from({ length: 12 }, (_, at) => `m-${at}`);
    for (const [at, id] of ids.entries()) {
      if (at % 4 === 3) await tell('/_sim/move', { topic: to });
      await brokers.send(connection(), message({ to, id }));
    }
    const found = (await recordsOf(to)).map(({ headers }) => (headers as { 'message-id': string })['message-id']);
    expect((await state()).answersLost).toBeGreaterThan(0);
    expect(found).toEqual(ids);
  });

  it('that nobody confirms has an unknown outcome, and one that is refused has none', async () => {
    const to = await topic(1);
    const brokers = brokersFor();
    await faults({ commitThenDrop: 1 });
    expect(await failureOf(brokers.send(connection(), message({ to })))).toMatchObject({
      kind: 'transient',
      code: 'connection-lost',
      outcomeUnknown: true,
    });
    await faults({ replicasMissing: 1 });
    const refused = await failureOf(brokers.send(connection(), message({ to })));
    expect(refused).toMatchObject({ kind: 'transient', code: 'broker-busy' });
    expect(refused.outcomeUnknown).toBeUndefined();
    await faults({ losesLead: 1 });
    expect(await failureOf(brokers.send(connection(), message({ to })))).toMatchObject({ code: 'broker-busy' });
    await faults({});
    expect((await recordsOf(to)).length).toBe(1);
    expect(await failureOf(brokers.send(connection(), message({ to: 'nowhere' })))).toMatchObject({
      kind: 'refused',
      code: 'no-receiver',
    });
  });
});

describe('signing in', () => {
  it('takes the password, and says when it is wrong or nobody is there', async () => {
    await brokersFor().signIn(connection());
    expect(await failureOf(brokersFor().signIn(connection({ password: 'wrong' })))).toMatchObject({
      kind: 'refused',
      code: 'broker-auth',
    });
    const asleep = { ...connection(), baseUrl: 'kafka://127.0.0.1:9' };
    expect(await failureOf(brokersFor().signIn(asleep))).toMatchObject({ kind: 'transient', code: 'connect-failed' });
    expect(await failureOf(brokersFor().signIn(connection({ mechanism: 'KERBEROS' })))).toMatchObject({ kind: 'flow' });
  });

  it('and everything after it reach no address that is not allowed, whatever the cluster names', async () => {
    const to = await topic();
    const addressOf = async (host: string) => {
      if (host === '127.0.0.1') return host;
      throw Object.assign(new Error(`Calls to ${host} are not allowed from here.`), { code: 'EGRESS_BLOCKED' });
    };
    await faults({ advertisedHost: '10.0.0.7' });
    const brokers = brokersFor(addressOf);
    expect(await failureOf(brokers.send(connection(), message({ to })))).toMatchObject({ code: 'egress-blocked' });
    const session = await brokers.open(connection());
    const read = session.read({ from: to, group: 'blocked', window: 10 }, async () => 'kept');
    expect(await failureOf(read)).toMatchObject({ code: 'egress-blocked' });
    await session.close();
  });
});

it('by TLS a cluster is known by its names, which are looked up under the policy', async () => {
  const { key, certificate } = FTP_SERVER_KEYS;
  const secret = await kafkaSimulator({ tls: { key, cert: certificate } });
  onTestFinished(() => secret.close());
  await fetch(secret.faultsUrl, { method: 'PUT', body: '{"advertisedHost":"files.estate.example"}' });
  const looked: string[] = [];
  const addressOf = async (host: string) => {
    looked.push(host);
    return host === 'files.estate.example' ? '127.0.0.1' : host;
  };
  const baseUrl = secret.baseUrl.replace('127.0.0.1', 'files.estate.example');
  const trusting = { ...connection({ ca: certificate }), baseUrl };
  const brokers = brokersFor(addressOf);
  await brokers.send(trusting, message());
  const session = await brokers.open(trusting);
  const taken: IncomingMessage[] = [];
  await session.read({ from: 'orders', group: 'g', window: 10 }, async (one) => {
    taken.push(one);
    return 'kept';
  });
  await until(() => taken.length === 1);
  await session.close();
  expect(new Set(looked)).toEqual(new Set(['files.estate.example']));
  const stranger = brokersFor(addressOf).signIn({ ...connection(), baseUrl });
  expect(await failureOf(stranger)).toMatchObject({ kind: 'transient', code: 'connect-failed' });
});

describe('messages that are read', () => {
  it('are committed when they are taken, and come again until then, those of one key in their order', async () => {
    const from = await topic(2);
    const brokers = brokersFor();
    for (const n of [1, 2, 3, 4]) await brokers.send(connection(), message({ to: from, id: `m-${n}`, body: `${n}` }));
    const taken: string[] = [];
    const verdicts: Verdict[] = ['again'];
    const session = await brokers.open(connection());
    const reader = await session.read({ from, group: 'g-order', window: 2 }, async (one) => {
      taken.push(bodyOf(one));
      return verdicts.shift() ?? 'kept';
    });
    await until(() => taken.length === 5);
    expect(taken).toEqual(['1', '1', '2', '3', '4']);
    await until(async () => Object.values((await state()).groups['g-order']?.offsets ?? {}).includes('4'));
    await reader.stop();
    await session.close();

    const other = await brokers.open(connection());
    await brokers.send(connection(), message({ to: from, id: 'm-5', body: '5' }));
    const next = await other.read({ from, group: 'g-order', window: 10 }, async (one) => {
      taken.push(bodyOf(one));
      return 'kept';
    });
    await until(() => taken.includes('5'));
    expect(taken).toHaveLength(6);
    await next.stop();
    await other.close();
  });

  it('keep their place while one is not taken', async () => {
    const from = await topic(1);
    const brokers = brokersFor();
    for (const n of [1, 2, 3]) await brokers.send(connection(), message({ to: from, id: `m-${n}`, key: `k${n}` }));
    const session = await brokers.open(connection());
    const ids: (string | undefined)[] = [];
    const reader = await session.read({ from, group: 'g-stuck', window: 10 }, async ({ id }) => {
      ids.push(id);
      return id === 'm-1' ? 'again' : 'kept';
    });
    await until(() => ids.includes('m-3'));
    // Also when partitions are given out anew under it.
    await tell('/_sim/rebalance');
    await until(() => ids.filter((id) => id === 'm-3').length === 2);
    await reader.stop();
    expect((await state()).groups['g-stuck']?.offsets).toEqual({});
    await session.close();
  });

  it('are shared by two processes, and none is lost when partitions, leaders and coordinators move', async () => {
    const from = await topic(4);
    const brokers = brokersFor();
    const taken = new Map<string, number>();
    const take = async ({ id = '' }: IncomingMessage): Promise<Verdict> => {
      taken.set(id, (taken.get(id) ?? 0) + 1);
      return 'kept';
    };
    const source = { from, group: 'g-shared', window: 10 };
    const first = await brokers.open(connection());
    await first.read(source, take);
    const send = async (round: number) => {
      for (let n = 0; n < 8; n++) {
        await brokers.send(connection(), message({ to: from, id: `${round}-${n}`, key: `k${n}` }));
      }
    };
    await send(1);
    await until(() => taken.size === 8);
    const second = await brokersFor().open(connection());
    await second.read(source, take);
    await until(async () => {
      const group = (await state()).groups['g-shared'];
      return group?.state === 'stable' && group.members.length === 2;
    });
    await send(2);
    await until(() => taken.size === 16);
    await tell('/_sim/rebalance');
    await send(3);
    await until(() => taken.size === 24);
    await first.close();
    await send(4);
    await until(() => taken.size === 32);
    await second.close();
    expect([...taken.values()].filter((times) => times > 3)).toEqual([]);
  });

  it('begin with those of now on where that is wanted, and leave out none that comes while nobody reads', async () => {
    const from = await topic(2);
    const brokers = brokersFor();
    const taken: string[] = [];
    const reading = async () => {
      const session = await brokers.open(connection());
      await session.read({ from, group: 'g-latest', window: 10, beginning: 'latest' }, async ({ id = '' }) => {
        taken.push(id);
        return 'kept';
      });
      return session;
    };
    await brokers.send(connection(), message({ to: from, id: 'before' }));
    await (await reading()).close();
    await brokers.send(connection(), message({ to: from, id: 'meanwhile' }));
    const session = await reading();
    await until(() => taken.length === 1);
    expect(taken).toEqual(['meanwhile']);
    await session.close();
  });

  it('end the session when the cluster changes under it, and go on in the next', async () => {
    const from = await topic(2);
    const brokers = brokersFor();
    const taken = new Set<string>();
    const take = async ({ id = '' }: IncomingMessage): Promise<Verdict> => {
      taken.add(id);
      return 'kept';
    };
    const open = async () => {
      const session = await brokers.open(connection());
      await session.read({ from, group: 'g-moved', window: 10 }, take);
      return session;
    };
    let session = await open();
    await brokers.send(connection(), message({ to: from, id: 'a' }));
    await until(() => taken.has('a'));
    await tell('/_sim/move', { topic: from });
    await tell('/_sim/move', { coordinators: true });
    await brokers.send(connection(), message({ to: from, id: 'b' }));
    const ended = session.ended.then(async () => {
      await session.close();
      session = await open();
    });
    await Promise.race([ended, until(() => taken.has('b'))]);
    await until(() => taken.has('b'));
    await session.close();
  });

  it('of a topic that is not there are said to be nowhere', async () => {
    const session = await brokersFor().open(connection());
    const read = session.read({ from: 'nowhere', group: 'g', window: 10 }, async () => 'kept');
    expect(await failureOf(read)).toMatchObject({ kind: 'refused', code: 'no-receiver' });
    await session.close();
  });
});
