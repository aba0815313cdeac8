import type { ConnectionField, ConnectionType } from './connection-type.ts';

/** What a connection over HTTPS trusts, and shows, beside what everybody does: an ERP on premises often has an authority of its own. */
const CERTIFICATE_FIELDS: readonly ConnectionField[] = [
  {
    name: 'tlsAuthority',
    label: 'Trusted certificate authority',
    part: 'certificates',
    lines: true,
    placeholder: '-----BEGIN CERTIFICATE-----',
    description: 'PEM, one or several. Trusted for this system beside the public authorities.',
  },
  {
    name: 'tlsCertificate',
    label: 'Client certificate',
    part: 'certificates',
    lines: true,
    placeholder: '-----BEGIN CERTIFICATE-----',
    description: 'PEM, with its chain. For a system that asks who calls (mTLS).',
  },
  {
    name: 'tlsKey',
    label: 'Key of the client certificate',
    part: 'certificates',
    lines: true,
    secret: true,
    placeholder: '-----BEGIN PRIVATE KEY-----',
    description: 'PEM, without a passphrase.',
  },
];

/** A type with the fields for certificates, where it speaks HTTP. */
export function withCertificates(type: ConnectionType): ConnectionType {
  return type.schemes === undefined ? { ...type, fields: [...type.fields, ...CERTIFICATE_FIELDS] } : type;
}
