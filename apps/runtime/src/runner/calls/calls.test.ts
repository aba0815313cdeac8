import { findContract } from '@lockstep/schema/contracts';
import type { Json } from '@lockstep/schema/run';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Calls } from './calls.ts';
import { callWorld, effect, flowOf, node, refusal } from './testing.ts';

let world: Awaited<ReturnType<typeof callWorld>>;
beforeEach(async () => {
  world = await callWorld();
});
afterEach(() => world.drop());

const call = (params: Readonly<Record<string, Json>> = {}) => node('call', 'call-flow', { flow: 'stock', ...params });
/** Calls "stock" and then sends. */
const caller = (...more: Parameters<typeof call>) =>
  flowOf('orders', [node('in', 'manual'), call(...more), effect('send')]);
const stock = (contracts: Readonly<Record<string, Json>> = {}) =>
  flowOf('stock', [node('in', 'callable', contracts), effect('hold'), node('give', 'return', { value: { held: 2 } })]);
/** One that waits for an event of the key `go`. */
const slow = () => {
  const wait = node('wait', 'wait-for-event', { topic: 'go', key: 'go', timeoutMs: 3_600_000 });
  const flow = flowOf('stock', [node('in', 'callable'), wait, node('give', 'return', { value: 'late' })]);
  return { ...flow, edges: flow.edges.map((edge) => (edge.from === 'wait' ? { ...edge, port: 'received' } : edge)) };
};
const go = () => world.store.topics.publish({ topic: 'go', key: 'go', eventId: 'e', payload: 1 });

async function typesOf(runId: string) {
  return (await world.eventsOf(runId)).map((event) =>
    'node' in event && event.type !== 'run.started' ? `${event.type} ${event.node}` : event.type,
  );
}
async function failureOf(runId: string, id = 'call') {
  const failed = (await world.eventsOf(runId)).findLast((event) => event.type === 'step.failed' && event.node === id);
  return failed?.type === 'step.failed' ? failed.failure : undefined;
}
async function outputOf(runId: string, id = 'call') {
  const gave = (await world.eventsOf(runId)).find(
    (event) => (event.type === 'step.released' || event.type === 'step.succeeded') && event.node === id,
  );
  return gave && 'output' in gave && 'value' in gave.output ? gave.output.value : undefined;
}

describe('a call', () => {
  it('is one step of the caller and a run of its own, and goes on with what that run returned', async () => {
    await world.publish(stock());
    await world.publish(caller());
    const host = await world.process();
    const runId = await world.start(host, 'orders', { sku: 'mug' });
    expect(await world.untilEnded(runId)).toBe('done');
    expect(await typesOf(runId)).toEqual([
      'run.started',
      'step.parked call',
      'step.released call',
      'step.succeeded send',
    ]);
    expect(await outputOf(runId)).toEqual({ held: 2 });
    const called = await world.runsOf('stock');
    expect(called).toMatchObject([
      { status: 'done', version: 1, test: false, business_key: '1001', trigger: { kind: 'call' } },
    ]);
    expect(called[0]?.trigger.call).toEqual({ runId, flowId: 'orders', node: 'call', depth: 1 });
    const [started] = await world.eventsOf(called[0]?.id ?? '');
    expect(started).toMatchObject({ output: { value: { sku: 'mug' } } });
  });

  it('costs no memory while the called run waits, and hears of its end from another process', async () => {
    await world.publish(slow());
    await world.publish(caller());
    const one = await world.process();
    const runId = await world.start(one, 'orders');
    await world.untilParked(runId);
    await expect.poll(() => one.inFlight()).toBe(0);
    const two = await world.process({ on: await world.store.another() });
    await one.close();
    await go();
    expect(await world.untilEnded(runId)).toBe('done');
    expect(await outputOf(runId)).toBe('late');
    await two.close();
  });

  it('only starts the run when it is not to wait for it', async () => {
    await world.publish(slow());
    await world.publish(caller({ mode: 'start' }));
    const host = await world.process();
    const runId = await world.start(host, 'orders');
    expect(await world.untilEnded(runId)).toBe('done');
    const [called] = await world.runsOf('stock');
    expect(await outputOf(runId)).toEqual({ runId: called?.id, flowId: 'stock', version: 1 });
    expect(called?.status).not.toBe('done');
  });

  it('gives null when no return step ran, and a large value whole', async () => {
    const large = 'x'.repeat(400_000);
    await world.publish(flowOf('stock', [node('in', 'callable'), node('give', 'return', { value: large })]));
    await world.publish(flowOf('nothing', [node('in', 'callable'), effect('hold')]));
    await world.publish(caller());
    await world.publish({ ...caller({ flow: 'nothing' }), id: 'others' });
    const host = await world.process();
    const [runId, other] = [await world.start(host, 'orders'), await world.start(host, 'others')];
    expect(await world.untilEnded(runId)).toBe('done');
    const released = (await world.eventsOf(runId)).find(({ type }) => type === 'step.released');
    const ref = released?.type === 'step.released' && 'ref' in released.output ? released.output.ref : '';
    expect(JSON.parse(await world.store.journal.loadPayload(ref))).toBe(large);
    expect(await world.untilEnded(other)).toBe('done');
    expect(await outputOf(other)).toBeNull();
  });

  it('of a test run begins a test run', async () => {
    await world.publish(stock());
    await world.publish(caller());
    const runId = await world.start(await world.process(), 'orders', 'm', { test: true });
    expect(await world.untilEnded(runId)).toBe('done');
    expect(await world.runsOf('stock')).toMatchObject([{ test: true }]);
  });
});

describe('the version of a call', () => {
  it('is the newest that fits at the call, and stays for its further attempts', async () => {
    await world.publish(stock());
    await world.publish(caller({ versions: '<3' }));
    await world.publish(stock({ input: 'order' })); // version 2: a second start of the same call would break its contract
    const host = await world.process();
    const order = findContract('order')?.example as Json;
    const runId = await world.start(host, 'orders', order);
    expect(await world.untilEnded(runId)).toBe('done');
    await world.publish(stock({ output: 'order' }));
    const next = await world.start(host, 'orders', order);
    expect(await world.untilEnded(next)).toBe('done');
    expect(await world.runsOf('stock')).toMatchObject([{ version: 2 }, { version: 2 }]);
  });

  it('can be chosen when the caller is published', async () => {
    await world.publish(stock());
    await world.publish(caller({ resolve: 'publish' }));
    await world.publish(stock({ output: 'order' }));
    const runId = await world.start(await world.process(), 'orders');
    expect(await world.untilEnded(runId)).toBe('done');
    expect(await world.runsOf('stock')).toMatchObject([{ version: 1 }]);
  });

  it.each([
    [{ flow: 'absent' }, 'callee-unknown', 'There is no flow "absent".'],
    [{ versions: '7' }, 'callee-version-unknown', 'The flow "stock" has no version that fits "7".'],
    [{ flow: 'orders' }, 'callee-not-callable', 'Version 1 of "orders" has no start that other flows can call.'],
  ])('that is not there fails the step: %j', async (params, code, message) => {
    await world.publish(stock());
    await world.publish(caller(params));
    const runId = await world.start(await world.process(), 'orders');
    expect(await world.untilEnded(runId)).toBe('exception');
    expect(await failureOf(runId)).toMatchObject({ kind: 'flow', code, message });
  });

  it('is refused from a certain depth on: flows that call each other in a circle end', async () => {
    const again = node('again', 'call-flow', { flow: 'stock' });
    await world.publish(flowOf('stock', [node('in', 'callable'), again]));
    await world.publish(caller());
    const runId = await world.start(await world.process({ maxDepth: 3 }), 'orders');
    expect(await world.untilEnded(runId)).toBe('exception');
    const called = await world.runsOf('stock');
    expect(called.map(({ trigger }) => trigger.call?.depth)).toEqual([1, 2, 3]);
    expect(await failureOf(called.at(-1)?.id ?? '', 'again')).toMatchObject({ kind: 'flow', code: 'call-too-deep' });
  });
});

describe('contracts of a callable flow', () => {
  it('are checked before the run is created', async () => {
    await world.publish(stock({ input: 'order' }));
    await world.publish(caller());
    const runId = await world.start(await world.process(), 'orders', { not: 'an order' });
    expect(await world.untilEnded(runId)).toBe('exception');
    expect(await failureOf(runId)).toMatchObject({ kind: 'item', category: 'validation', code: 'contract-broken' });
    expect(await world.runsOf('stock')).toEqual([]);
  });

  it('and when the value comes back', async () => {
    await world.publish(stock({ output: 'order' }));
    await world.publish(caller());
    const runId = await world.start(await world.process(), 'orders');
    expect(await world.untilEnded(runId)).toBe('exception');
    const [called] = await world.runsOf('stock');
    expect(called?.status).toBe('done');
    expect(await failureOf(runId)).toMatchObject({
      kind: 'item',
      code: 'contract-broken',
      message: expect.stringContaining('What "stock" returned does not keep the contract order: '),
      details: { runId: called?.id, version: 1 },
    });
  });
});

describe('a called run that fails', () => {
  it('fails the step for the same reason, with the way to it, and once only', async () => {
    world.answers.set('hold', refusal);
    await world.publish(stock());
    await world.publish(caller());
    const runId = await world.start(await world.process(), 'orders');
    expect(await world.untilEnded(runId)).toBe('exception');
    const [called] = await world.runsOf('stock');
    const there = await failureOf(called?.id ?? '', 'hold');
    expect(await failureOf(runId)).toEqual({
      kind: 'refused',
      category: there?.category,
      code: there?.code,
      message: `"stock" failed at "hold": ${there?.message}`,
      details: { runId: called?.id, flowId: 'stock', version: 1, node: 'hold' },
    });
    expect(await typesOf(runId)).toEqual(['run.started', 'step.parked call', 'step.failed call']);
  });

  it('leads out of the error port where one is drawn, and is not retried when it was passing there', async () => {
    world.answers.set('hold', () => ({ status: 503, text: '' }));
    const flow = stock();
    const impatient = { maxAttempts: 1, baseMs: 10, capMs: 10, jitter: 0 };
    await world.publish({
      ...flow,
      nodes: flow.nodes.map((each) =>
        each.id === 'hold' ? { ...each, policy: { ...each.policy, retry: impatient } } : each,
      ),
    });
    await world.publish(flowOf('orders', [node('in', 'manual'), call(), effect('sorry')], ['call.error > sorry']));
    const runId = await world.start(await world.process(), 'orders');
    expect(await world.untilEnded(runId)).toBe('done');
    expect(world.keysAt('sorry')).toEqual([`${runId}:sorry:0`]);
    expect(await failureOf(runId)).toMatchObject({ kind: 'refused', code: 'http-503' });
  });

  it('goes on when its caller is tried again: no second run, no second effect', async () => {
    world.answers.set('second', refusal);
    const flow = flowOf('stock', [node('in', 'callable'), effect('first'), effect('second'), node('give', 'return')]);
    await world.publish(flow);
    await world.publish(caller());
    const host = await world.process();
    const runId = await world.start(host, 'orders');
    expect(await world.untilEnded(runId)).toBe('exception');
    const [called] = await world.runsOf('stock');
    const exceptions = () =>
      world.store.sql<
        { runId: string; status: string }[]
      >`select run_id as "runId", status from exceptions order by id`;
    expect(await exceptions(), 'one piece of work, that of the caller').toEqual([
      { runId: called?.id, status: 'discarded' },
      { runId, status: 'open' },
    ]);
    expect(await host.retry({ runId }, 'ann')).toMatchObject({ runId });
    await world.untilStatus(runId, 'exception');
    world.answers.delete('second');
    await host.retry({ runId }, 'ann');
    expect(await world.untilEnded(runId)).toBe('done');
    expect(await world.runsOf('stock')).toMatchObject([{ id: called?.id, status: 'done' }]);
    expect(world.keysAt('first')).toEqual([`${called?.id}:first:0`]);
    expect(new Set(world.keysAt('second'))).toEqual(new Set([`${called?.id}:second:0`]));
    const [open] = await world.store.sql<
      { n: number }[]
    >`select count(*)::int as n from exceptions where status in ('open', 'retrying')`;
    expect(open?.n).toBe(0);
  });

  it('that a person mended meanwhile gives its result to the next attempt, without a further try', async () => {
    world.answers.set('hold', refusal);
    await world.publish(stock());
    await world.publish(caller());
    const host = await world.process();
    const runId = await world.start(host, 'orders');
    expect(await world.untilEnded(runId)).toBe('exception');
    const [called] = await world.runsOf('stock');
    world.answers.delete('hold');
    await host.retry({ runId: called?.id ?? '' }, 'ann');
    await world.untilStatus(called?.id ?? '', 'done');
    await host.retry({ runId }, 'ann');
    expect(await world.untilEnded(runId)).toBe('done');
    expect(world.keysAt('hold')).toHaveLength(2);
  });

  it('is repeated, with new keys for what it took back, when it undid its work', async () => {
    world.answers.set('second', refusal);
    const nodes = [node('in', 'callable'), effect('kept'), effect('hold'), effect('second'), effect('free')];
    await world.publish(flowOf('stock', nodes, ['hold.undo > free']));
    await world.publish(caller());
    const host = await world.process();
    const runId = await world.start(host, 'orders');
    expect(await world.untilEnded(runId)).toBe('exception');
    const [first] = await world.runsOf('stock');
    expect(world.keysAt('free')).toHaveLength(1);
    world.answers.delete('second');
    await host.retry({ runId }, 'ann');
    expect(await world.untilEnded(runId)).toBe('done');
    const [, again, ...others] = await world.runsOf('stock');
    expect([again?.status, others]).toEqual(['done', []]);
    expect(world.keysAt('hold')).toEqual([`${first?.id}:hold:0`, `${again?.id}:hold:0`]);
    expect(world.keysAt('kept'), 'what still stands is not done again').toEqual([`${first?.id}:kept:0`]);
  });
});

describe('a caller that gives up', () => {
  it('cancels the run it waits for, which takes back its own work', async () => {
    const base = slow();
    await world.publish({
      ...base,
      nodes: [...base.nodes, effect('hold'), effect('free')],
      edges: [
        { from: 'in', port: 'out', to: 'hold' },
        { from: 'hold', port: 'out', to: 'wait' },
        { from: 'wait', port: 'received', to: 'give' },
        { from: 'hold', port: 'undo', to: 'free' },
      ],
    });
    await world.publish(caller());
    const host = await world.process();
    const runId = await world.start(host, 'orders');
    await world.untilParked(runId);
    await host.cancel(runId, 'ann');
    expect(await world.untilEnded(runId)).toBe('cancelled');
    const [called] = await world.runsOf('stock');
    expect(await world.untilEnded(called?.id ?? '')).toBe('cancelled');
    expect(world.keysAt('free')).toEqual([`${called?.id}:free:0`]);
  });

  it('because another branch failed, and is tried again: the called run is repeated from where it stopped', async () => {
    const base = slow();
    await world.publish({
      ...base,
      nodes: [...base.nodes, effect('hold')],
      edges: [
        { from: 'in', port: 'out', to: 'hold' },
        { from: 'hold', port: 'out', to: 'wait' },
        { from: 'wait', port: 'received', to: 'give' },
      ],
    });
    world.answers.set('other', refusal);
    const flow = flowOf('orders', [node('in', 'manual'), call(), effect('send'), effect('other')], ['in.out > other']);
    await world.publish(flow);
    const host = await world.process();
    const runId = await world.start(host, 'orders');
    expect(await world.untilEnded(runId)).toBe('exception');
    const [first] = await world.runsOf('stock');
    expect(await world.untilEnded(first?.id ?? '')).toBe('cancelled');
    world.answers.delete('other');
    await host.retry({ runId }, 'ann');
    await world.untilParked(runId);
    await go();
    expect(await world.untilEnded(runId)).toBe('done');
    const called = await world.runsOf('stock');
    expect(called.map(({ status }) => status)).toEqual(['cancelled', 'done']);
    expect(await outputOf(runId)).toBe('late');
    expect(new Set(world.keysAt('hold'))).toEqual(new Set([`${first?.id}:hold:0`]));
  });
});

describe('undoing with calls', () => {
  it('a call is undone by its undo step, which may be a call itself', async () => {
    await world.publish(stock());
    await world.publish(flowOf('release', [node('in', 'callable'), effect('free')]));
    world.answers.set('send', refusal);
    const nodes = [node('in', 'manual'), call(), effect('send'), node('back', 'call-flow', { flow: 'release' })];
    await world.publish(flowOf('orders', nodes, ['call.undo > back']));
    const runId = await world.start(await world.process(), 'orders');
    expect(await world.untilEnded(runId)).toBe('exception');
    expect(await world.runsOf('release')).toMatchObject([{ status: 'done' }]);
    const [released] = await world.runsOf('release');
    expect((await world.eventsOf(released?.id ?? ''))[0]).toMatchObject({ output: { value: { held: 2 } } });
  });
});

describe('a replay of the caller', () => {
  it('takes what the called run gave, without calling again', async () => {
    await world.publish(stock());
    await world.publish(caller());
    world.answers.set('send', refusal);
    const host = await world.process();
    const runId = await world.start(host, 'orders');
    expect(await world.untilEnded(runId)).toBe('exception');
    world.answers.delete('send');
    const replayed = await host.replay({ runId, by: 'ann' });
    if (typeof replayed === 'string') throw new Error(replayed);
    expect(await world.untilEnded(replayed.runId)).toBe('done');
    expect((await world.eventsOf(replayed.runId))[0]).toMatchObject({
      kept: [{ node: 'call', output: { value: { held: 2 } }, runId }],
    });
    expect(await world.runsOf('stock')).toHaveLength(1);
  });

  it('with a mended message has the failed called run done again with that message', async () => {
    world.answers.set('hold', refusal);
    await world.publish(stock());
    await world.publish(caller());
    const host = await world.process();
    const runId = await world.start(host, 'orders', 'wrong');
    expect(await world.untilEnded(runId)).toBe('exception');
    world.answers.delete('hold');
    const replayed = await host.replay({ runId, by: 'ann', message: 'right' });
    if (typeof replayed === 'string') throw new Error(replayed);
    expect(await world.untilEnded(replayed.runId)).toBe('done');
    const [, again] = await world.runsOf('stock');
    expect((await world.eventsOf(again?.id ?? ''))[0]).toMatchObject({ output: { value: 'right' } });
    expect(new Set(world.keysAt('hold')).size).toBe(1);
  });
});

describe('a process that dies', () => {
  const silent = (calls: Calls): Calls => ({ ...calls, look: () => undefined, lookForLeft: async () => undefined });

  it('between the creation of the called run and the wait leaves one called run', async () => {
    await world.publish(stock());
    await world.publish(caller());
    const begun = Promise.withResolvers<void>();
    const stuck = (calls: Calls): Calls => ({
      ...calls,
      async call(...args) {
        await calls.call(...args);
        begun.resolve();
        return new Promise<never>(() => undefined);
      },
    });
    // Its lease runs out, as that of a killed process does.
    const victim = await world.process({ change: stuck, heartbeatMs: 3_600_000 });
    const runId = await world.start(victim, 'orders');
    await begun.promise;
    await world.process();
    expect(await world.untilEnded(runId)).toBe('done');
    expect(await world.runsOf('stock')).toHaveLength(1);
    expect(world.keysAt('hold').length).toBeGreaterThanOrEqual(1);
    expect(new Set(world.keysAt('hold')).size).toBe(1);
  });

  it('between the end of the called run and the letter is made up for by the others', async () => {
    await world.publish(slow());
    await world.publish(caller());
    const victim = await world.process({ change: silent });
    const runId = await world.start(victim, 'orders');
    await world.untilParked(runId);
    await go();
    const [called] = await world.runsOf('stock');
    await world.untilStatus(called?.id ?? '', 'done');
    await world.process();
    expect(await world.untilEnded(runId)).toBe('done');
  });

  it('between giving up and the cancel leaves no orphan', async () => {
    await world.publish(slow());
    await world.publish(caller());
    const victim = await world.process({ change: silent });
    const runId = await world.start(victim, 'orders');
    await world.untilParked(runId);
    await victim.cancel(runId, 'ann');
    await world.untilStatus(runId, 'cancelled');
    await world.process();
    const [called] = await world.runsOf('stock');
    expect(await world.untilEnded(called?.id ?? '')).toBe('cancelled');
  });
});

describe('calls of the items of a scope', () => {
  /** Calls "stock" for each item of the message. */
  const eachCalls = (params: Readonly<Record<string, Json>> = {}) => {
    const flow = flowOf('orders', [node('in', 'manual'), node('lines', 'for-each', params), effect('send')]);
    return {
      ...flow,
      nodes: [...flow.nodes, { ...call(), scope: 'lines' }],
      edges: [
        { from: 'in', port: 'out', to: 'lines' },
        { from: 'lines', port: 'each', to: 'call' },
        { from: 'lines', port: 'done', to: 'send' },
      ],
    };
  };

  it('are each a run of their own, and each goes on with what its own run returned', async () => {
    const give = node('give', 'return');
    await world.publish(flowOf('stock', [node('in', 'callable'), give]));
    await world.publish(eachCalls({ parallelism: 3 }));
    const runId = await world.start(await world.process(), 'orders', ['mug', 'cap', 'tee']);
    expect(await world.untilEnded(runId)).toBe('done');
    expect(await outputOf(runId, 'lines')).toMatchObject({ items: 3, failed: 0, results: ['mug', 'cap', 'tee'] });
    const called = await world.runsOf('stock');
    expect(called.map(({ trigger }) => trigger.call?.node).sort()).toEqual(['call@0', 'call@1', 'call@2']);
  });

  it('end with the run that gives up, whichever item waits', async () => {
    await world.publish(slow());
    await world.publish(eachCalls({ parallelism: 2 }));
    const host = await world.process();
    const runId = await world.start(host, 'orders', ['mug', 'cap']);
    await expect
      .poll(async () => (await world.runsOf('stock')).map(({ status }) => status), { timeout: 20_000 })
      .toEqual(['waiting', 'waiting']);
    await host.cancel(runId, 'Ada');
    expect(await world.untilEnded(runId)).toBe('cancelled');
    await expect
      .poll(async () => (await world.runsOf('stock')).map(({ status }) => status), { timeout: 20_000 })
      .toEqual(['cancelled', 'cancelled']);
  });
});
