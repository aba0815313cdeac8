import { generateKeyPairSync, verify } from 'node:crypto';
import { StepError } from '@lockstep/schema/node';
import { expect, it } from 'vitest';
import { signRs256 } from './sign.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (type: 'pkcs8' | 'pkcs1') => privateKey.export({ format: 'pem', type }).toString();

it.each([
  ['PKCS 8', pem('pkcs8')],
  ['PKCS 1', pem('pkcs1')],
  ['with blanks for line breaks, as a form of one line makes them', pem('pkcs8').replaceAll('\n', ' ')],
  ['with line breaks spelled out', pem('pkcs8').replaceAll('\n', '\\n')],
])('signs with a key in %s', async (_, key) => {
  const signature = Buffer.from(await signRs256(key, 'grüße'), 'base64url');
  expect(verify('RSA-SHA256', Buffer.from('grüße'), publicKey, signature)).toBe(true);
});

it.each(['', 'secret', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'])(
  'does not take %j',
  async (key) => {
    const error = await signRs256(key, 'x').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StepError);
    expect((error as StepError).failure).toMatchObject({ kind: 'flow', code: 'private-key-unreadable' });
  },
);

it('takes no key of another kind', async () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' });
  await expect(signRs256(ec.toString(), 'x')).rejects.toThrow(/RSA key/);
});
