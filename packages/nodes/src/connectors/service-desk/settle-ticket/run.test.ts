import { expect, it } from 'vitest';
import { failureOf, type TestContext } from '../../../testing/context.ts';
import { deskWorld } from '../simulator/world.testing.ts';
import { tellTicket } from '../tell-ticket/definition.ts';
import { runTellTicket } from '../tell-ticket/run.ts';
import { settleTicket } from './definition.ts';
import { runSettleTicket } from './run.ts';

const FORM = { connection: 'desk', about: 'order/#1001', reference: 'missed-1', subject: 'Late', message: 'Tomorrow.' };
const tell = (ctx: TestContext, form: object = {}) =>
  runTellTicket({ params: tellTicket.params.parse({ ...FORM, ...form }), input: null }, ctx);
const settle = (ctx: TestContext, form: object = {}) =>
  runSettleTicket(
    {
      params: settleTicket.params.parse({ connection: 'desk', about: FORM.about, note: 'Well.', ...form }),
      input: null,
    },
    ctx,
  );

it('solves the ticket with a last word, opens it again for what comes after, and begins a new one when it is closed', async () => {
  const { ctx, agent, tickets } = await deskWorld();
  expect(await settle(ctx, { reference: 'well-0' })).toEqual({ port: 'no-ticket', value: { about: FORM.about } });
  await tell(ctx);
  expect(await settle(ctx, { reference: 'well-1' })).toMatchObject({
    port: 'settled',
    value: { status: 'solved', written: true },
  });
  expect(await settle(ctx, { reference: 'well-1' })).toMatchObject({ value: { status: 'solved', written: false } });
  expect(await tell(ctx, { reference: 'missed-2' })).toMatchObject({
    port: 'told',
    value: { ticket: 1, status: 'open' },
  });
  await agent(1, 'pending');
  expect(await tell(ctx, { reference: 'missed-3' })).toMatchObject({ value: { status: 'pending' } });
  await agent(1, 'closed');
  expect(await tell(ctx, { reference: 'missed-4' })).toMatchObject({
    port: 'opened',
    value: { ticket: 2, status: 'new' },
  });
  expect((await tickets()).map(({ status }) => status)).toEqual(['closed', 'new']);
});

it('solves once though its answer was lost, leaves that to the agents where wanted, and says that there is no word to say', async () => {
  const { ctx, faults, tickets } = await deskWorld();
  await tell(ctx);
  expect(await settle(ctx, { reference: 'a', solve: false })).toMatchObject({
    value: { status: 'new', written: true },
  });
  await faults({ commitThenDrop: 1 });
  expect(await failureOf(settle(ctx, { reference: 'b' }))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
  await faults({});
  expect(await settle(ctx.again({ outcomeUnknown: true }), { reference: 'b' })).toMatchObject({
    value: { status: 'solved', written: false },
  });
  expect((await tickets())[0]?.comments.map(({ body }) => body)).toEqual(['Tomorrow.', 'Well.', 'Well.']);
  expect(await failureOf(settle(ctx, { reference: 'c', note: '' }))).toMatchObject({ code: 'nothing-to-tell' });
});
