import { type ResolvedConnection, StepError } from '@lockstep/schema/node';

/**
 * Where a path of a step lies on the server: below the root folder of its connection.
 *
 * @throws StepError kind `item` when it names no file, or leads out of the folder
 */
export function filePath(connection: Pick<ResolvedConnection, 'settings'>, path: string): string {
  const names = namesOf(path);
  if (names.length === 0 || path.endsWith('/')) throw wrongPath(`"${path}" names no file.`);
  return joined(connection, names);
}

/** The same for a folder; empty: the root folder itself. */
export function folderPath(connection: Pick<ResolvedConnection, 'settings'>, path: string): string {
  return joined(connection, namesOf(path));
}

/** Names of a path in their order, without `.` and empty ones. */
function namesOf(path: string): readonly string[] {
  if (hasControl(path) || path.includes('\\')) throw wrongPath(`${JSON.stringify(path)} has characters no path has.`);
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  if (names.includes('..')) throw wrongPath(`"${path}" leads out of the folder of the connection.`);
  return names;
}

function hasControl(text: string): boolean {
  return [...text].some((char) => char.charCodeAt(0) < 32 || char.charCodeAt(0) === 127);
}

function joined({ settings }: Pick<ResolvedConnection, 'settings'>, names: readonly string[]): string {
  const root = (settings.root ?? '').split('/').filter((name) => name !== '');
  return `/${[...root, ...names].join('/')}`;
}

/** The folder a file lies in, and its name. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const cut = path.lastIndexOf('/');
  return { folder: path.slice(0, Math.max(cut, 0)), name: path.slice(cut + 1) };
}

/** True for names a pattern takes: `*` any characters, `?` one; several patterns, separated by commas. */
export function matchesName(patterns: string, name: string): boolean {
  return patterns
    .split(',')
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '')
    .some((pattern) => isMatch(pattern, name));
}

/** Step by step with one place to come back to: a pattern of many `*` costs no more than its length times that of the name. */
function isMatch(pattern: string, name: string): boolean {
  let [at, in_, star, mark] = [0, 0, -1, 0];
  while (at < name.length) {
    if (in_ < pattern.length && (pattern[in_] === '?' || pattern[in_] === name[at]) && pattern[in_] !== '*') {
      at += 1;
      in_ += 1;
    } else if (pattern[in_] === '*') {
      star = in_;
      mark = at;
      in_ += 1;
    } else if (star >= 0) {
      mark += 1;
      at = mark;
      in_ = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[in_] === '*') in_ += 1;
  return in_ === pattern.length;
}

export function wrongPath(message: string): StepError {
  return new StepError({ kind: 'item', category: 'validation', code: 'path-invalid', message });
}
