import * as api from '@lockstep/schema/api';
import { isEnded, type Json, type JsonObject } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestRuntime, type TestRuntime } from './testing.ts';

/** The sample flow as a demo installation has it, on the simulated warehouse and ERP. */
let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime({ demo: true, ordersPerMinute: 0 });
});
afterAll(() => world?.stop());

async function request(returnNumber: string, more: JsonObject = {}): Promise<string> {
  const message = {
    returnNumber,
    order: '#1042',
    reason: 'Broken.',
    lines: [{ sku: 'MUG-BLUE', quantity: 1 }],
    ...more,
  };
  const answer = await fetch(`${world.runtime.url}/hooks/returns/requested`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });
  return ((await answer.json()) as { runId: string }).runId;
}

async function run(runId: string): Promise<api.RunView> {
  const answer = await world.call(api.getRun, { params: { runId } });
  if (!answer.ok) throw new Error(answer.detail);
  return answer.value;
}

async function until(runId: string, isThere: (view: api.RunView) => boolean): Promise<api.RunView> {
  for (const deadline = Date.now() + 10_000; ; ) {
    const view = await run(runId);
    if (isThere(view)) return view;
    if (Date.now() > deadline) throw new Error(`It did not happen: ${JSON.stringify(view.steps)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const step = (view: api.RunView, node: string) => view.steps.find((each) => each.node === node);
const isParked = (node: string) => (view: api.RunView) => step(view, node)?.parked !== undefined;

async function approve(runId: string): Promise<void> {
  const asked = await until(runId, isParked('decide'));
  const parked = step(asked, 'decide')?.parked;
  if (parked?.kind !== 'approval') throw new Error('It does not ask.');
  const params = { id: parked.approvalId };
  const answer = await world.call(api.decideApproval, { params, body: { decision: 'approved', by: 'Ada' } });
  expect(answer).toEqual({ ok: true, value: { id: parked.approvalId, runId } });
}

const told = (key: string) =>
  world.call(api.publishEvent, {
    body: { topic: 'return.received', key, eventId: `scan-${key}`, payload: { dock: 3 } },
  });

async function stateOf(system: string): Promise<JsonObject> {
  const answer = await world.call(api.getEstateState, { params: { system } });
  if (!answer.ok) throw new Error(answer.detail);
  return answer.value as JsonObject;
}
const allocationsOf = async (orderRef: string) =>
  ((await stateOf('wms')).allocations as readonly { readonly orderRef: string }[]).filter(
    (allocation) => allocation.orderRef === orderRef,
  );

it('waits for a person and for the goods, then orders the replacement', async () => {
  const runId = await request('R-1');
  await approve(runId);
  const waiting = await until(runId, isParked('returned'));
  expect(step(waiting, 'returned')).toMatchObject({
    status: 'waiting',
    parked: { kind: 'event', topic: 'return.received', key: 'R-1' },
    dueAt: expect.any(String),
  });
  const readers = await world.call(api.listWaiters, { params: { topic: 'return.received' } });
  expect(readers).toMatchObject({
    value: {
      waiters: [
        { node: 'returned', version: 1, waiting: 1 },
        { node: 'back', waiting: 0 },
      ],
    },
  });
  expect(waiting).toMatchObject({ status: 'waiting', deadlineAt: expect.any(String) });
  expect(await told('R-1')).toMatchObject({ ok: true, value: { outcome: 'delivered', runs: 1 } });
  const ended = await until(runId, ({ status }) => isEnded(status));
  expect(ended.status).toBe('done');
  expect(step(ended, 'release')?.status).toBe('skipped');
  expect((await stateOf('sap')).salesOrders as Json).toMatchObject([{ PurchaseOrderByCustomer: 'R-1' }]);
  expect(await allocationsOf('R-1')).toMatchObject([{ status: 'allocated' }]);
});

it('gives the stock back when the ERP refuses the replacement', async () => {
  expect(await told('R-2'), 'the goods are faster than the decision').toMatchObject({ value: { outcome: 'kept' } });
  const runId = await request('R-2', { salesOrganization: '9999' });
  await approve(runId);
  const ended = await until(runId, ({ status }) => isEnded(status));
  expect(ended.status).toBe('exception');
  expect(step(ended, 'reserve')).toMatchObject({ status: 'succeeded', undo: { node: 'release', status: 'undone' } });
  expect(step(ended, 'release')).toMatchObject({ status: 'succeeded' });
  expect(ended.failure?.message).toMatch(/Undone: "Reserve the replacement"\.$/);
  expect(await allocationsOf('R-2')).toMatchObject([{ status: 'released' }]);
  const retried = await world.call(api.retryException, { params: { id: ended.exceptionId ?? '' }, body: {} });
  expect(retried).toMatchObject({ ok: false, code: 'run-undone' });
});
