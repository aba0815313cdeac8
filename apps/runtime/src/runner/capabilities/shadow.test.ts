import type { Json } from '@lockstep/schema/run';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listShadows, sumShadows } from '../../store/capabilities/shadow-views.ts';
import { listExceptions } from '../../store/exceptions.ts';
import { callWorld, effect, flowOf, node, refusal } from '../calls/testing.ts';
import { askingFlow, bind, erpFlow, orderOf } from './testing.ts';

const CAPABILITY = 'create-sales-order';
let world: Awaited<ReturnType<typeof callWorld>>;
beforeEach(async () => {
  world = await callWorld();
});
afterEach(() => world.drop());

/** Two ERPs, the first serves, the second is compared; answers what the run of the caller came to. */
async function shadowed(
  shadow = erpFlow('new'),
  {
    answer = {},
    ignore = [],
  }: { readonly answer?: Readonly<Record<string, Json>>; readonly ignore?: readonly string[] } = {},
) {
  await world.publish(erpFlow('old', answer));
  await world.publish(shadow);
  await world.publish(askingFlow('orders'));
  await bind(world.store, { flow: 'old', shadow: { flow: shadow.id, ignore: [...ignore] } });
  const host = await world.process();
  const runId = await world.start(host, 'orders', orderOf('#1'));
  return { host, runId, status: await world.untilEnded(runId) };
}
const newest = async () => (await listShadows(world.store.db, CAPABILITY, { limit: 10 }))[0];
const settled = () => expect.poll(async () => (await newest())?.state, { timeout: 15_000 });

describe('a shadow', () => {
  it('writes to its own ERP once, beside the one that serves, and agrees where only numbers differ', async () => {
    const { runId, status } = await shadowed(erpFlow('new', { number: '900001' }));
    expect(status).toBe('done');
    await settled().toBe('same');
    expect([world.keysAt('old').length, world.keysAt('new').length]).toEqual([1, 1]);
    const [run] = await world.runsOf('new');
    expect(run).toMatchObject({ test: true, business_key: '#1', status: 'done' });
    const row = await newest();
    expect(row).toMatchObject({
      runId,
      binding: 2,
      liveFlow: 'old',
      shadowFlow: 'new',
      shadowRunId: run?.id,
      reason: null,
    });
  });

  it('that answers otherwise is reported by field, and counted', async () => {
    const answer = { currency: 'EUR', lines: [{ sku: 'A', quantity: 2 }] };
    await shadowed(erpFlow('new', { currency: 'USD', lines: [{ sku: 'A', quantity: 3 }], status: 'exists' }), {
      answer,
      ignore: ['status'],
    });
    await settled().toBe('different');
    expect((await newest())?.differences).toEqual([
      { path: 'currency', kind: 'changed', live: 'EUR', shadow: 'USD' },
      { path: 'lines[].quantity', kind: 'changed', live: 2, shadow: 3 },
    ]);
    const sums = await sumShadows(world.store.db, CAPABILITY, { flowId: 'new', sinceMs: 0 });
    expect(sums).toEqual({
      states: { open: 0, same: 0, different: 1, failed: 0, skipped: 0 },
      fields: [
        { path: 'currency', calls: 1 },
        { path: 'lines[].quantity', calls: 1 },
      ],
    });
    expect(await listShadows(world.store.db, CAPABILITY, { path: 'lines[].quantity', limit: 5 })).toHaveLength(1);
    expect(await listShadows(world.store.db, CAPABILITY, { path: 'total', limit: 5 })).toEqual([]);
  });

  it('that fails touches nothing of the real run, and is no exception anybody must look at', async () => {
    world.answers.set('new', refusal);
    const { status, runId } = await shadowed();
    expect(status).toBe('done');
    await settled().toBe('failed');
    expect((await newest())?.reason).toContain('http-422');
    await expect
      .poll(async () => (await listExceptions(world.store.db, { limit: 5 })).map((each) => each.status), {
        timeout: 10_000,
      })
      .toEqual(['discarded']);
    expect((await world.eventsOf(runId)).some(({ type }) => type === 'step.failed')).toBe(false);
  });

  it('agrees with a refusal when it refuses for the same reason', async () => {
    world.answers.set('new', refusal);
    world.answers.set('old', refusal);
    expect((await shadowed()).status).toBe('exception');
    await settled().toBe('same');
  });

  it('differs when only the one that serves refuses', async () => {
    world.answers.set('old', refusal);
    expect((await shadowed()).status).toBe('exception');
    await settled().toBe('different');
    expect((await newest())?.differences).toEqual([{ path: 'error.code', kind: 'missing', live: 'http-422' }]);
  });

  it('is begun and compared once, whoever tries the call again', async () => {
    world.answers.set('old', refusal);
    const { host, runId } = await shadowed();
    await settled().toBe('different');
    world.answers.delete('old');
    expect(await host.retry({ runId }, 'ann')).toBeDefined();
    expect(await world.untilEnded(runId)).toBe('done');
    expect(world.keysAt('new').length).toBe(1);
    expect(await listShadows(world.store.db, CAPABILITY, { limit: 5 })).toHaveLength(1);
  });

  it('is compared by another process when the one that began it is gone', async () => {
    world.answers.set('new', () => 'never');
    const { host } = await shadowed();
    await expect.poll(() => world.keysAt('new').length).toBe(1);
    world.answers.delete('new');
    await host.close();
    await world.process();
    await settled().toBe('same');
    expect(new Set(world.keysAt('new')).size).toBe(1);
  });
});

describe('what is never called as a shadow', () => {
  const unsafe = async (shadow: ReturnType<typeof erpFlow>) => {
    const { status } = await shadowed(shadow);
    expect(status).toBe('done');
    await settled().toBe('skipped');
    expect(await world.runsOf(shadow.id)).toEqual([]);
    return (await newest())?.reason;
  };
  const offering = (...more: Parameters<typeof flowOf>[1]) =>
    flowOf('new', [node('in', 'callable', { capability: CAPABILITY }), ...more]);

  it('is a flow that writes by the connection of the one that serves: it would be done twice', async () => {
    expect(await unsafe(erpFlow('new', {}, 'old-erp'))).toBe(
      '"write" of "new" writes by the connection that "write" of "old" writes by: it would be done twice.',
    );
    expect(world.sent.length).toBe(1);
  });

  it('is a flow that writes without a connection', async () => {
    expect(await unsafe(offering(effect('anywhere')))).toContain('changes something without a connection');
  });

  it('is a flow that tells events, which live runs hear', async () => {
    const tell = node('tell', 'send-event', { topic: 'orders', key: 'k', payload: 1 });
    expect(await unsafe(offering(tell))).toContain('changes something without a connection');
  });

  it('is a flow that calls others', async () => {
    expect(await unsafe(offering(node('more', 'call-flow', { flow: 'old' })))).toContain('calls another flow');
  });

  it('is a flow that does not offer the capability any more', async () => {
    expect(await unsafe(flowOf('new', [node('in', 'callable')]))).toContain('does not offer the capability');
  });
});
