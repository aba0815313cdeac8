import { KeyObject, randomUUID } from 'node:crypto';
import type { Identity } from './identity.ts';

/** A certificate authority that lives as long as its process: what an ERP on premises has, and no machine trusts. */
export interface Authority {
  /** Its own certificate, PEM. */
  readonly certificate: string;
  /** A server on this machine. */
  server(): Promise<Identity>;
  /** A caller that a server knows by its certificate. */
  client(name: string): Promise<Identity>;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
/** Extended key usages. @see RFC 5280, 4.2.1.12 */
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** Makes an authority with a key of its own. @param now of the machine that will check: TLS knows no other clock */
export async function createAuthority(now = Date.now()): Promise<Authority> {
  // Asked for by what it is made with; nobody else needs either.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const newKeys = () => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const span = {
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + 30 * DAY_MS),
    signingAlgorithm: ALGORITHM,
  };
  const keys = await newKeys();
  let serial = 1;
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ ...span, serialNumber: '01', name: `CN=Estate authority ${randomUUID()}`, keys },
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const issue = async (name: string, usage: string): Promise<Identity> => {
    const { publicKey, privateKey } = await newKeys();
    serial += 1;
    const made = await x509.X509CertificateGenerator.create({
      ...{ ...span, serialNumber: serial.toString(16).padStart(2, '0'), subject: `CN=${name}`, issuer: own.subject },
      ...{ publicKey, signingKey: keys.privateKey },
      extensions: [
        new x509.SubjectAlternativeNameExtension([
          { type: 'ip', value: '127.0.0.1' },
          { type: 'dns', value: 'localhost' },
        ]),
        new x509.ExtendedKeyUsageExtension([usage]),
      ],
    });
    const key = KeyObject.from(privateKey).export({ type: 'pkcs8', format: 'pem' });
    return { certificate: made.toString('pem'), key: String(key) };
  };
  return {
    certificate: own.toString('pem'),
    server: () => issue('127.0.0.1', SERVER_AUTH),
    client: (name) => issue(name, CLIENT_AUTH),
  };
}
