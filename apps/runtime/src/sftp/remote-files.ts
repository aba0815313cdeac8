import { createHash } from 'node:crypto';
import type { FilePart, RemoteFile, RemoteFiles, ResolvedConnection } from '@lockstep/schema/node';
import type { SFTPWrapper, Stats } from 'ssh2';
import { callFailed, callTimedOut, isMissing, isPlainRefusal } from './failures.ts';
import { type OpenSocket, openSession, type SftpSession } from './session.ts';

export interface SftpOptions {
  readonly openSocket: OpenSocket;
  /** Limit of each call, in milliseconds; 20,000 when absent. */
  readonly timeoutMs?: number;
  /** Limit of signing in; 20,000 ms when absent. */
  readonly signInMs?: number;
  /** A session nobody uses ends after this time; 30,000 ms when absent. */
  readonly idleMs?: number;
}

/** The one way to files of other machines. */
export interface Sftp extends RemoteFiles {
  /** Ends every session. */
  close(): Promise<void>;
}

/** Most servers take and give at most this much at a time. */
const CHUNK = 32 * 1024;
/** Chunks of one file that are under way at a time. */
const WINDOW = 16;

interface Held {
  readonly session: Promise<SftpSession>;
  users: number;
  timer?: NodeJS.Timeout;
}

/**
 * Files over SFTP, protocol version 3. All calls of one connection go through one session of this process at a time, which answers them
 * side by side: partners cap sessions, not calls.
 *
 * @see draft-ietf-secsh-filexfer-02
 */
export function createSftp({ openSocket, timeoutMs = 20_000, signInMs = 20_000, idleMs = 30_000 }: SftpOptions): Sftp {
  const sessions = new Map<string, Held>();

  function take(connection: ResolvedConnection): { readonly key: string; readonly held: Held } {
    const key = createHash('sha256')
      .update(JSON.stringify([connection.id, connection.baseUrl, connection.settings]))
      .digest('hex');
    const known = sessions.get(key);
    if (known) return { key, held: known };
    const held: Held = { session: openSession(connection, { openSocket, timeoutMs: signInMs }), users: 0 };
    sessions.set(key, held);
    const forget = (): void => {
      clearTimeout(held.timer);
      if (sessions.get(key) === held) sessions.delete(key);
    };
    held.session.then(({ ended }) => ended.catch(forget), forget);
    return { key, held };
  }

  async function call<T>(
    connection: ResolvedConnection,
    { path, changes }: { readonly path: string; readonly changes: boolean },
    work: (sftp: SFTPWrapper) => Promise<T>,
  ): Promise<T> {
    const { key, held } = take(connection);
    clearTimeout(held.timer);
    held.users += 1;
    const about = { server: `"${connection.id}"`, path, changes };
    let timer: NodeJS.Timeout | undefined;
    try {
      const { sftp, ended } = await held.session;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(callTimedOut(about, timeoutMs)), timeoutMs);
      });
      return await Promise.race([work(sftp), ended, late]).catch((error: unknown) => {
        throw callFailed(error, about);
      });
    } finally {
      clearTimeout(timer);
      held.users -= 1;
      if (held.users === 0) {
        held.timer = setTimeout(() => {
          sessions.delete(key);
          held.session.then((session) => session.end()).catch(() => undefined);
        }, idleMs);
        held.timer.unref();
      }
    }
  }

  return {
    list: (connection, folder) =>
      call(connection, { path: folder, changes: false }, async (sftp) => {
        const entries = await once<readonly { filename: string; attrs: Stats }[]>((done) => sftp.readdir(folder, done));
        return entries
          .filter(({ filename, attrs }) => !/^\.\.?$/.test(filename) && (attrs.isFile() || attrs.isDirectory()))
          .map(({ filename, attrs }) => fileOf(filename, attrs));
      }),
    stat: (connection, path) =>
      call(connection, { path, changes: false }, async (sftp) => {
        const stats = await once<Stats>((done) => sftp.stat(path, done)).catch(undefinedWhenMissing);
        return stats && fileOf(path.slice(path.lastIndexOf('/') + 1), stats);
      }),
    read: (connection, path, part) => call(connection, { path, changes: false }, (sftp) => readPart(sftp, path, part)),
    write: (connection, path, bytes) =>
      call(connection, { path, changes: true }, (sftp) => writeAll(sftp, path, bytes)),
    rename: (connection, { from, to, replace = false }) =>
      call(connection, { path: from, changes: true }, async (sftp) => {
        if (!replace) return once<void>((done) => sftp.rename(from, to, done));
        await once<void>((done) => sftp.ext_openssh_rename(from, to, done)).catch(async (error: unknown) => {
          if (!isPlainRefusal(error) && !/not support/i.test(String(error))) throw error;
          // A server without OpenSSH's rename: for a moment nothing lies there, and the next attempt finds the file beside it.
          await once<void>((done) => sftp.unlink(to, done)).catch(undefinedWhenMissing);
          await once<void>((done) => sftp.rename(from, to, done));
        });
      }),
    remove: (connection, path) =>
      call(connection, { path, changes: true }, async (sftp) => {
        await once<void>((done) => sftp.unlink(path, done)).catch(undefinedWhenMissing);
      }),
    makeFolder: (connection, path) =>
      call(connection, { path, changes: true }, async (sftp) => {
        const names = path.split('/').filter((name) => name !== '');
        for (const at of names.keys()) await makeOne(sftp, `/${names.slice(0, at + 1).join('/')}`);
      }),
    async close() {
      const open = [...sessions.values()];
      sessions.clear();
      await Promise.all(
        open.map(async ({ session, timer }) => {
          clearTimeout(timer);
          await session.then((each) => each.end()).catch(() => undefined);
        }),
      );
    },
  };
}

function fileOf(name: string, stats: Stats): RemoteFile {
  return { name, isFolder: stats.isDirectory(), size: stats.size, modifiedAt: stats.mtime * 1000 };
}

async function readPart(
  sftp: SFTPWrapper,
  path: string,
  { offset, length }: { readonly offset: number; readonly length: number },
): Promise<FilePart> {
  const handle = await once<Buffer>((done) => sftp.open(path, 'r', done));
  try {
    const stats = await once<Stats>((done) => sftp.fstat(handle, done));
    const wanted = Math.max(0, Math.min(length, stats.size - offset));
    const bytes = Buffer.alloc(wanted);
    let end = wanted;
    await inWindow(Math.ceil(wanted / CHUNK), async (chunk) => {
      let [at, until] = [chunk * CHUNK, Math.min(wanted, (chunk + 1) * CHUNK)];
      while (at < until && at < end) {
        const got = await readSome(sftp, handle, bytes.subarray(at, until), offset + at);
        // The file got shorter meanwhile.
        if (got === 0) {
          end = Math.min(end, at);
          until = at;
        }
        at += got;
      }
    });
    return { bytes: bytes.subarray(0, end), size: stats.size, modifiedAt: stats.mtime * 1000 };
  } finally {
    sftp.close(handle, () => undefined);
  }
}

function readSome(sftp: SFTPWrapper, handle: Buffer, into: Buffer, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    sftp.read(handle, into, 0, into.length, position, (error, count) => {
      if (error && (error as { code?: number }).code === 1) resolve(0);
      else if (error) reject(error);
      else resolve(count);
    });
  });
}

async function writeAll(sftp: SFTPWrapper, path: string, bytes: Uint8Array): Promise<void> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const handle = await once<Buffer>((done) => sftp.open(path, 'w', done));
  try {
    await inWindow(Math.ceil(buffer.length / CHUNK), (chunk) => {
      const [at, until] = [chunk * CHUNK, Math.min(buffer.length, (chunk + 1) * CHUNK)];
      return once<void>((done) => sftp.write(handle, buffer, at, until - at, at, done));
    });
  } catch (error) {
    sftp.close(handle, () => undefined);
    throw error;
  }
  // A server that has no room left may say so only now.
  await once<void>((done) => sftp.close(handle, done));
}

async function makeOne(sftp: SFTPWrapper, path: string): Promise<void> {
  const known = await once<Stats>((done) => sftp.stat(path, done)).catch(undefinedWhenMissing);
  if (known) return;
  await once<void>((done) => sftp.mkdir(path, done)).catch(async (error: unknown) => {
    // Somebody else made it meanwhile.
    const made = await once<Stats>((done) => sftp.stat(path, done)).catch(undefinedWhenMissing);
    if (!made?.isDirectory()) throw error;
  });
}

/** Works on `count` pieces, `WINDOW` at a time. */
async function inWindow(count: number, work: (piece: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let piece = next++; piece < count; piece = next++) await work(piece);
  };
  await Promise.all(Array.from({ length: Math.min(WINDOW, count) }, worker));
}

function undefinedWhenMissing(error: unknown): undefined {
  if (isMissing(error)) return undefined;
  throw error;
}

type Done<T> = (error: Error | null | undefined, value?: T) => void;

/** A call with a callback, as a promise. */
function once<T>(begin: (done: Done<T>) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    begin((error, value) => (error ? reject(error) : resolve(value as T)));
  });
}
