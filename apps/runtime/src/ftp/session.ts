import { isIP } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { type ResolvedConnection, StepError } from '@lockstep/schema/node';
import type { Client } from 'basic-ftp';
import { addressOf } from './address.ts';
import { dataConnections, type OpenSocket } from './data-connection.ts';
import { notSignedIn } from './failures.ts';

/** A session that stands: signed in, and for one call at a time. */
export interface FtpSession {
  readonly client: Client;
  /** What the server says it can do, by the first word of each line. @see RFC 2389 */
  readonly features: ReadonlyMap<string, string>;
  isOpen(): boolean;
  end(): void;
}

/**
 * Signs in. With `ftps://` the connection is encrypted, and the server known by its certificate, before it is told a user or a password.
 *
 * @throws StepError `connect-failed`, `ftp-busy` (transient), `ftp-auth` (refused), `certificate-wrong`, `egress-blocked`, `ftp-address`, `ftp-plain` (flow)
 */
export async function openSession(
  connection: ResolvedConnection,
  { openSocket, timeoutMs }: { readonly openSocket: OpenSocket; readonly timeoutMs: number },
): Promise<FtpSession> {
  const { host, port, isEncrypted } = addressOf(connection);
  const server = `${host}:${port}`;
  const { username = '', password = '', certificate = '' } = connection.settings;
  if (username === '') throw wrong('ftp-auth', `The connection to ${server} needs a user.`);
  // Loaded when the first connection is made: a process that speaks to no such server does without it.
  const { Client } = await import('basic-ftp');
  const socket = await openSocket({ host, port, timeoutMs }).catch((cause: unknown) => {
    throw notSignedIn(cause, server);
  });
  const client = new Client(timeoutMs);
  const late = setTimeout(() => client.ftp.closeWithError(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
  try {
    client.ftp.socket = socket;
    await greeting(client);
    const check = certificateCheck(server, certificate);
    const tls = isEncrypted ? tlsOptions(host, certificate) : undefined;
    if (tls) {
      await encrypt(client, tls, server);
      check(client.ftp.socket as TLSSocket);
    }
    client.prepareTransfer = dataConnections({ openSocket, timeoutMs, tls, check });
    await client.sendIgnoringError('OPTS UTF8 ON');
    await client.login(username, password);
    await client.useDefaultSettings();
    const features = await client.features();
    return { client, features, isOpen: () => !client.closed, end: () => client.close() };
  } catch (cause) {
    client.close();
    throw notSignedIn(cause, server);
  } finally {
    clearTimeout(late);
  }
}

function greeting(client: Client): Promise<unknown> {
  return client.ftp.handle(undefined, (reply, task) => {
    if (reply instanceof Error) task.reject(reply);
    // 120: it will be ready in some minutes.
    else if (reply.code < 200) task.reject(new Error('The server is not ready yet.'));
    else task.resolve(reply);
  });
}

async function encrypt(client: Client, options: ConnectionOptions, server: string): Promise<void> {
  try {
    await client.useTLS(options);
  } catch (cause) {
    const code = (cause as { code?: unknown } | undefined)?.code;
    const isCertificate = typeof code === 'string' && /CERT|SELF_SIGNED|ALTNAME|ISSUER|LEAF/.test(code);
    if (!isCertificate) throw cause;
    const next = 'Pin the fingerprint that the partner tells you, where it is not to be known by its name.';
    throw wrong('certificate-wrong', `The certificate of ${server} is not trusted (${code}). ${next}`, cause);
  }
}

function tlsOptions(host: string, certificate: string): ConnectionOptions {
  return {
    host,
    ...(isIP(host) === 0 && { servername: host }),
    minVersion: 'TLSv1.2',
    // A pinned certificate is checked by us, and by nothing else.
    rejectUnauthorized: certificate.trim() === '',
  };
}

/** Several fingerprints, one a line, while a partner changes its certificate. */
function certificateCheck(server: string, pinned: string): (socket: TLSSocket) => void {
  const known = pinned.split('\n').map(plain).filter(Boolean);
  return (socket) => {
    if (known.length === 0) return;
    const shown = socket.getPeerCertificate().fingerprint256 ?? 'none';
    if (known.includes(plain(shown))) return;
    const next = 'It is not the pinned one: ask the partner whether it was changed, before you pin another.';
    throw wrong('certificate-wrong', `${server} shows the certificate ${shown}. ${next}`);
  };
}

/** A fingerprint without colons, blanks and the name of its hash. */
function plain(fingerprint: string): string {
  return fingerprint
    .replace(/^\s*sha-?256[:=]/i, '')
    .replaceAll(/[:\s]/g, '')
    .toUpperCase();
}

function wrong(code: string, message: string, cause?: unknown): StepError {
  return new StepError({ kind: 'flow', category: 'auth', code, message }, { cause });
}
