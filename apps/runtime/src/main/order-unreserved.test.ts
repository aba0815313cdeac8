import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OrderWorld, orderOf, startOrderWorld } from './order-to-cash.testing.ts';

const FLOWS = ['reserve-sources', 'release-sources', 'fulfil-group', 'order-gaps', 'order-to-cash'];
const SECOND = 1000;

let world: OrderWorld;
beforeAll(async () => {
  world = await startOrderWorld(FLOWS, { testApi: true });
}, 60_000);
afterAll(() => world?.stop());

const pass = async (seconds: number) => {
  expect(await world.call(api.passTestTime, { body: { advanceMs: seconds * SECOND } })).toMatchObject({ ok: true });
};
const flowOfReservation = 'reserve-inventory-wms';
const lateOrders = async () => {
  const listed = await world.call(api.listCases, { query: { kind: 'order', which: 'late' } });
  return listed.ok ? listed.value.cases.map(({ key, next }) => [key, next?.name, next?.missed]) : [];
};

/** R18's invariant: accepted orders that nothing is reserved for, and of which no list of what needs a person says so. */
async function unseen(): Promise<readonly string[]> {
  const rows = await world.store.sql<{ key: string }[]>`
    select c.key from cases c
    where c.kind = 'order' and not c.document::jsonb @> '{"milestones": [{"name": "reserved"}]}' and c.missed = 0
      and not exists (select from exceptions e where e.business_key = c.key and e.status = 'open')`;
  return rows.map(({ key }) => key);
}

it('R18: an order whose reservation is never answered is late after its five minutes, and is reserved when somebody answers', async () => {
  const params = { flowId: flowOfReservation };
  expect(await world.call(api.pauseFlow, { params, body: { ingress: 'accept', by: 'ann' } })).toMatchObject({
    ok: true,
  });
  await world.accept(orderOf('U-1', ['MUG-BLUE']));
  await world.until(async () => expect(await world.runsOf(flowOfReservation)).toMatchObject([{ status: 'queued' }]));

  await pass(4 * 60 + 50);
  expect(await lateOrders()).toEqual([]);
  expect(await unseen()).toEqual(['U-1']);
  await pass(20);
  expect(await lateOrders()).toEqual([['U-1', 'reserved', true]]);
  expect(await unseen()).toEqual([]);
  const told = await world.call(api.listTopicEvents, {
    params: { topic: 'case.milestone-missed' },
    query: { key: 'U-1' },
  });
  expect(told.ok && told.value.events.map(({ preview }) => JSON.parse(preview).milestone)).toEqual(['reserved']);

  expect(await world.call(api.resumeFlow, { params, body: { by: 'ann' } })).toMatchObject({ ok: true });
  const known = await world.until(async () => {
    const one = await world.caseOf('U-1');
    expect(one?.milestones.map(({ name }) => name)).toContain('reserved');
    return one;
  });
  expect(known?.milestones).toContainEqual(expect.objectContaining({ name: 'reserved', late: true }));
  expect(await lateOrders()).toEqual([]);
});

it('R18: a warehouse that is away has nothing, so its order is a question to a person within the minute', async () => {
  await world.control('wms', 'PUT', 'faults', { status: 503 });
  await world.control('dropship', 'PUT', 'faults', { status: 503 });
  await world.accept(orderOf('U-2', ['MUG-BLUE']));
  await world.until(async () => expect((await world.runsOf('reserve-sources'))[0]?.businessKey).toBe('U-2'));
  await pass(60);
  await world.until(async () => {
    const gaps = (await world.runsOf('order-gaps')).filter(({ businessKey }) => businessKey === 'U-2');
    expect(gaps).toMatchObject([{ status: 'exception' }]);
  });
  expect(await unseen()).toEqual([]);
  expect(await world.caseOf('U-2')).toMatchObject({ lines: [{ state: 'backordered' }] });
});
