import { createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { AuthContext, Connection } from 'ssh2';
import type { FileTree } from '../../kit/files/simulator/file-tree.ts';
import { CLIENT_PUBLIC_KEY, HOST_KEY } from './keys.ts';
import { type ServeHooks, serveFiles } from './serve-files.ts';

export interface DoorSettings {
  readonly port: number;
  readonly user: { readonly username: string; readonly password: string };
  readonly tree: FileTree;
  /** Whether a session may begin now; a status as HTTP has them where it may not: 401 refuses credentials, others the socket. */
  admit(open: number): number | undefined;
  /** Whoever connects is reset at once. */
  refuses(): boolean;
  readonly hooks: Omit<ServeHooks, 'before' | 'changed' | 'cut'> & {
    /** True: the session is cut before the request is looked at. */
    cutBefore(): boolean;
    /** True: the session is cut before the change is told. */
    cutAfter(): boolean;
  };
}

/** An SSH server that gives files and nothing else. */
export interface Door {
  readonly port: number;
  readonly sessions: number;
  close(): Promise<void>;
}

/**
 * Listens at once, and loads what speaks SSH when somebody comes: most estates are started and never asked for a file.
 *
 * @throws the listen error
 */
export async function openDoor({ port, user, tree, admit, refuses, hooks }: DoorSettings): Promise<Door> {
  const sockets = new Set<Socket>();
  let sessions = 0;

  const serve = (client: Connection, socket: Socket): void => {
    // Whoever breaks off is gone; there is nobody to tell.
    client.on('error', () => undefined);
    let asked: { readonly refusal: number | undefined } | undefined;
    client.on('authentication', (auth) => {
      // A client asks for several ways in; it is one session all the same.
      asked ??= { refusal: admit(sessions) };
      const { refusal } = asked;
      if (refusal !== undefined && refusal !== 401 && refusal !== 403) return void socket.destroy();
      if (refusal === undefined && isUser(auth, user)) return auth.accept();
      auth.reject(['password', 'publickey']);
    });
    client.on('ready', () => {
      sessions += 1;
      client.once('close', () => {
        sessions -= 1;
      });
    });
    client.on('session', (accept) => {
      const cut = (wanted: boolean): boolean => {
        if (wanted) socket.destroy();
        return wanted;
      };
      accept().on('sftp', (acceptFiles) => {
        serveFiles(acceptFiles(), tree, {
          ...hooks,
          before: () => cut(hooks.cutBefore()),
          changed: () => cut(hooks.cutAfter()),
          cut: () => socket.destroy(),
        });
      });
    });
  };

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (refuses()) return void socket.resetAndDestroy();
    import('ssh2').then(
      ({ default: { Server } }) => {
        const config = { hostKeys: [HOST_KEY], ident: 'estate' };
        // One for each socket: so a session knows which socket it can be cut at.
        new Server(config, (client) => serve(client, socket)).injectSocket(socket);
      },
      () => socket.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    get sessions() {
      return sessions;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function isUser(auth: AuthContext, { username, password }: DoorSettings['user']): boolean {
  if (!isSame(auth.username, username)) return false;
  if (auth.method === 'password') return isSame(auth.password, password);
  if (auth.method !== 'publickey') return false;
  return auth.key.algo === 'ssh-ed25519' && auth.key.data.toString('base64') === CLIENT_PUBLIC_KEY && isSigned(auth);
}

/** A key without a signature only asks whether it would be taken. */
function isSigned(auth: Extract<AuthContext, { method: 'publickey' }>): boolean {
  if (!auth.signature || !auth.blob) return true;
  return verified(auth.key.data, auth.blob, auth.signature);
}

/** Ed25519 over what the client signed. The last 32 bytes of the key are the point. @see RFC 8709, 4 */
function verified(key: Buffer, blob: Buffer, signature: Buffer): boolean {
  const x = key.subarray(-32).toString('base64url');
  return verify(null, blob, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }), signature);
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
