import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { StepError } from '@lockstep/schema/node';

/**
 * RSASSA-PKCS1-v1_5 with SHA-256 over the UTF-8 text, in base64url: what a JWT of `RS256` ends with. The key is PEM, as it was
 * pasted: a line break that became a blank or `\n` does no harm.
 *
 * @throws StepError kind `flow` when it is no RSA key that can be read; the key is not in the message
 * @see RFC 7518, 3.3
 */
export async function signRs256(privateKey: string, text: string): Promise<string> {
  const key = readKey(privateKey);
  if (key?.asymmetricKeyType !== 'rsa') {
    throw new StepError({
      kind: 'flow',
      category: 'auth',
      code: 'private-key-unreadable',
      message:
        'The private key of the connection cannot be read: paste the whole PEM of an RSA key, without a passphrase.',
    });
  }
  return sign('RSA-SHA256', Buffer.from(text, 'utf8'), key).toString('base64url');
}

function readKey(pasted: string): KeyObject | undefined {
  const [, label = '', body = ''] =
    /-----BEGIN ([A-Z ]+)-----(.*?)-----END \1-----/s.exec(pasted.replaceAll('\\n', '\n')) ?? [];
  const lines = body.replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
  try {
    return createPrivateKey(`-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`);
  } catch {
    return undefined;
  }
}
