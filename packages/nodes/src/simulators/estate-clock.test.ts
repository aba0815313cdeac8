import * as fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { type Estate, type EstateSettings, startEstate } from './index.ts';
import { openDoorway } from './kit/doorway.ts';
import { webhookReceiver } from './kit/receiver.testing.ts';

const START = Date.UTC(2026, 10, 1);
const DAY_MS = 86_400_000;

let running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  running = [];
});

async function estate(settings: EstateSettings = {}): Promise<Estate> {
  const started = await startEstate({ frozenAt: START, ...settings });
  running.push(started);
  return started;
}

function caller({ entries, clock }: Estate) {
  const at = (system: string) => entries.find((entry) => entry.system === system);
  const send = async (system: string, path: string, init: { method?: string; body?: unknown; headers?: object } = {}) =>
    fetch(`${at(system)?.stateUrl.replace('/_sim/state', '')}${path}`, {
      method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
      headers: { 'content-type': 'application/json', ...init.headers },
      ...(init.body !== undefined && {
        body: typeof init.body === 'string' ? init.body : JSON.stringify(init.body),
      }),
    }).then(async (response) => {
      await clock.quiet();
      return response;
    });
  return { at, send };
}

/** What people and programs do to an estate, each a call. */
const CALLS: Readonly<Record<string, (estate: Estate) => Promise<unknown>>> = {
  order: (e) => caller(e).send('shopify', '/_sim/orders', { body: { count: 2 } }),
  'marketplace order': (e) => caller(e).send('sp-api', '/_sim/orders', { body: { count: 1 } }),
  shipment: (e) =>
    caller(e).send('wms', '/v1/shipments', {
      headers: { 'x-api-key': 'wms_lockstep_estate_key' },
      body: { orderRef: 'R-1', warehouse: 'DUB-1', lines: [{ line: 1, sku: 'MUG-BLUE', quantity: 3 }] },
    }),
  payment: (e) =>
    caller(e).send('stripe', '/v1/payment_intents', {
      headers: { authorization: 'Bearer sk_test_lockstep_estate', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'amount=1999&currency=eur&confirm=true&capture_method=manual&payment_method=pm_card_visa',
    }),
  record: (e) => caller(e).send('salesforce', '/_sim/records', { body: { object: 'Account', fields: { Name: 'A' } } }),
  faults: (e) =>
    caller(e).send('stripe', '/_sim/faults', {
      method: 'PUT',
      body: { decline: 0.5, duplicate: 0.5, rate: 0.3, status: 500 },
    }),
  hour: (e) => e.clock.change({ advanceMs: 3_600_000 }),
};

it('has the same state after the same calls with the same seed, and another with another seed', async () => {
  const receiver = await webhookReceiver();
  running.push(receiver);
  const targets = { shopify: receiver.url, stripe: receiver.url, wms: receiver.url };
  const one = await estate({ seed: 'one', targets, ordersPerMinute: 1 });
  const two = await estate({ seed: 'one', targets, ordersPerMinute: 1 });
  const after = async (which: Estate, calls: readonly string[], seed: string): Promise<string> => {
    await which.reset({ seed });
    for (const name of calls) await CALLS[name]?.(which);
    return which.fingerprint();
  };
  const script = fc.array(fc.constantFrom(...Object.keys(CALLS)), { minLength: 3, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(script, fc.string({ minLength: 1 }), async (calls, seed) => {
      const [a, b] = await Promise.all([after(one, calls, seed), after(two, calls, seed)]);
      expect(a).toBe(b);
      expect(await after(one, ['order', ...calls], `${seed}.`)).not.toBe(await after(two, ['order', ...calls], seed));
    }),
    { numRuns: 4 },
  );
});

it('keeps over a reset who else is told: of customers, of a share of the orders, of stock', async () => {
  const [customers, orders, stock] = [await webhookReceiver(), await webhookReceiver(), await webhookReceiver()];
  running.push(customers, orders, stock);
  const world = await estate();
  const { send } = caller(world);
  const wanted = { topic: 'customers/create', url: customers.url };
  await send('shopify', '/_sim/subscriptions', { method: 'PUT', body: wanted });
  await send('shopify', '/_sim/share', { method: 'PUT', body: { url: orders.url, every: 1 } });
  await send('wms', '/_sim/stock-target', { method: 'PUT', body: { url: stock.url } });
  await world.reset();
  await send('wms', '/_sim/stock', { method: 'PUT', body: { warehouse: 'BER-1', sku: 'MUG-BLUE', onHand: 7 } });
  expect(String(stock.received.at(-1)?.rawBody)).toContain('MUG-BLUE');
  await send('shopify', '/_sim/customers', { body: { email: 'jana@example.com' } });
  expect(customers.received).toHaveLength(1);
  const state = await (await send('shopify', '/_sim/state')).json();
  expect(state).toMatchObject({ share: { url: orders.url, every: 1 } });
});

it('keeps addresses and targets over a reset, and takes time and numbers from where it is told', async () => {
  const receiver = await webhookReceiver();
  running.push(receiver);
  const world = await estate({ targets: { shopify: receiver.url } });
  const { send } = caller(world);
  const before = structuredClone(world.entries);
  const bodies = async () => {
    await send('shopify', '/_sim/orders', { body: { count: 1 } });
    return receiver.received.splice(0).map(({ rawBody }) => rawBody.toString());
  };
  const first = await bodies();
  await world.reset();
  expect([world.entries, await bodies()]).toEqual([before, first]);
  await world.reset({ frozenAt: START + DAY_MS });
  expect((await bodies())[0]).toContain('2026-11-02T');
  await world.reset({ frozenAt: null });
  expect(world.clock.state()).toMatchObject({ mode: 'running', aheadMs: 0 });
});

it('ends subscriptions, tokens and sessions when it is three days later', async () => {
  const receiver = await openDoorway();
  receiver.serve((req, res) => res.end(new URL(req.url ?? '/', 'http://x').searchParams.get('validationToken')));
  running.push({ close: receiver.leave });
  const world = await estate();
  const { send, at } = caller(world);
  const { clientId = '', clientSecret = '' } = at('business-central')?.credentials ?? {};
  const signedIn = await send('business-central', '/login/oauth2/v2.0/token', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }).toString(),
  });
  const headers = { authorization: `Bearer ${((await signedIn.json()) as { access_token: string }).access_token}` };
  const company = at('business-central')?.credentials.company;
  const body = {
    notificationUrl: `http://127.0.0.1:${receiver.port}/hook`,
    resource: `/api/v2.0/companies(${company})/customers`,
    clientState: '',
  };
  const made = await send('business-central', '/api/v2.0/subscriptions', { headers, body });
  const known = async () =>
    ((await (await send('business-central', '/_sim/state')).json()) as { subscriptions: unknown[] }).subscriptions
      .length;
  expect([made.status, await known()]).toEqual([201, 1]);
  await world.clock.change({ advanceMs: 3 * DAY_MS });
  const refused = await send('business-central', '/api/v2.0/subscriptions', { headers });
  expect([await known(), refused.status]).toEqual([0, 401]);
});
