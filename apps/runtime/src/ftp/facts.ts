import { type RemoteFile, StepError } from '@lockstep/schema/node';
import type { FileInfo } from 'basic-ftp';
import { mayBeMissing, replyOf } from './failures.ts';
import type { FtpSession } from './session.ts';

/**
 * What lies at a path; undefined where nothing does. By MLST where the server has it, else by SIZE and MDTM, which nearly all have.
 *
 * @see RFC 3659, 3, 4, 7
 */
export async function factsOf(session: FtpSession, path: string): Promise<RemoteFile | undefined> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (path === '/') return { name, isFolder: true, size: 0, modifiedAt: 0 };
  const { client, features } = session;
  if (features.has('MLST')) {
    const reply = await client.send(`MLST ${path}`).catch(undefinedWhenMissing);
    return reply && factsOfLine(name, reply.message);
  }
  const size = await client.size(path).catch(undefinedWhenMissing);
  if (size === undefined) {
    return (await isFolder(session, path)) ? { name, isFolder: true, size: 0, modifiedAt: 0 } : undefined;
  }
  return { name, isFolder: false, size, modifiedAt: await modifiedAt(session, path) };
}

/** What lies in the folder the session stands in; links, and what is neither file nor folder, are left out. */
export async function factsOfFolder(session: FtpSession, folder: string): Promise<readonly RemoteFile[]> {
  const found = await session.client.list();
  const facts: RemoteFile[] = [];
  for (const info of found) {
    if (!info.isFile && !info.isDirectory) continue;
    const at = await timeOf(session, folder, info);
    if (at !== undefined) {
      facts.push({ name: info.name, isFolder: info.isDirectory, size: info.isFile ? info.size : 0, modifiedAt: at });
    }
  }
  return facts;
}

/** True where a path is a folder. The session stands in it then. */
export async function isFolder({ client }: FtpSession, path: string): Promise<boolean> {
  return client.cd(path).then(
    () => true,
    (error: unknown) => {
      if (replyOf(error) === undefined) throw error;
      return false;
    },
  );
}

/** A listing for people tells times in the zone of the server and without seconds: each file is asked for its own. */
async function timeOf(session: FtpSession, folder: string, info: FileInfo): Promise<number | undefined> {
  if (info.modifiedAt) return info.modifiedAt.getTime();
  if (info.isDirectory) return 0;
  // Undefined: it has gone meanwhile.
  return modifiedAt(session, `${folder.replace(/\/$/, '')}/${info.name}`).catch(undefinedWhenMissing);
}

async function modifiedAt({ client }: FtpSession, path: string): Promise<number> {
  try {
    return (await client.lastMod(path)).getTime();
  } catch (cause) {
    const reply = replyOf(cause);
    if (reply !== 500 && reply !== 502) throw cause;
    const message = 'The server does not tell when a file was changed (MDTM): nobody could know whether it is whole.';
    throw new StepError({ kind: 'refused', category: 'system', code: 'ftp-too-old', message }, { cause });
  }
}

function factsOfLine(name: string, reply: string): RemoteFile | undefined {
  const [, line = ''] = /^ ?(\S*;) /m.exec(reply.split('\n').slice(1).join('\n')) ?? [];
  const facts = new Map(
    line.split(';').map((fact): [string, string] => {
      const [key = '', ...value] = fact.split('=');
      return [key.toLowerCase(), value.join('=')];
    }),
  );
  const type = facts.get('type')?.toLowerCase();
  if (type !== 'file' && type !== 'dir' && type !== 'cdir' && type !== 'pdir') return undefined;
  const [, year, month, day, hour, minute, second, ms = '0'] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,3}))?/.exec(facts.get('modify') ?? '') ?? [];
  const at = year
    ? Date.UTC(+year, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), +ms.padEnd(3, '0'))
    : 0;
  return { name, isFolder: type !== 'file', size: Number(facts.get('size') ?? 0), modifiedAt: at };
}

function undefinedWhenMissing(error: unknown): undefined {
  if (mayBeMissing(error)) return undefined;
  throw error;
}
