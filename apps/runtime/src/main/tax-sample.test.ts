import { samples } from '@lockstep/nodes/samples';
import { AVATAX_CREDENTIALS, avataxSimulator, type Simulator } from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestRuntime, type TestRuntime } from './testing.ts';

/** Far beyond the 800 ms the checkout waits: who waited for it would not answer while this test runs. */
const NEVER_MS = 60_000;

let world: TestRuntime;
let avatax: Simulator;
beforeAll(async () => {
  [world, avatax] = await Promise.all([startTestRuntime(), avataxSimulator()]);
  const { accountId, licenseKey } = AVATAX_CREDENTIALS;
  const secrets = { licenseKey };
  const body = { name: 'AvaTax', system: 'avatax', baseUrl: avatax.baseUrl, settings: { accountId }, secrets };
  expect(await world.call(api.putConnection, { params: { id: 'avatax' }, body })).toMatchObject({ ok: true });
  for (const flow of samples.filter(({ id }) => id === 'tax-at-checkout')) await world.publish(flow);
}, 60_000);
afterAll(() => Promise.all([world?.stop(), avatax?.close()]));

const faults = (body: object) => fetch(avatax.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
async function ask(basket: string): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const shipTo = { street: ['100 Market St'], city: 'San Francisco', region: 'CA', postalCode: '94105', country: 'US' };
  const lines = [{ id: '1', sku: 'MUG-BLUE', quantity: 2, amount: '100.00' }];
  const answer = await fetch(`${world.runtime.url}/hooks/checkout/tax`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ basket, customer: 'C-1', currency: 'USD', shipTo, lines }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

it('R8: a checkout is answered with an estimate when the tax service does not answer in its budget, and somebody looks at it', async () => {
  await faults({ latencyMs: NEVER_MS });
  expect(await ask('B-0')).toMatchObject({ status: 503 });
  await faults({});
  const known = await ask('B-1');
  expect(known).toMatchObject({ status: 200, body: { estimated: false } });
  await faults({ latencyMs: NEVER_MS });
  expect(await ask('B-2')).toMatchObject({ status: 200, body: { estimated: true, tax: known.body.tax } });
  const reviews = await vi.waitFor(async () => {
    const rows = await world.store.sql<{ payload: { basket: string } }[]>`
      select payload from topic_events where topic = 'tax.review'`;
    expect(rows.length).toBeGreaterThan(0);
    return rows;
  }, 10_000);
  expect(reviews.map(({ payload }) => payload.basket)).toEqual(['B-2']);
}, 60_000);
