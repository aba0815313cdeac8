import {
  AVATAX_CREDENTIALS,
  avataxSimulator,
  type Simulator,
  STRIPE_CREDENTIALS,
  stripeSimulator,
} from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { JsonObject } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { orderOf } from './order-to-cash.testing.ts';
import { publishSamples } from './sample-flows.testing.ts';
import { startTestRuntime, type TestRuntime } from './testing.ts';

const FLOWS = ['tax-at-checkout', 'quote-tax-avatax', 'tax-review', 'checkout-orders', 'take-payment'];
/** Of the events half fail here: nobody waits ten seconds until a tripped breaker tries again. */
const FAST = { concurrency: 20, breaker: { ...DEFAULT_BREAKER, openMs: 100, maxOpenMs: 400 }, drainPerSecond: 200 };
const PATIENT = { retry: { maxAttempts: 40, baseMs: 20, capMs: 100, jitter: 0.2 } };
/** Far beyond the 800 ms the checkout waits: who waited for it would not answer while this test runs. */
const NEVER_MS = 60_000;

let world: TestRuntime;
let stripe: Simulator;
let avatax: Simulator;
beforeAll(async () => {
  [world, stripe, avatax] = await Promise.all([startTestRuntime(), stripeSimulator(), avataxSimulator()]);
  const { accountId, licenseKey } = AVATAX_CREDENTIALS;
  const connections = {
    stripe: { system: 'stripe', baseUrl: stripe.baseUrl, settings: {}, secrets: STRIPE_CREDENTIALS },
    avatax: { system: 'avatax', baseUrl: avatax.baseUrl, settings: { accountId }, secrets: { licenseKey } },
  };
  for (const [id, connection] of Object.entries(connections)) {
    const body = { ...connection, name: id, limits: FAST };
    expect(await world.call(api.putConnection, { params: { id }, body })).toMatchObject({ ok: true });
  }
  await publishSamples(world, FLOWS, Object.keys(connections), (flow) => ({
    ...flow,
    nodes: flow.nodes.map((node) => {
      if (node.type.startsWith('stripe.')) return { ...node, policy: PATIENT };
      return flow.id === 'quote-tax-avatax' && node.id === 'quote'
        ? { ...node, policy: { ...PATIENT, timeoutMs: 300 } }
        : node;
    }),
  }));
}, 60_000);
afterAll(() => Promise.all([world?.stop(), stripe?.close(), avatax?.close()]));

const faults = (of: Simulator, body: object) => fetch(of.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
interface Payments {
  readonly payments: readonly {
    readonly status: string;
    readonly amount_received: number;
    readonly metadata: { readonly order_reference?: string };
  }[];
}
const paymentsOf = async (reference: string) => {
  const { payments } = (await (await fetch(stripe.stateUrl)).json()) as Payments;
  return payments.filter(({ metadata }) => metadata.order_reference === reference);
};
const until = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });
async function post(path: string, body: object): Promise<{ readonly status: number; readonly body: JsonObject }> {
  const answer = await fetch(`${world.runtime.url}/hooks/checkout/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as JsonObject };
}
const send = (reference: string, method = 'pm_card_visa', more: object = {}) =>
  post('orders', { order: orderOf(reference, ['MUG-BLUE']), payment: { method }, ...more });
async function acceptedOf(reference: string): Promise<readonly JsonObject[]> {
  const rows = await world.store.sql<{ payload: JsonObject }[]>`
    select payload from topic_events where topic = 'order.accepted' and key = ${reference}`;
  return rows.map(({ payload }) => payload);
}
const tell = (topic: string, key: string) =>
  world.call(api.publishEvent, { body: { topic, key, eventId: `${topic}/${key}`, payload: { reference: key } } });
async function storyOf(reference: string) {
  const answer = await world.call(api.getCase, { params: { kind: 'order', key: reference } });
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
  return answer.value;
}

it('R9: the money of an order is held when it is accepted and taken once when all of it has left, whatever Stripe loses', async () => {
  const references = Array.from({ length: 12 }, (_, at) => `P-${at}`);
  await faults(stripe, { status: 503, rate: 0.15, commitThenDrop: 0.25 });
  const answers = await Promise.all(references.map((reference) => send(reference)));
  expect(answers.map(({ status }) => status).filter((status) => status !== 201 && status !== 202)).toEqual([]);
  await until(async () => {
    for (const reference of references) expect(await acceptedOf(reference)).toHaveLength(1);
  });
  for (const reference of references)
    expect(await paymentsOf(reference)).toMatchObject([{ status: 'requires_capture', amount_received: 0 }]);
  // Told twice, as by somebody who did not hear that it was told.
  for (const reference of [...references, ...references]) await tell('order.completed', reference);
  await until(async () => {
    for (const reference of references) {
      expect(await paymentsOf(reference)).toMatchObject([{ status: 'succeeded', amount_received: 1000 }]);
      expect((await storyOf(reference)).case?.documents.map(({ type }) => type)).toEqual(['payment', 'charge']);
    }
  });
  await faults(stripe, {});
}, 60_000);

it('R9: a declined card accepts nothing, the next one does, and a second one holds nothing more', async () => {
  expect(await send('P-declined', 'pm_card_visa_chargeDeclined')).toMatchObject({
    status: 402,
    body: { status: 'declined' },
  });
  expect(await send('P-declined', 'pm_card_authenticationRequired')).toMatchObject({
    status: 402,
    body: { reason: 'authentication_required' },
  });
  expect(await acceptedOf('P-declined')).toEqual([]);
  expect(await send('P-declined', 'pm_card_visa')).toMatchObject({ status: 201 });
  expect(await send('P-declined', 'pm_card_mastercard')).toMatchObject({ status: 200, body: { before: true } });
  expect(await acceptedOf('P-declined')).toHaveLength(1);
  const held = (await paymentsOf('P-declined')).filter(({ status }) => status === 'requires_capture');
  expect(held).toHaveLength(1);
  expect(await send('no order', 'pm_card_visa', { order: { reference: 'P-none' } })).toMatchObject({ status: 422 });
  expect(await paymentsOf('P-none')).toEqual([]);
}, 60_000);

it('lets the money of a cancelled order go', async () => {
  expect(await send('P-cancelled')).toMatchObject({ status: 201 });
  await tell('order.cancelled', 'P-cancelled');
  await until(async () => expect(await paymentsOf('P-cancelled')).toMatchObject([{ status: 'canceled' }]));
  // Nobody reads of it that it was paid, and nobody waits for that any more.
  await until(async () => {
    const { case: known } = await storyOf('P-cancelled');
    expect(known).toMatchObject({ state: 'cancelled', expected: [], milestones: [] });
  });
}, 60_000);

it('R8: an order whose tax was estimated says so, and its case tells the tax once the tax service answers', async () => {
  const shipTo = { street: ['100 Market St'], city: 'San Francisco', region: 'CA', postalCode: '94105', country: 'US' };
  const lines = [{ id: '1', sku: 'MUG-BLUE', quantity: 2, amount: '100.00' }];
  const ask = (basket: string) => post('tax', { basket, customer: 'C-1', currency: 'USD', shipTo, lines });
  const known = await ask('B-1');
  await faults(avatax, { latencyMs: NEVER_MS });
  expect(await ask('B-2')).toMatchObject({ status: 200, body: { estimated: true, tax: known.body.tax } });
  const sent = await send('P-taxed', 'pm_card_visa', { basket: 'B-2', taxEstimated: true });
  expect(sent).toMatchObject({ status: 201, body: { taxEstimated: true } });
  expect(await acceptedOf('P-taxed')).toMatchObject([{ tags: ['tax_estimated'] }]);
  const notes = async () => JSON.stringify(await storyOf('P-taxed'));
  expect(await notes()).toContain('tax_estimated');
  await faults(avatax, {});
  await until(async () => expect(await notes()).toContain('it was right: '));
}, 60_000);
