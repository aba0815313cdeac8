import { execFile } from 'node:child_process';
import { CommandError } from '../exit.ts';

/** Largest text of one listing or of all files read at once. */
const MAX_OUTPUT = 256 * 1024 * 1024;

/** A file of a commit, by its path below what was asked for; the empty path where that is a file itself. */
export interface GitFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The JSON, TypeScript and CSV files at `<ref>:<path>`, as git writes it; none where the commit has nothing there.
 *
 * @throws CommandError where git knows no such commit
 */
export async function gitFiles(spec: string): Promise<readonly GitFile[]> {
  const ref = spec.slice(0, spec.indexOf(':'));
  const commit = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]).catch(
    () => undefined,
  );
  if (commit === undefined)
    throw new CommandError(`There is no file or folder ${spec}, and git knows no commit "${ref}".`);
  const at = `${commit.trim()}:${spec.slice(ref.length + 1).replace(/\/+$/, '')}`;
  const type = (await git(['cat-file', '-t', at]).catch(() => 'nothing')).trim();
  if (type === 'blob') return [{ path: '', text: await git(['cat-file', 'blob', at]) }];
  if (type !== 'tree') return [];
  const names = (await git(['ls-tree', '-r', '-z', '--full-tree', '--name-only', at])).split('\0');
  const wanted = names.filter((name) => /\.(json|ts|csv)$/.test(name));
  return Promise.all(
    wanted.map(async (path) => ({
      path,
      text: await git(['cat-file', 'blob', `${at}${at.endsWith(':') ? '' : '/'}${path}`]),
    })),
  );
}

function git(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('git', args, { encoding: 'utf8', maxBuffer: MAX_OUTPUT }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
}
