import type { Mail, OutgoingMail } from '@lockstep/schema/node';
import { expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { sendMail } from './definition.ts';
import { runSendMail } from './run.ts';

function world(rejected: readonly string[] = []) {
  const sent: OutgoingMail[] = [];
  const mail: Mail = {
    send: async (_connection, one) => {
      sent.push(one);
      return { accepted: one.to, rejected };
    },
    signIn: async () => undefined,
  };
  const connection = { id: 'post', system: 'smtp', baseUrl: 'smtp://mail.example.com', settings: {} };
  return { sent, ctx: contextFor({ connections: [connection], mail }) };
}

const step = (ctx: TestContext, form: object = {}) => {
  const plain = {
    connection: 'post',
    from: 'Shop <shop@example.com>',
    to: 'ann@example.org',
    subject: 'Hi',
    text: 'Hello',
  };
  return runSendMail({ params: sendMail.params.parse({ ...plain, ...form }), input: null }, ctx);
};

it('sends to every address, with a Message-ID that is the key of the step', async () => {
  const { ctx, sent } = world(['bob@example.org']);
  const to = 'ann@example.org, "Kern, Bob" <bob@example.org>';
  expect(await step(ctx, { to, cc: 'team@example.com', html: '' })).toEqual({
    port: 'sent',
    value: {
      messageId: '<run-1.step-1.0@lockstep.invalid>',
      accepted: ['ann@example.org', '"Kern, Bob" <bob@example.org>'],
      rejected: ['bob@example.org'],
    },
  });
  expect(sent).toEqual([
    {
      from: 'Shop <shop@example.com>',
      to: ['ann@example.org', '"Kern, Bob" <bob@example.org>'],
      cc: ['team@example.com'],
      bcc: [],
      subject: 'Hi',
      text: 'Hello',
      messageId: '<run-1.step-1.0@lockstep.invalid>',
    },
  ]);
  expect(ctx.logs).toMatchObject([{ level: 'warn' }]);
});

it.each([
  [{ to: 'ann' }, '"ann" under "To" is no address.'],
  [{ to: ' , ,' }, 'Nobody stands under "To".'],
  [{ cc: 'a@b, c d@e' }, '"c d@e" under "Copy to" is no address.'],
  [{ from: 'a@b, c@d' }, 'Under "From" there must be one address.'],
])('says what is no address: %j', async (form, message) => {
  const { ctx, sent } = world();
  expect(await failureOf(step(ctx, form))).toMatchObject({ kind: 'item', message });
  expect(sent).toEqual([]);
});
