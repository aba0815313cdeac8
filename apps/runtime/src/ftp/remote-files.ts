import { Readable } from 'node:stream';
import { type RemoteFiles, type ResolvedConnection, StepError } from '@lockstep/schema/node';
import type { OpenSocket } from './data-connection.ts';
import { download } from './download.ts';
import { factsOf, factsOfFolder, isFolder } from './facts.ts';
import { callFailed, type FtpCall, mayBeMissing, missing, replyOf } from './failures.ts';
import { type FtpSession, openSession } from './session.ts';
import { createSessions } from './sessions.ts';

export interface FtpOptions {
  readonly openSocket: OpenSocket;
  /** How long a server may be silent, and signing in take, in milliseconds; 20,000 when absent. */
  readonly timeoutMs?: number;
  /** Limit of each call as a whole; 120,000 ms when absent. */
  readonly callMs?: number;
  /** A session nobody uses ends after this time; 30,000 ms when absent. */
  readonly idleMs?: number;
}

/** Files over FTP and explicit FTPS. */
export interface Ftp extends RemoteFiles {
  /** Ends every session. */
  close(): Promise<void>;
}

/**
 * Files over FTP, encrypted by TLS unless the connection says otherwise, always in passive mode.
 *
 * @see RFC 959, RFC 2228, RFC 2428, RFC 3659, RFC 4217
 */
export function createFtp({ openSocket, timeoutMs = 20_000, callMs = 120_000, idleMs = 30_000 }: FtpOptions): Ftp {
  const sessions = createSessions((connection) => openSession(connection, { openSocket, timeoutMs }), idleMs);

  async function call<T>(
    connection: ResolvedConnection,
    { path, changes }: { readonly path: string; readonly changes: boolean },
    work: (session: FtpSession, about: FtpCall) => Promise<T>,
  ): Promise<T> {
    const about = { server: `"${connection.id}"`, path, changes };
    const session = await sessions.take(connection);
    const late = setTimeout(() => session.client.ftp.closeWithError(new Error('Timeout of the call')), callMs);
    try {
      return await work(session, about);
    } catch (error) {
      // Only a plain "no" leaves the dialogue where it was.
      if (replyOf(error) === undefined && !(error instanceof StepError)) session.end();
      throw callFailed(error, about);
    } finally {
      clearTimeout(late);
      sessions.rest(connection, session);
    }
  }

  return {
    list: (connection, folder) =>
      call(connection, { path: folder, changes: false }, async (session, about) => {
        // Some servers list a folder that is not there as an empty one.
        if (!(await isFolder(session, folder))) throw missing(about);
        return factsOfFolder(session, folder);
      }),
    stat: (connection, path) =>
      call(connection, { path, changes: false }, async (session) => {
        return factsOf(session, path);
      }),
    read: (connection, path, part) =>
      call(connection, { path, changes: false }, async (session, about) => {
        const facts = await factsOf(session, path);
        if (!facts || facts.isFolder) throw missing(about);
        const { size, modifiedAt } = facts;
        const length = Math.max(0, Math.min(part.length, size - part.offset));
        const bytes = length === 0 ? Buffer.alloc(0) : await download(session, path, { ...part, length });
        return { bytes, size, modifiedAt };
      }),
    write: (connection, path, bytes) =>
      call(connection, { path, changes: true }, async (session, about) => {
        const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        const source = Readable.from(content.length === 0 ? [] : [content]);
        await session.client.uploadFrom(source, path).catch(async (error: unknown) => {
          throw (await isInNoFolder(session, path, error)) ? missing(about, error) : error;
        });
      }),
    rename: (connection, { from, to, replace = false }) =>
      call(connection, { path: from, changes: true }, async (session, about) => {
        // Most servers write over what lies there without a word.
        const there = await factsOf(session, to);
        if (there && !replace) throw occupied(about, to);
        await session.client.rename(from, to).catch(async (error: unknown) => {
          if (!mayBeMissing(error)) throw error;
          if (!(await factsOf(session, from)) || (await isInNoFolder(session, to, error))) throw missing(about, error);
          if (!there) throw error;
          // A server that writes over nothing: for a moment nothing lies there, and the next attempt finds the file beside it.
          await session.client.remove(to);
          await session.client.rename(from, to);
        });
      }),
    remove: (connection, path) =>
      call(connection, { path, changes: true }, async (session) => {
        await session.client.remove(path).catch(async (error: unknown) => {
          if (!mayBeMissing(error) || (await factsOf(session, path))) throw error;
        });
      }),
    makeFolder: (connection, path) =>
      call(connection, { path, changes: true }, async (session) => {
        const names = path.split('/').filter((name) => name !== '');
        for (const at of names.keys()) await makeOne(session, `/${names.slice(0, at + 1).join('/')}`);
      }),
    async close() {
      sessions.close();
    },
  };
}

async function makeOne(session: FtpSession, path: string): Promise<void> {
  if (await isFolder(session, path)) return;
  await session.client.send(`MKD ${path}`).catch(async (error: unknown) => {
    // Somebody else made it meanwhile.
    if (replyOf(error) === undefined || !(await isFolder(session, path))) throw error;
  });
}

/** True where a server said no because the folder is not there. */
async function isInNoFolder(session: FtpSession, path: string, error: unknown): Promise<boolean> {
  if (!mayBeMissing(error)) return false;
  return !(await isFolder(session, path.slice(0, path.lastIndexOf('/')) || '/'));
}

function occupied({ server }: FtpCall, to: string): StepError {
  const message = `A file lies at "${to}" on ${server} already.`;
  return new StepError({ kind: 'refused', category: 'business', code: 'ftp-refused', message });
}
