import { type ResolvedConnection, StepError } from '@lockstep/schema/node';

export interface FtpAddress {
  readonly host: string;
  readonly port: number;
  /** By `AUTH TLS`, before anybody is told a user or a password. @see RFC 4217 */
  readonly isEncrypted: boolean;
}

const FTP_PORT = 21;

/**
 * Where a connection leads. `ftps://` is explicit FTPS; `ftp://` is readable for everyone on the way, and taken only where the connection says
 * that this is known.
 *
 * @throws StepError kind `flow`: `ftp-address`, `ftp-plain`
 */
export function addressOf({ baseUrl, settings }: Pick<ResolvedConnection, 'baseUrl' | 'settings'>): FtpAddress {
  const url = URL.parse(baseUrl);
  if ((url?.protocol !== 'ftp:' && url?.protocol !== 'ftps:') || url.hostname === '') {
    throw wrong('ftp-address', `"${baseUrl}" is no address such as ftps://files.example.com:21.`);
  }
  const isEncrypted = url.protocol === 'ftps:';
  if (!isEncrypted && settings.encryption?.trim().toLowerCase() !== 'none') {
    const message = `Password and files would travel readable for everyone to ${url.host}. Use ftps://, or write "none" into Encryption to take that.`;
    throw wrong('ftp-plain', message);
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? FTP_PORT : Number(url.port),
    isEncrypted,
  };
}

function wrong(code: string, message: string): StepError {
  return new StepError({ kind: 'flow', category: 'validation', code, message });
}
