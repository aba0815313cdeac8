import { expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { serviceDeskConnection } from '../connection.ts';
import { deskWorld } from '../simulator/world.testing.ts';
import { tellTicket } from './definition.ts';
import { runTellTicket } from './run.ts';

const FORM = {
  connection: 'desk',
  about: 'order/#1001',
  reference: 'missed-1',
  subject: 'Your order #1001 is late',
  message: 'It leaves tomorrow.',
  note: 'https://lockstep.example/cases/order/%231001',
  requester: 'ada@example.org',
  tags: 'Lockstep, late parcel',
};
const tell = (ctx: TestContext, form: object = {}) =>
  runTellTicket({ params: tellTicket.params.parse({ ...FORM, ...form }), input: null }, ctx);

it('opens one ticket and tells it each thing once, whatever answer was lost, whichever run tells it', async () => {
  const { ctx, connection, faults, tickets } = await deskWorld();
  await faults({ commitThenDrop: 1 });
  // Opening, and then the note: each is done, and its answer lost.
  for (let lost = 0; lost < 2; lost += 1)
    expect(await failureOf(tell(ctx))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
  await faults({});
  const ticket = { about: FORM.about, ticket: 1, status: 'new', identifiers: [{ system: 'zendesk', value: '1' }] };
  expect(await tell(ctx.again({ outcomeUnknown: true }))).toMatchObject({
    port: 'opened',
    value: { ...ticket, written: false },
  });
  const other = contextFor({ connections: [connection], key: 'run-2:tell:0' });
  expect(await tell(other, { reference: 'failed-2', message: '', note: 'The ERP is down.' })).toMatchObject({
    port: 'told',
    value: { ...ticket, written: true },
  });
  expect(await tell(other, { reference: 'failed-2', message: '', note: 'The ERP is down.' })).toMatchObject({
    port: 'told',
    value: { written: false },
  });
  expect(await tickets()).toMatchObject([
    {
      external_id: FORM.about,
      subject: FORM.subject,
      requester: FORM.requester,
      tags: ['lockstep', 'late_parcel'],
      comments: [
        { body: FORM.message, public: true },
        { body: FORM.note, public: false },
        { body: 'The ERP is down.', public: false },
      ],
    },
  ]);
});

it('of several runs that tell at once, with agents who write meanwhile, opens one ticket with all of it', async () => {
  const { connection, faults, tickets } = await deskWorld();
  await faults({ busyAgents: 0.3 });
  const references = ['a', 'b', 'c', 'd'];
  const untilTold = async (reference: string): Promise<void> => {
    const ctx = contextFor({ connections: [connection], key: `run-${reference}:tell:0` });
    for (;;) {
      try {
        await tell(ctx, { reference, message: '', note: reference });
        return;
      } catch (error) {
        expect(error).toMatchObject({ failure: { kind: 'transient' } });
      }
    }
  };
  await Promise.all(references.map(untilTold));
  const [ticket, ...others] = await tickets();
  const ours = (ticket?.comments ?? []).map(({ body }) => body).filter((body) => references.includes(body));
  expect([others, ours.toSorted()]).toEqual([[], references]);
});

it('says to the customer once that something is held up, however much there is to say to the agents, and again once it was solved', async () => {
  const { ctx, agent, tickets } = await deskWorld();
  const quietly = (reference: string) => tell(ctx, { reference, message: 'Held up.', note: reference, repeat: false });
  await quietly('a');
  await quietly('b');
  await agent(1, 'solved');
  await quietly('c');
  expect((await tickets())[0]?.comments.map(({ body }) => body)).toEqual(['Held up.', 'a', 'b', 'Held up.', 'c']);
});

it('says what Zendesk refuses, by field, and that there is nothing to tell', async () => {
  const { ctx, connection, faults } = await deskWorld();
  expect(await failureOf(tell(ctx, { requester: 'nobody' }))).toMatchObject({
    kind: 'refused',
    code: 'ticket-refused',
    details: { complaints: [{ field: 'requester.email' }] },
  });
  expect(await failureOf(tell(ctx, { message: '', note: '' }))).toMatchObject({ code: 'nothing-to-tell' });
  const stranger = contextFor({ connections: [{ ...connection, settings: {} }] });
  expect(await failureOf(tell(stranger))).toMatchObject({ kind: 'refused', category: 'auth' });
  await faults({ status: 429, retryAfter: 2 });
  expect(await failureOf(tell(ctx))).toMatchObject({ kind: 'transient', category: 'rate', retryAfterMs: 2000 });
});

it('tells by a test call whether it may write', async () => {
  const { connection, ctx } = await deskWorld();
  const test = (settings: Readonly<Record<string, string>> = connection.settings) =>
    serviceDeskConnection.test?.({ ...ctx, connection: { ...connection, settings }, signRs256: async () => '' });
  expect(await test()).toEqual({ ok: true, message: 'Zendesk answers, and knows Lockstep as agent.' });
  expect(await test({})).toEqual({ ok: false, message: 'Zendesk does not accept agent and token (401).' });
  const answers = async (user: object) => {
    const { baseUrl } = await serverFor(() => ({ status: 200, body: JSON.stringify({ user }) }));
    return serviceDeskConnection.test?.({ ...ctx, connection: { ...connection, baseUrl }, signRs256: async () => '' });
  };
  expect(await answers({ id: null, role: 'end-user' })).toMatchObject({
    ok: false,
    message: 'Zendesk answers, but does not know this agent.',
  });
  expect(await answers({ id: 7, role: 'end-user' })).toMatchObject({
    ok: false,
    message: 'Zendesk knows this person as end-user; tickets are written by agents.',
  });
});
