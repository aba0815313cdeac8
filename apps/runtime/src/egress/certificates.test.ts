import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAuthority, type SecureServing } from '@lockstep/nodes/simulators';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { type Certificates, certificateFault } from './certificates.ts';
import { createEgress } from './create-egress.ts';
import { exchangeFailed } from './failures.ts';
import { failureOf } from './testing.ts';

const [authority, stranger] = await Promise.all([createAuthority(), createAuthority()]);
const [server, client, strange] = await Promise.all([
  authority.server(),
  authority.client('lockstep'),
  stranger.client('lockstep'),
]);
const egress = createEgress();
afterAll(() => egress.close());

const NONE: Certificates = { authority: '', certificate: '', key: '' };
const TRUSTING: Certificates = { ...NONE, authority: authority.certificate };

/** A system that counts what it was asked. */
async function systemOf({ clientsOf }: Pick<SecureServing, 'clientsOf'> = {}) {
  const asked: string[] = [];
  const clients = clientsOf === undefined ? {} : { ca: clientsOf, requestCert: true };
  const serving = createServer({ cert: server.certificate, key: server.key, ...clients }, (request, response) => {
    asked.push(request.method ?? '');
    response.end('hello');
  });
  await new Promise<void>((resolve) => serving.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    serving.close();
    serving.closeAllConnections();
  });
  return { asked, url: `https://127.0.0.1:${(serving.address() as AddressInfo).port}/` };
}
const send = (url: string, certificates?: Certificates) =>
  egress.request({ method: 'POST', url, body: 'x' }, undefined, undefined, certificates);

it('trusts the authority a connection names, for that connection only', async () => {
  const { url, asked } = await systemOf();
  expect(await send(url, TRUSTING)).toMatchObject({ status: 200, text: 'hello' });
  for (const without of [undefined, { ...NONE, authority: stranger.certificate }]) {
    expect(await failureOf(send(url, without))).toEqual({
      ...{ kind: 'flow', category: 'system', code: 'tls-failed' },
      message: expect.stringMatching(
        /^Certificate not trusted: https:.* shows one of an authority that is not known here/,
      ),
    });
  }
  expect(asked).toEqual(['POST']);
});

it('shows the client certificate of a connection, without which the system does nothing', async () => {
  const { url, asked } = await systemOf({ clientsOf: authority.certificate });
  expect((await send(url, { ...TRUSTING, ...client })).status).toBe(200);
  for (const own of [{ certificate: '', key: '' }, strange]) {
    expect((await failureOf(send(url, { ...TRUSTING, ...own }))).kind).toBe('transient');
  }
  expect(asked).toEqual(['POST']);
});

it.each(['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'])(
  'knows by %s that a system does not take our certificate, though the request had been sent',
  (code) => {
    const cause = Object.assign(new Error('alert'), { code });
    const { failure } = exchangeFailed(cause, { method: 'POST', origin: 'https://erp', sent: true, expired: false });
    expect(failure).toEqual({
      ...{ kind: 'flow', category: 'system', code: 'tls-failed' },
      message: `https://erp does not accept the client certificate of the connection, or asks for one (${code}). Nothing was done.`,
    });
  },
);

it.each<[string, Partial<Certificates>, string]>([
  ['no PEM', { authority: 'MIIB' }, 'The trusted certificate authority is no certificate in PEM.'],
  [
    'the certificate of a server for an authority',
    { authority: server.certificate },
    'The trusted certificate authority is the certificate of a server',
  ],
  ['a certificate without its key', { certificate: client.certificate }, 'no key of it'],
  ['a key without its certificate', { key: client.key }, 'but no certificate'],
  [
    'the key of another',
    { certificate: client.certificate, key: strange.key },
    'is not the one of the client certificate',
  ],
  ['a key that is none', { certificate: client.certificate, key: 'secret' }, 'is no private key in PEM'],
  [
    'a key with a passphrase',
    { certificate: client.certificate, key: '-----BEGIN ENCRYPTED PRIVATE KEY-----' },
    'has a passphrase',
  ],
])('refuses %s before anything is sent', async (_, wrong, message) => {
  const certificates = { ...NONE, ...wrong };
  expect(certificateFault(certificates)?.message).toContain(message);
  expect(await failureOf(send('https://127.0.0.1:1/', certificates))).toMatchObject({
    ...{ kind: 'flow', code: 'tls-certificates' },
    message: expect.stringContaining(message),
  });
});

it('has nothing against certificates that fit', () => {
  expect(certificateFault({ ...TRUSTING, ...client })).toBeUndefined();
});
