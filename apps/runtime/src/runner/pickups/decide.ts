import { matchesName } from '@lockstep/nodes/files';
import type { RemoteFile } from '@lockstep/schema/node';
import { z } from 'zod';
import type { SeenFile } from '../../store/pickups/files.ts';

/** What the runtime reads of the parameters of a trigger that watches a folder. */
export const WatchParams = z.object({
  connection: z.string(),
  folder: z.string(),
  names: z.string(),
  finished: z.enum(['stable', 'renamed', 'marker']),
  marker: z.string(),
  everySeconds: z.int(),
  after: z.enum(['archive', 'remove', 'leave']),
  archive: z.string(),
  contentKb: z.int(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1', 'base64']),
});
export type WatchParams = z.infer<typeof WatchParams>;

/** A file of a look, by its path below the folder of the connection. */
export interface FoundFile extends RemoteFile {
  readonly path: string;
}

export interface LookPlan {
  /** Whole, and new: a run is to begin for each. The oldest first. */
  readonly take: readonly FoundFile[];
  /** Their runs have begun, and they still lie there. */
  readonly putAway: readonly (FoundFile & { readonly sha256: string })[];
  /** Not known to be whole yet. */
  readonly note: readonly FoundFile[];
  /** Known, and gone. */
  readonly forget: readonly string[];
}

/** Names of files that are being written. */
const UNFINISHED = '*.tmp,*.part,*.partial,*.filepart,.*';

/** What a look at a folder leads to. */
export function planLook(
  { folder, names, finished, marker, after }: Omit<WatchParams, 'connection'>,
  listed: readonly RemoteFile[],
  seen: readonly SeenFile[],
): LookPlan {
  const known = new Map(seen.map((file) => [file.path, file]));
  const present = new Set(listed.map(({ name }) => name));
  const below = folder.replace(/\/+$/, '');
  const found = listed
    .filter(({ isFolder, name }) => !isFolder && matchesName(names, name) && !matchesName(UNFINISHED, name))
    .filter(({ name }) => finished !== 'marker' || !name.endsWith(marker))
    .map((file) => ({ ...file, path: below === '' ? file.name : `${below}/${file.name}` }))
    .toSorted((a, b) => a.modifiedAt - b.modifiedAt || (a.path < b.path ? -1 : 1));
  const take: FoundFile[] = [];
  const putAway: (FoundFile & { readonly sha256: string })[] = [];
  const note: FoundFile[] = [];
  for (const file of found) {
    const before = known.get(file.path);
    const isSame = before?.size === file.size && before.modifiedAt === file.modifiedAt;
    if (before?.sha256 !== undefined && isSame) {
      if (after !== 'leave') putAway.push({ ...file, sha256: before.sha256 });
    } else if (finished === 'renamed' || (finished === 'marker' && present.has(`${file.name}${marker}`))) {
      take.push(file);
    } else if (finished === 'stable') {
      (isSame ? take : note).push(file);
    }
  }
  const paths = new Set(found.map(({ path }) => path));
  return { take, putAway, note, forget: seen.map(({ path }) => path).filter((path) => !paths.has(path)) };
}

/** Where a file goes in the archive: told by itself, so that an attempt that was cut off is known again. */
export function archivePath(
  archive: string,
  { name, modifiedAt, sha256 }: Pick<FoundFile, 'name' | 'modifiedAt'> & { readonly sha256: string },
): string {
  const stamp = new Date(modifiedAt).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${archive.replace(/\/+$/, '')}/${stamp}-${sha256.slice(0, 8)}-${name}`;
}
