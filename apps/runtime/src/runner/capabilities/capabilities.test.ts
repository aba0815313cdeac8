import { placeOfKey } from '@lockstep/schema/capabilities';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countServed } from '../../store/capabilities/offers.ts';
import { callWorld, flowOf, lostConnection, node } from '../calls/testing.ts';
import { askingFlow, bind, erpFlow, orderOf } from './testing.ts';

let world: Awaited<ReturnType<typeof callWorld>>;
beforeEach(async () => {
  world = await callWorld();
  await world.publish(erpFlow('old'));
  await world.publish(erpFlow('new'));
  await world.publish(askingFlow('orders'));
});
afterEach(() => world.drop());

/** Orders written to each ERP. */
const written = () => ({ old: world.keysAt('old').length, new: world.keysAt('new').length });
async function parkOf(runId: string, id = 'ask') {
  const event = (await world.eventsOf(runId)).find((each) => each.type === 'step.parked' && each.node === id);
  return event?.type === 'step.parked' ? event.park.on : undefined;
}
/** Waits for an event of the key `go` before it asks. */
function waitingFirst() {
  const wait = node('wait', 'wait-for-event', { topic: 'go', key: 'go', timeoutMs: 3_600_000 });
  const flow = askingFlow('late');
  const [start, ask] = flow.nodes;
  if (!start || !ask) throw new Error('no flow');
  const edges = [
    { from: 'in', port: 'out', to: 'wait' },
    { from: 'wait', port: 'received', to: 'ask' },
  ];
  return { ...flow, nodes: [start, wait, { ...ask, params: { ...ask.params, message: orderOf('#7') } }], edges };
}
const go = () => world.store.topics.publish({ topic: 'go', key: 'go', eventId: 'e', payload: 1 });

describe('a capability', () => {
  it('is served by the first flow that offered it until somebody binds another, and the choice is in the history', async () => {
    const host = await world.process();
    const runId = await world.start(host, 'orders', orderOf('#1'));
    expect(await world.untilEnded(runId)).toBe('done');
    expect(written()).toEqual({ old: 1, new: 0 });
    const chosen = { flowId: 'old', version: 1, capability: 'create-sales-order', binding: 1 };
    expect(await parkOf(runId)).toMatchObject({ kind: 'call', ...chosen });
    await bind(world.store, { flow: 'new' });
    const next = await world.start(host, 'orders', orderOf('#2'));
    expect(await world.untilEnded(next)).toBe('done');
    expect(written()).toEqual({ old: 1, new: 1 });
    expect(await parkOf(next)).toMatchObject({ flowId: 'new', binding: 2 });
    expect(await countServed(world.store.db, 'create-sales-order', Date.now() - 60_000)).toEqual([
      { flowId: expect.any(String), calls: 1 },
      { flowId: expect.any(String), calls: 1 },
    ]);
  });

  it('takes the contract of its request, whoever serves it', async () => {
    const runId = await world.start(await world.process(), 'orders', { not: 'an order' });
    expect(await world.untilEnded(runId)).toBe('exception');
    expect(written()).toEqual({ old: 0, new: 0 });
  });

  it('that nothing ever served fails the step with a remedy', async () => {
    const asking = askingFlow('returns', { capability: 'authorise-return' });
    await world.publish(asking);
    const runId = await world.start(await world.process(), 'returns', {});
    expect(await world.untilEnded(runId)).toBe('exception');
    const failed = (await world.eventsOf(runId)).find(({ type }) => type === 'step.failed');
    expect(failed).toMatchObject({ failure: { kind: 'flow', code: 'capability-unbound' } });
  });

  it('is not served by a flow that does not offer it any more', async () => {
    await world.publish(flowOf('old', [node('in', 'callable'), node('give', 'return', { value: 1 })]));
    const runId = await world.start(await world.process(), 'orders', orderOf('#1'));
    expect(await world.untilEnded(runId)).toBe('exception');
    const failed = (await world.eventsOf(runId)).find(({ type }) => type === 'step.failed');
    expect(failed).toMatchObject({ failure: { code: 'capability-withdrawn' } });
  });
});

describe('a share', () => {
  it('of ten per cent goes to the new ERP: exactly the orders of the split, each in one ERP, once', async () => {
    await bind(world.store, { flow: 'old', share: { flow: 'new', percent: 10 } });
    // A busy machine must not make it a test of takeover.
    const host = await world.process({ leaseMs: 20_000, heartbeatMs: 500 });
    const references = Array.from({ length: 200 }, (_, at) => `#${1001 + at}`);
    const runs = await Promise.all(references.map((reference) => world.start(host, 'orders', orderOf(reference))));
    const done = async () => (await world.runsOf('orders')).filter(({ status }) => status === 'done').length;
    await expect.poll(done, { timeout: 60_000, interval: 100 }).toBe(runs.length);
    const expected = references.filter((reference) => placeOfKey('create-sales-order', reference) < 10);
    expect(expected.length).toBeGreaterThan(8);
    const called = await world.runsOf('new');
    const messages = await Promise.all(called.map(async ({ id }) => (await world.eventsOf(id))[0]));
    const taken = messages.map((event) => {
      const value = event?.type === 'run.started' && 'value' in event.output ? event.output.value : undefined;
      return (value as { readonly reference: string }).reference;
    });
    expect(taken.toSorted()).toEqual(expected.toSorted());
    expect(written()).toEqual({ old: 200 - expected.length, new: expected.length });
    expect(new Set([...world.keysAt('old'), ...world.keysAt('new')]).size).toBe(200);
  }, 90_000);
});

describe('a run under way', () => {
  it('keeps the binding it began with, also when it waits through the change, and in its replays', async () => {
    await world.publish(waitingFirst());
    const host = await world.process();
    const runId = await world.start(host, 'late');
    await world.untilParked(runId);
    await bind(world.store, { flow: 'new' });
    await go();
    expect(await world.untilEnded(runId)).toBe('done');
    expect(await parkOf(runId)).toMatchObject({ flowId: 'old', binding: 1 });
    const replayed = await host.replay({ runId, by: 'ann', from: 'ask', repeat: ['ask'] });
    if (typeof replayed === 'string') throw new Error(replayed);
    expect(await world.untilEnded(replayed.runId)).toBe('done');
    expect(await parkOf(replayed.runId)).toMatchObject({ flowId: 'old', binding: 1 });
    expect(written().new).toBe(0);
    const later = await world.start(host, 'orders', orderOf('#8'));
    expect(await world.untilEnded(later)).toBe('done');
    expect(written().new).toBe(1);
  });

  it('takes the new one where the change says so, as long as it has not called yet', async () => {
    await world.publish(waitingFirst());
    const host = await world.process();
    const runId = await world.start(host, 'late');
    await world.untilParked(runId);
    await bind(world.store, { flow: 'new' }, { forOpenRuns: true });
    await go();
    expect(await world.untilEnded(runId)).toBe('done');
    expect(await parkOf(runId)).toMatchObject({ flowId: 'new', binding: 2 });
  });

  it('taken over by another process while the serving run is under way finds its choice, and writes once', async () => {
    world.answers.set('old', () => 'never');
    const dying = await world.process();
    const runId = await world.start(dying, 'orders', orderOf('#1'));
    await expect.poll(() => written().old).toBe(1);
    await bind(world.store, { flow: 'new' });
    world.answers.set('old', () => lostOnce());
    await dying.close();
    await world.process();
    expect(await world.untilEnded(runId)).toBe('done');
    expect(await parkOf(runId)).toMatchObject({ flowId: 'old', binding: 1 });
    expect(new Set(world.keysAt('old')).size).toBe(1);
    expect(written().new).toBe(0);
  });
});

let lost = false;
/** The first answer is lost on the way. */
function lostOnce() {
  if (!lost) {
    lost = true;
    return lostConnection();
  }
  return { status: 200, text: '{}' };
}
