import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';

/** A message, the key it names, and its signature in base64. */
export interface RsaSigned {
  readonly keyId: string;
  readonly signature: string;
  readonly signed: Uint8Array;
}

/** Smaller keys can be broken. @see NIST SP 800-131A */
const MIN_BITS = 2048;

/**
 * Checks an RSA-SHA256 signature (RSASSA-PKCS1-v1_5) under the public keys of a connection: a JWK set in one piece, or a JWK
 * a line. The reason when it does not hold; undefined when it does.
 */
export function checkRsa(secrets: readonly string[], { keyId, signature, signed }: RsaSigned): string | undefined {
  const keys = readKeys(secrets);
  if (keys === undefined) return 'The public keys of this hook cannot be read; paste the JWK set into its connection.';
  const jwk = keys.find(({ kid }) => kid === keyId);
  if (!jwk) return `The key "${keyId.slice(0, 80)}" is not among the public keys of this hook.`;
  const key = publicKey(jwk);
  if (!key) return 'The public key of this message is no RSA key of at least 2048 bits.';
  const bytes = Buffer.from(signature, 'base64');
  const isExact = bytes.toString('base64') === signature;
  return isExact && verify('RSA-SHA256', signed, key, bytes) ? undefined : 'The signature does not match the body.';
}

/** True when the key is among these public keys. */
export function knowsKey(secrets: readonly string[], keyId: string): boolean {
  return readKeys(secrets)?.some(({ kid }) => kid === keyId) === true;
}

type Jwk = JsonWebKey & { readonly kid?: string };

function readKeys(secrets: readonly string[]): readonly Jwk[] | undefined {
  const whole = readJson(secrets.join('\n'));
  const read = whole === undefined ? secrets.map(readJson) : [whole];
  const keys = read.flatMap((one) => (isRecord(one) && Array.isArray(one.keys) ? one.keys : [one]));
  return keys.length > 0 && keys.every(isRecord) ? (keys as readonly Jwk[]) : undefined;
}

/** Public parts only, whatever was pasted. */
function publicKey({ kty, n, e }: Jwk): KeyObject | undefined {
  try {
    if (kty !== 'RSA' || n === undefined || e === undefined) return undefined;
    const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_BITS ? key : undefined;
  } catch {
    return undefined;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
