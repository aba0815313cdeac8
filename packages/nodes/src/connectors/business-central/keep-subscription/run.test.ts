import { expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { bcWorld } from '../simulator/world.testing.ts';
import { keepBcSubscription } from './definition.ts';
import { runKeepBcSubscription } from './run.ts';

const step = (ctx: TestContext, notificationUrl: string) => {
  const params = keepBcSubscription.params.parse({ connection: 'bc', entity: 'salesOrders', notificationUrl });
  return runKeepBcSubscription({ params, input: null }, ctx);
};

/** An address that says the token back, as the door of a webhook does. */
const door = () =>
  serverFor(({ url }) => {
    const token = new URL(url, 'http://x').searchParams.get('validationToken');
    return token === null ? { status: 202 } : { status: 200, body: token };
  });

it('subscribes, then renews the same, and makes it anew when it is gone', async () => {
  const { ctx, clock, state } = await bcWorld();
  const { baseUrl } = await door();
  const url = `${baseUrl}/hooks/bc`;
  const first = await step(ctx, url);
  expect(first.value).toEqual({
    subscriptionId: expect.any(String),
    expiresOn: '2026-11-26T08:00:00Z',
    how: 'created',
  });
  clock.now += 2 * 86_400_000;
  const second = await step(ctx, url);
  expect(second.value).toEqual({ ...first.value, expiresOn: '2026-11-28T08:00:00Z', how: 'renewed' });
  expect((await state()).subscriptions).toMatchObject([{ clientState: 'lockstep_estate_client_state' }]);
  clock.now += 4 * 86_400_000;
  expect((await step(ctx, url)).value).toMatchObject({ how: 'created' });
});

it('gives a subscription the newest of two client states when it renews it', async () => {
  const { ctx, state } = await bcWorld();
  const { baseUrl } = await door();
  const url = `${baseUrl}/hooks/bc`;
  await step(ctx, url);
  const known = await ctx.connection('bc');
  const settings = { ...known.settings, webhookSecret: `next\n${known.settings.webhookSecret}` };
  const rotated = contextFor({ connections: [{ ...known, settings }] });
  expect((await step(rotated, url)).value).toMatchObject({ how: 'renewed' });
  expect((await state()).subscriptions).toMatchObject([{ clientState: 'next' }]);
});

it('is refused when the address does not say the token back', async () => {
  const { ctx } = await bcWorld();
  const { baseUrl } = await serverFor(() => ({ status: 200, body: 'hello' }));
  expect(await failureOf(step(ctx, baseUrl))).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('must respond with the validation token'),
  });
});
