import { expect, it } from 'vitest';
import { recorded } from '../../../simulators/kit/fixtures.ts';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { SP_API_CREDENTIALS } from '../simulator/sp-api-simulator.ts';
import { SP_API_NOW, spApiWorld } from '../simulator/world.testing.ts';
import { readAmazonOrders } from './definition.ts';
import { runReadAmazonOrders } from './run.ts';

const SINCE = new Date(SP_API_NOW - 3_600_000).toISOString();
const MINUTE = 60_000;
const step = async (ctx: TestContext, form: object = {}) => {
  const params = readAmazonOrders.params.parse({ connection: 'marketplace', changedAfter: SINCE, ...form });
  return (await runReadAmazonOrders({ params, input: null }, ctx)).value;
};
const idsOf = (orders: readonly unknown[]) => orders.map((order) => (order as { AmazonOrderId: string }).AmazonOrderId);

it('reads page after page, each with the filters of the first, and says where to go on', async () => {
  const { place, pass, ctx } = await spApiWorld();
  const placed = await place({ count: 230 });
  const later = pass(5 * MINUTE);
  const { orders, complete, through } = await step(later);
  expect([idsOf(orders).sort(), complete]).toEqual([placed.sort(), true]);
  expect(through).toBe(new Date(SP_API_NOW + 3 * MINUTE).toISOString());
  const pages = ctx.requests.filter(({ url }) => url.includes('/orders/v0/orders?'));
  const filters = pages.map(({ url }) => url.replace(/&?NextToken=[^&]*/, ''));
  expect([pages.length, new Set(filters).size]).toEqual([3, 1]);
});

it('tells nothing younger than two minutes, and nothing twice when the next read begins where this one ended', async () => {
  const { place, pass } = await spApiWorld();
  const first = await place({ count: 3 });
  const early = await step(pass(5 * MINUTE));
  const second = await place({ count: 2 });
  const none = await step(pass(MINUTE), { changedAfter: early.through });
  const late = await step(pass(5 * MINUTE), { changedAfter: none.through });
  expect([idsOf(early.orders).length, none.orders, idsOf(late.orders).sort()]).toEqual([3, [], second.sort()]);
  expect(first).toHaveLength(3);
});

it('leaves out pending orders, and buyers where no personal data is wanted', async () => {
  const { place, pass, ctx } = await spApiWorld();
  await place({ pending: true });
  await place({});
  const later = pass(5 * MINUTE);
  const { orders } = await step(later);
  expect(orders).toMatchObject([{ OrderStatus: 'Unshipped', BuyerInfo: {}, ShippingAddress: { CountryCode: 'DE' } }]);
  expect((await step(later, { personalData: false })).orders[0]).not.toHaveProperty('BuyerInfo');
  expect((await step(later, { statuses: '' })).orders).toHaveLength(2);
  // One token of each kind, whoever reads.
  expect(ctx.requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
});

it('keeps its place when there are more orders than wanted', async () => {
  const { place, pass } = await spApiWorld();
  await place({ count: 5 });
  expect(await step(pass(5 * MINUTE), { maxOrders: 3 })).toMatchObject({ complete: false, through: SINCE });
});

it('waits for its turn when the usage plan is used up, without asking', async () => {
  const { ctx, pass } = await spApiWorld();
  const at = pass(5 * MINUTE);
  for (let call = 0; call < 20; call++) await step(at);
  const before = ctx.requests.length;
  const failure = await failureOf(step(at));
  expect(failure).toMatchObject({ kind: 'transient', code: 'rate-limited', notAttempted: true });
  expect([ctx.requests.length, Math.round((failure.retryAfterMs ?? 0) / 1000)]).toEqual([before, 60]);
  await step(pass(61_000));
});

it('takes a 429 for what it is, and waits as long as the bucket needs', async () => {
  const { faults, pass } = await spApiWorld();
  await faults({ quotaGone: true });
  const failure = await failureOf(step(pass(5 * MINUTE), { personalData: false }));
  expect(failure).toMatchObject({ kind: 'transient', category: 'rate', code: 'amazon-quota' });
  expect(failure.retryAfterMs).toBeGreaterThan(59_000);
});

it('fetches another token when one has lapsed, and says when nobody is let in', async () => {
  const { place, pass, ctx, connection } = await spApiWorld();
  await place({});
  const form = { personalData: false };
  await step(pass(5 * MINUTE), form);
  expect((await step(pass(61 * MINUTE), { ...form, statuses: '' })).orders).toHaveLength(1);
  expect(ctx.requests.filter(({ url }) => url.endsWith('/auth/o2/token'))).toHaveLength(2);
  // With buyers: both tokens have lapsed when it reads again.
  await step(pass(61 * MINUTE));
  expect((await step(pass(61 * MINUTE), { changedAfter: SINCE })).orders).toHaveLength(1);
  const stranger = { ...connection, settings: { ...connection.settings, refreshToken: 'gone' } };
  const failure = await failureOf(step(contextFor({ connections: [stranger], now: SP_API_NOW }), form));
  expect(failure).toMatchObject({ kind: 'refused', category: 'auth', code: 'amazon-no-token' });
});

it('says when the app may not see personal data, and what is no time', async () => {
  const { faults, pass } = await spApiWorld();
  await faults({ noPersonalData: true });
  expect(await failureOf(step(pass(5 * MINUTE)))).toMatchObject({ kind: 'refused', code: 'amazon-forbidden' });
  expect(await failureOf(step(pass(0), { changedAfter: 'soon' }))).toMatchObject({ code: 'time-invalid' });
});

it('is no fool of a page that leads back to itself', async () => {
  const { baseUrl } = await serverFor(({ url }) => ({
    status: 200,
    body: url.endsWith('/token') ? '{"access_token":"t"}' : '{"payload":{"Orders":[],"NextToken":"again"}}',
  }));
  const settings = { ...SP_API_CREDENTIALS, tokenUrl: '/token' };
  const connection = { id: 'marketplace', system: 'amazon-sp-api', baseUrl, settings };
  const ctx = contextFor({ connections: [connection], now: SP_API_NOW });
  expect(await failureOf(step(ctx, { personalData: false }))).toMatchObject({ code: 'amazon-answer-unreadable' });
});

const answer = recorded('amazon-sp-api/orders-v0/getOrders.200.1.json') as
  | { readonly response: { readonly payload: { readonly Orders: readonly unknown[] } } }
  | undefined;

it.skipIf(!answer)('understands the recorded answer (skipped where ../shared is absent)', async () => {
  const { baseUrl } = await serverFor(({ url }) => ({
    status: 200,
    body: url.endsWith('/token') ? '{"access_token":"t"}' : JSON.stringify(answer?.response),
  }));
  const settings = { ...SP_API_CREDENTIALS, tokenUrl: '/token' };
  const connection = { id: 'marketplace', system: 'amazon-sp-api', baseUrl, settings };
  const ctx = contextFor({ connections: [connection], now: SP_API_NOW });
  const { orders, complete } = await step(ctx, { personalData: false });
  expect([idsOf(orders), complete]).toEqual([['902-1845936-5435065', '902-8745147-1934268'], true]);
});
