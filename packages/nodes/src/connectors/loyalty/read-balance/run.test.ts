import { expect, it } from 'vitest';
import type { TestContext } from '../../../testing/context.ts';
import { accruePoints } from '../accrue/definition.ts';
import { runAccrue } from '../accrue/run.ts';
import { ANN, loyaltyWorld } from '../simulator/world.testing.ts';
import { readBalance } from './definition.ts';
import { runReadBalance } from './run.ts';

const step = (ctx: TestContext, by: string, value: string) =>
  runReadBalance({ params: readBalance.params.parse({ connection: 'loyalty', by, value }), input: null }, ctx);
const earn = (ctx: TestContext, points: number, reference: string) =>
  runAccrue(
    {
      params: accruePoints.params.parse({ connection: 'loyalty', account: ANN.account, points, reference }),
      input: null,
    },
    ctx,
  );
const DAY_MS = 86_400_000;

it('finds a member by what is known, and tells what lapses when', async () => {
  let now = Date.UTC(2026, 0, 1);
  const { ctx, state } = await loyaltyWorld({ clock: () => now, lapseDays: 30 });
  await earn(ctx, 100, 'a');
  now += 10 * DAY_MS;
  await earn(ctx, 50, 'b');
  const found = await step(ctx, 'email', 'Ann@example.org');
  expect(found).toEqual({
    port: 'member',
    value: {
      account: ANN.account,
      customer: expect.any(String),
      balance: 150,
      lifetimePoints: 150,
      expiring: [
        { points: 100, at: '2026-01-31T00:00:00.000Z' },
        { points: 50, at: '2026-02-10T00:00:00.000Z' },
      ],
    },
  });
  expect(await step(ctx, 'phone', ANN.phone)).toEqual(found);
  expect(await step(ctx, 'account', ANN.account)).toEqual(found);
  now += 25 * DAY_MS;
  expect(await step(ctx, 'account', ANN.account)).toMatchObject({ value: { balance: 50, lifetimePoints: 150 } });
  expect((await state()).events.at(-1)).toMatchObject({ type: 'EXPIRE_POINTS', expire_points: { points: -100 } });
});

it.each([
  ['email', 'nobody@example.org'],
  ['phone', '+1'],
  ['customer', 'X'],
  ['account', 'X'],
])('says that nobody is a member by %s', async (by, value) => {
  const { ctx } = await loyaltyWorld();
  expect(await step(ctx, by, value)).toEqual({ port: 'no-member', value: { by, value } });
});

it('chooses nobody of two with one address', async () => {
  const { ctx } = await loyaltyWorld({ members: [ANN, { email: ANN.email, account: 'acc-2' }] });
  expect(await step(ctx, 'email', ANN.email)).toMatchObject({
    port: 'ambiguous',
    value: { accounts: ['acc-ann', 'acc-2'] },
  });
});

it('gives its ledger page by page, newest first', async () => {
  const { ctx, sim, connection } = await loyaltyWorld();
  for (const reference of ['a', 'b', 'c']) await earn(ctx, 1, reference);
  const page = async (cursor?: string) => {
    const answer = await fetch(`${sim.baseUrl}/v2/loyalty/events/search`, {
      method: 'POST',
      headers: { authorization: `Bearer ${connection.settings.accessToken}` },
      body: JSON.stringify({ limit: 2, ...(cursor !== undefined && { cursor }) }),
    });
    return (await answer.json()) as { events: { id: string }[]; cursor?: string };
  };
  const first = await page();
  const last = await page(first.cursor);
  expect([first.events.length, last.events.length, last.cursor]).toEqual([2, 1, undefined]);
  expect(new Set([...first.events, ...last.events].map(({ id }) => id)).size).toBe(3);
});
