import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { StepError } from '@lockstep/schema/node';

/** What one connection trusts beside the authorities of the machine, and how it says who it is. PEM. */
export interface Certificates {
  /** One authority, or several. */
  readonly authority: string;
  /** The client's, with its chain; empty: none. */
  readonly certificate: string;
  readonly key: string;
}

/** A certificate or key that cannot be used, and the setting it stands in. */
export interface CertificateFault {
  readonly field: 'tlsAuthority' | 'tlsCertificate' | 'tlsKey';
  /** One sentence for whoever fills in the form; holds no key. */
  readonly message: string;
}

/** The certificates of a connection; `undefined` where it names none. */
export function certificatesOf(settings: Readonly<Record<string, string>>): Certificates | undefined {
  const text = (name: string): string => settings[name]?.trim() ?? '';
  const found = { authority: text('tlsAuthority'), certificate: text('tlsCertificate'), key: text('tlsKey') };
  return Object.values(found).every((value) => value === '') ? undefined : found;
}

/** What is wrong with them, as far as it shows without calling anybody. */
export function certificateFault({ authority, certificate, key }: Certificates): CertificateFault | undefined {
  const wrong = (field: CertificateFault['field'], message: string): CertificateFault => ({ field, message });
  if (authority !== '') {
    const read = certificatesIn(authority);
    if (!read) return wrong('tlsAuthority', `The trusted certificate authority is no certificate in PEM. ${EXPECTED}`);
    if (!read.some((one) => one.ca || isSelfSigned(one)))
      return wrong(
        'tlsAuthority',
        'The trusted certificate authority is the certificate of a server, not of an authority.',
      );
  }
  if (certificate === '' && key === '') return undefined;
  if (certificate === '') return wrong('tlsCertificate', 'There is a key of a client certificate, but no certificate.');
  const [own] = certificatesIn(certificate) ?? [];
  if (!own) return wrong('tlsCertificate', `The client certificate is no certificate in PEM. ${EXPECTED}`);
  if (key === '') return wrong('tlsKey', 'There is a client certificate, but no key of it.');
  const read = keyIn(key);
  if (typeof read === 'string') return wrong('tlsKey', read);
  if (!own.checkPrivateKey(read)) return wrong('tlsKey', 'The key is not the one of the client certificate.');
  return undefined;
}

/**
 * How sockets are secured with these certificates.
 *
 * @throws StepError kind `flow`, code `tls-certificates`, when they cannot be used
 */
export function secureContextOf(certificates: Certificates): SecureContext {
  const fault = certificateFault(certificates);
  if (fault) throw unusable(fault.message);
  const { authority, certificate, key } = certificates;
  try {
    return createSecureContext({
      ...(authority !== '' && { ca: [...getCACertificates('default'), ...blocksOf(authority)] }),
      ...(certificate !== '' && { cert: certificate, key }),
    });
  } catch (cause) {
    throw unusable('The certificates of the connection cannot be used together.', cause);
  }
}

const EXPECTED = 'It begins with -----BEGIN CERTIFICATE-----.';
const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function blocksOf(pem: string): readonly string[] {
  return pem.match(BLOCK) ?? [];
}

function certificatesIn(pem: string): readonly X509Certificate[] | undefined {
  try {
    const read = blocksOf(pem).map((block) => new X509Certificate(block));
    return read.length === 0 ? undefined : read;
  } catch {
    return undefined;
  }
}

function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
}

function keyIn(pem: string) {
  if (/ENCRYPTED/.test(pem)) return 'The key of the client certificate has a passphrase; take it away first.';
  try {
    return createPrivateKey(pem);
  } catch {
    return 'The key of the client certificate is no private key in PEM. It begins with -----BEGIN PRIVATE KEY-----.';
  }
}

function unusable(message: string, cause?: unknown): StepError {
  return new StepError({ kind: 'flow', category: 'system', code: 'tls-certificates', message }, { cause });
}
