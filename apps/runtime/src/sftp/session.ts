import type { Socket } from 'node:net';
import { type ResolvedConnection, StepError } from '@lockstep/schema/node';
import type { Failure } from '@lockstep/schema/run';
import type { Client, ConnectConfig, SFTPWrapper } from 'ssh2';
import { fingerprintOf, isPinned } from './host-key.ts';

/** Opens a socket under the address rules of the process; rejects with the code `EGRESS_BLOCKED` where they forbid it. */
export type OpenSocket = (target: {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}) => Promise<Socket>;

/** A session that stands: signed in, with the files of the server open. */
export interface SftpSession {
  readonly sftp: SFTPWrapper;
  /** False once it was cut or ended. */
  isOpen(): boolean;
  /** Rejects when the session ends: a call under way would wait for ever. */
  readonly ended: Promise<never>;
  end(): void;
}

const SFTP_PORT = 22;

/** Pinning is worth as much as what the key signs with: old algorithms of a server are refused, not fallen back to. */
const ALGORITHMS: NonNullable<ConnectConfig['algorithms']> = {
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
};

/**
 * Signs in. The server must show the pinned host key before it is told a user or a password.
 *
 * @throws StepError `connect-failed`, `sftp-busy` (transient), `sftp-auth` (refused), `host-key-wrong`, `egress-blocked`, `sftp-address` (flow)
 */
export async function openSession(
  connection: ResolvedConnection,
  { openSocket, timeoutMs }: { readonly openSocket: OpenSocket; readonly timeoutMs: number },
): Promise<SftpSession> {
  const { host, port } = addressOf(connection);
  const server = `${host}:${port}`;
  const { username = '', password, privateKey, passphrase, hostKey = '' } = connection.settings;
  if (!username || (!password && !privateKey)) {
    throw wrong('sftp-auth', 'auth', `The connection to ${server} needs a user, and a password or a private key.`);
  }
  // Loaded when the first connection is made: a process that speaks to no such server does without it.
  const { Client } = (await import('ssh2')).default;
  const sock = await openSocket({ host, port, timeoutMs }).catch((cause: unknown) => {
    throw notConnected(server, cause);
  });
  const client = new Client();
  let shown: string | undefined;
  let isOpen = true;
  const ended = new Promise<never>((_, reject) => {
    const over = (error?: Error): void => {
      isOpen = false;
      reject(error ?? new Error('The session ended.'));
    };
    client.on('error', over);
    client.on('close', () => over());
  });
  ended.catch(() => undefined);
  try {
    const ready = new Promise<void>((resolve) => void client.once('ready', resolve));
    client.connect({
      sock,
      username,
      ...(password && { password, tryKeyboard: true }),
      ...(privateKey && { privateKey }),
      ...(passphrase && { passphrase }),
      hostVerifier: (key: Buffer) => {
        shown = fingerprintOf(key);
        return isPinned(key, hostKey);
      },
      algorithms: ALGORITHMS,
      readyTimeout: timeoutMs,
      keepaliveInterval: 15_000,
      keepaliveCountMax: 3,
    });
    // Some servers ask for the password in a dialogue of their own.
    client.on('keyboard-interactive', (_name, _text, _lang, prompts, answer) =>
      answer(prompts.map(() => password ?? '')),
    );
    await Promise.race([ready, ended]);
    const sftp = await Promise.race([filesOf(client), ended]);
    return { sftp, ended, isOpen: () => isOpen, end: () => void client.end() };
  } catch (cause) {
    client.destroy();
    throw refusedSession({ cause, server, shown, hostKey });
  }
}

function filesOf(client: Client): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    client.sftp((error, sftp) => (error ? reject(new Busy(error.message, { cause: error })) : resolve(sftp)));
  });
}

/** Signed in, but it opens no files for us now. */
class Busy extends Error {}

/** @throws StepError kind `flow` for an address that is none */
function addressOf({ baseUrl }: ResolvedConnection): { readonly host: string; readonly port: number } {
  const url = URL.parse(baseUrl);
  if (url?.protocol !== 'sftp:' || url.hostname === '') {
    throw wrong('sftp-address', 'validation', `"${baseUrl}" is no address such as sftp://files.example.com:22.`);
  }
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: url.port === '' ? SFTP_PORT : Number(url.port) };
}

interface Refusal {
  readonly cause: unknown;
  readonly server: string;
  /** Fingerprint of the key the server showed. */
  readonly shown: string | undefined;
  readonly hostKey: string;
}

function refusedSession({ cause, server, shown, hostKey }: Refusal): StepError {
  const { level, message } = (cause ?? {}) as { level?: string; message?: string };
  if (shown !== undefined && /host denied|verification failed/i.test(message ?? '')) {
    const next =
      hostKey.trim() === ''
        ? 'Compare it with what the partner tells you, and put it into the connection.'
        : 'It is not the pinned one: ask the partner whether the key was changed, before you pin another.';
    return wrong('host-key-wrong', 'auth', `${server} shows the host key ${shown}. ${next}`, cause);
  }
  if (level === 'client-authentication') {
    return new StepError(
      { kind: 'refused', category: 'auth', code: 'sftp-auth', message: `${server} does not accept our credentials.` },
      { cause },
    );
  }
  if (/Cannot parse privateKey|Encrypted private/i.test(message ?? '')) {
    return wrong('sftp-key-unreadable', 'auth', `The private key for ${server} cannot be read: ${message}.`, cause);
  }
  if (cause instanceof Busy) {
    return new StepError(
      {
        kind: 'transient',
        category: 'rate',
        code: 'sftp-busy',
        message: `${server} opens no further session for us now.`,
      },
      { cause },
    );
  }
  return notConnected(server, cause);
}

function notConnected(server: string, cause: unknown): StepError {
  const { code, message } = (cause ?? {}) as { code?: string; message?: string };
  if (code === 'EGRESS_BLOCKED') return wrong('egress-blocked', 'system', message ?? code, cause);
  const why = code ?? message ?? 'unknown';
  return new StepError(
    {
      kind: 'transient',
      category: 'system',
      code: 'connect-failed',
      message: `Could not connect to ${server} (${why}). Nothing was done.`,
    },
    { cause },
  );
}

function wrong(code: string, category: Failure['category'], message: string, cause?: unknown): StepError {
  return new StepError({ kind: 'flow', category, code, message }, { cause });
}
