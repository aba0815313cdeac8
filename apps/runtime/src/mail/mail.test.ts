import { connect, type Socket } from 'node:net';
import { StepError } from '@lockstep/schema/node';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect, it, onTestFinished } from 'vitest';
import { createMail } from './index.ts';

const opened = ({ host, port }: { readonly host: string; readonly port: number }) =>
  new Promise<Socket>((done, failed) => {
    const socket = connect({ host, port }, () => done(socket));
    socket.once('error', failed);
  });

/** A mail server of its own; what it takes is kept as text. */
async function world(options: SMTPServerOptions = {}) {
  const taken: { readonly to: readonly string[]; readonly text: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) => {
      if (username === 'shop' && password === 'right') done(null, { user: username });
      else done(new Error('Wrong.'));
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        taken.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(parts).toString(),
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => new Promise<void>((closed) => server.close(() => closed())));
  const { port } = server.server.address() as { port: number };
  const connection = { id: 'post', system: 'smtp', baseUrl: `smtp://127.0.0.1:${port}`, settings: { tls: 'off' } };
  return { taken, connection, mail: createMail({ openSocket: opened, connectMs: 2_000, answerMs: 2_000 }) };
}

const letter = (change: object = {}) => ({
  from: 'Shop <shop@example.com>',
  to: ['ann@example.org', 'Bob <bob@example.org>'],
  cc: [],
  bcc: ['audit@example.com'],
  subject: 'Dein Päckchen',
  text: 'Es ist unterwegs.',
  messageId: '<run-1@lockstep>',
  ...change,
});

const failureOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    (value) => new Error(`it gave ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof StepError) return error.failure;
  throw error;
};

it('hands a mail over, with the id it always has, and keeps blind copies blind', async () => {
  const { mail, connection, taken } = await world();
  expect(await mail.send(connection, letter())).toEqual({
    accepted: ['ann@example.org', 'bob@example.org', 'audit@example.com'],
    rejected: [],
  });
  const [{ to = [], text = '' } = {}] = taken;
  expect(to.length).toBe(3);
  expect(text).toMatch(/^Message-ID: <run-1@lockstep>$/im);
  expect(text).toMatch(/^Subject: =\?UTF-8\?/m);
  expect(text).not.toContain('audit@example.com');
});

it('lets no line of a subject or an address become a header', async () => {
  const { mail, connection, taken } = await world();
  await mail.send(connection, letter({ subject: 'Hi\r\nBcc: eve@example.com', to: ['ann@example.org'] }));
  expect(taken[0]?.to).not.toContain('eve@example.com');
  expect(taken[0]?.text).not.toMatch(/^Bcc:/m);
});

it('says which addresses were not taken, and fails only when none was', async () => {
  const onRcptTo: SMTPServerOptions['onRcptTo'] = ({ address }, _session, done) => {
    if (address.startsWith('ann')) done();
    else done(Object.assign(new Error('No such mailbox'), { responseCode: 550 }));
  };
  const { mail, connection } = await world({ onRcptTo });
  expect(await mail.send(connection, letter())).toEqual({
    accepted: ['ann@example.org'],
    rejected: ['bob@example.org', 'audit@example.com'],
  });
  expect(await failureOf(mail.send(connection, letter({ to: ['bob@example.org'], bcc: [] })))).toMatchObject({
    kind: 'refused',
    code: 'mail-refused',
    message: expect.stringContaining('550'),
  });
});

it('tries later what is put off, and signs in', async () => {
  const onMailFrom: SMTPServerOptions['onMailFrom'] = (_address, _session, done) =>
    done(Object.assign(new Error('Greylisted'), { responseCode: 451 }));
  const slow = await world({ onMailFrom });
  const failure = await failureOf(slow.mail.send(slow.connection, letter()));
  expect([failure.kind, failure.code, failure.outcomeUnknown]).toEqual(['transient', 'mail-deferred', undefined]);
  const { mail, connection } = await world({ authMethods: ['PLAIN'], allowInsecureAuth: true, hideSTARTTLS: true });
  const user = (password: string) => ({ ...connection, settings: { tls: 'off', username: 'shop', password } });
  await mail.signIn(user('right'));
  expect(await failureOf(mail.send(user('wrong'), letter()))).toMatchObject({ kind: 'refused', code: 'mail-auth' });
});

it('does not know what became of a mail whose confirmation was lost', async () => {
  const lost = await world({ onData: (stream, _session) => stream.on('end', () => undefined).resume() });
  expect(await failureOf(lost.mail.send(lost.connection, letter()))).toMatchObject({
    code: 'connection-lost',
    outcomeUnknown: true,
  });
});

it('sends nothing where nobody is, without encryption it was told to want, and to what is no address', async () => {
  const { mail, connection } = await world();
  const gone = { ...connection, baseUrl: 'smtp://127.0.0.1:1' };
  expect(await failureOf(mail.send(gone, letter()))).toMatchObject({ kind: 'transient', code: 'connect-failed' });
  const failure = await failureOf(mail.send({ ...connection, settings: {} }, letter()));
  expect(failure.outcomeUnknown).toBeUndefined();
  expect(await failureOf(mail.send({ ...connection, baseUrl: 'https://x' }, letter()))).toMatchObject({ kind: 'flow' });
});
