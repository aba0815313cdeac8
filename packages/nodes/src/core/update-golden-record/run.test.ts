import type { Json } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { contextFor, contractIssues, failureOf, type TestContext } from '../../testing/context.ts';
import { updateGoldenRecord } from './definition.ts';
import { runUpdateGoldenRecord } from './run.ts';

const at = (minute: number) => `2026-11-27T10:0${minute}:00+01:00`;
const tell = (ctx: TestContext, params: object) =>
  runUpdateGoldenRecord({ params: updateGoldenRecord.params.parse(params), input: {} as Json }, ctx);
const shop = (minute: number, values: object) => ({ system: 'shopify', id: 7311, at: at(minute), values });

it('says what to write where, and tells the change on its topic', async () => {
  const ctx = contextFor({ key: 'a' });
  const { port, value } = await tell(ctx, shop(1, { email: 'Jana@Example.com', firstName: 'Jana' }));
  const values = { email: 'jana@example.com', firstName: 'Jana' };
  expect([port, value]).toMatchObject([
    'changed',
    {
      id: 'C-1001',
      version: 1,
      changed: ['email', 'firstName'],
      writes: [{ system: 'business-central', values }],
      blocked: [{ system: 'salesforce', values, needs: 'profiling' }],
    },
  ]);
  expect(ctx.published).toMatchObject([
    {
      topic: 'customer.changed',
      key: 'C-1001',
      eventId: 'C-1001@1',
      payload: { customer: value.customer, version: 1 },
    },
  ]);
  expect(await contractIssues('customer@1', value.customer)).toEqual([]);
});

it('leaves at "unchanged" with what is known already, and with an echo of what we wrote', async () => {
  const ctx = contextFor({ key: 'a' });
  await tell(ctx, shop(1, { email: 'jana@example.com' }));
  const echo = {
    system: 'business-central',
    id: 'x',
    customer: 'C-1001',
    at: at(3),
    values: { email: 'JANA@example.com' },
  };
  for (const [key, told] of [
    ['b', shop(2, { email: 'jana@example.com' })],
    ['c', { ...echo, at: at(3) }],
    ['d', { ...echo, at: at(4) }],
  ] as const) {
    const next = contextFor({ key, customers: ctx.customers });
    expect(await tell(next, told)).toMatchObject({ port: 'unchanged', value: { id: 'C-1001', writes: [] } });
  }
});

it('gives the same once more when the attempt is repeated', async () => {
  const ctx = contextFor({ key: 'a' });
  const first = await tell(ctx, shop(1, { email: 'jana@example.com' }));
  expect(await tell(ctx.again({ outcomeUnknown: true }), shop(1, { email: 'jana@example.com' }))).toEqual(first);
  expect(ctx.published.length).toBe(1);
});

it.each([
  [{ values: { mail: 'x' } }, 'values'],
  [{ values: { consents: [{ purpose: 'all', granted: true, at: at(1) }] } }, 'values.consents.0.purpose'],
  [{ at: 'yesterday' }, 'at'],
  [{ system: 'Shop!' }, 'system'],
])('takes %o as a fault of the message, and says where', async (change, where) => {
  expect(await failureOf(tell(contextFor(), { ...shop(1, {}), ...change }))).toMatchObject({
    kind: 'item',
    code: 'customer-invalid',
    message: expect.stringContaining(`read: ${where}: `),
  });
});
