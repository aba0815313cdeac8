import { access, constants, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './binaries.ts';

/** Who PostgreSQL runs as. It refuses root, so root lends it another user's id. */
export interface Identity {
  readonly user: string;
  readonly uid: number;
  readonly gid: number;
}

/** A program with its arguments, as `spawn` takes them. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

const SETPRIV = '/usr/bin/setpriv';

/**
 * The unprivileged user for `pgData` when this process is root, else `undefined`: whoever owns the folder already, else
 * `postgres`, else `nobody`.
 */
export async function findIdentity(pgData: string): Promise<Identity | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = parsePasswd(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const owner = await stat(pgData).then(
    ({ uid }) => uid,
    () => 0,
  );
  const found =
    users.find(({ uid }) => owner !== 0 && uid === owner) ??
    users.find(({ user }) => user === 'postgres') ??
    users.find(({ user }) => user === 'nobody');
  if (!found) {
    throw new EmbeddedPostgresError(
      'PostgreSQL does not run as root and there is no user "postgres" or "nobody" to run it. Start Lockstep as an ordinary user, or set DATABASE_URL.',
    );
  }
  return found;
}

/** Users of an /etc/passwd text, root left out. */
export function parsePasswd(text: string): readonly Identity[] {
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .map(([user = '', , uid, gid]) => ({ user, uid: Number(uid), gid: Number(gid) }))
    .filter(({ user, uid }) => user !== '' && Number.isInteger(uid) && uid > 0);
}

/**
 * The command that runs `file` as `identity`. Where that user cannot enter a folder on the way (a project below /root, a
 * private temporary folder), it gets the one capability to pass closed folders, through util-linux' setpriv.
 *
 * @throws EmbeddedPostgresError when the folder is closed and there is no setpriv
 */
export async function commandAs(
  identity: Identity | undefined,
  { file, args, reach }: { readonly file: string; readonly args: readonly string[]; readonly reach: readonly string[] },
): Promise<Command> {
  if (!identity) return { file, args };
  const { uid, gid } = identity;
  const closed = await firstClosed(reach, identity);
  if (closed === undefined) return { file, args, uid, gid };
  const hasSetpriv = await access(SETPRIV, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!hasSetpriv) {
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root, and user "${identity.user}" cannot enter ${closed}. Choose another LOCKSTEP_DATA_DIR, start Lockstep as an ordinary user, or set DATABASE_URL.`,
    );
  }
  const capabilities = '+dac_override,+dac_read_search';
  const ids = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  return {
    file: SETPRIV,
    args: [...ids, `--inh-caps=${capabilities}`, `--ambient-caps=${capabilities}`, '--', file, ...args],
  };
}

/** First folder above or at `paths` that `identity` may not pass. */
async function firstClosed(paths: readonly string[], identity: Identity): Promise<string | undefined> {
  for (const path of paths) {
    for (let folder = path; ; folder = dirname(folder)) {
      const { mode, uid, gid } = await stat(folder);
      const open =
        (mode & 0o001) !== 0 ||
        (uid === identity.uid && (mode & 0o100) !== 0) ||
        (gid === identity.gid && (mode & 0o010) !== 0);
      if (!open) return folder;
      if (dirname(folder) === folder) break;
    }
  }
  return undefined;
}
