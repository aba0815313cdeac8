/** A file of a simulated server. */
export interface StoredFile {
  readonly content: Buffer;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

export interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly size: number;
  readonly modifiedAt: number;
}

export type TreeProblem = 'missing' | 'exists' | 'full' | 'not-a-folder' | 'not-empty';

/** Folders and files in memory, at most `maxBytes` of them. Paths are absolute and normal (`/a/b`). */
export interface FileTree {
  readonly bytes: number;
  files(): readonly (StoredFile & { readonly path: string })[];
  read(path: string): StoredFile | undefined;
  entry(path: string): Entry | undefined;
  list(folder: string): readonly Entry[] | undefined;
  write(path: string, content: Buffer): TreeProblem | undefined;
  touch(path: string, modifiedAt: number): void;
  rename(from: string, to: string): TreeProblem | undefined;
  remove(path: string): TreeProblem | undefined;
  makeFolder(path: string): TreeProblem | undefined;
  removeFolder(path: string): TreeProblem | undefined;
}

export interface FileTreeSettings {
  readonly clock: () => number;
  readonly maxBytes: number;
  /** Oldest files go when there are more. */
  readonly maxFiles: number;
  readonly folders: readonly string[];
}

export function createFileTree({ clock, maxBytes, maxFiles, folders: begun }: FileTreeSettings): FileTree {
  const files = new Map<string, StoredFile>();
  const folders = new Map<string, number>([['/', clock()]]);
  let bytes = 0;
  for (const folder of begun) makeAll(folder);

  function makeAll(path: string): void {
    const names = path.split('/').filter(Boolean);
    for (const at of names.keys()) folders.set(`/${names.slice(0, at + 1).join('/')}`, clock());
  }

  const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

  function put(path: string, file: StoredFile): void {
    bytes += file.content.length - (files.get(path)?.content.length ?? 0);
    files.set(path, file);
  }

  function take(path: string): void {
    bytes -= files.get(path)?.content.length ?? 0;
    files.delete(path);
  }

  const entry = (path: string): Entry | undefined => {
    const file = files.get(path);
    if (file) {
      return { name: nameOf(path), isFolder: false, size: file.content.length, modifiedAt: file.modifiedAt };
    }
    const made = folders.get(path);
    return made === undefined ? undefined : { name: nameOf(path), isFolder: true, size: 0, modifiedAt: made };
  };

  return {
    get bytes() {
      return bytes;
    },
    files: () => [...files].map(([path, file]) => ({ path, ...file })),
    read: (path) => files.get(path),
    entry,
    list: (folder) => {
      if (!folders.has(folder)) return undefined;
      const inside = (path: string): boolean => path !== '/' && parentOf(path) === folder;
      return [...folders.keys(), ...files.keys()].filter(inside).flatMap((path) => entry(path) ?? []);
    },
    write: (path, content) => {
      if (!folders.has(parentOf(path))) return 'missing';
      if (folders.has(path)) return 'exists';
      if (bytes - (files.get(path)?.content.length ?? 0) + content.length > maxBytes) return 'full';
      put(path, { content, modifiedAt: clock() });
      if (files.size > maxFiles) take(files.keys().next().value as string);
      return undefined;
    },
    touch: (path, modifiedAt) => {
      const file = files.get(path);
      if (file) files.set(path, { ...file, modifiedAt });
    },
    rename: (from, to) => {
      const file = files.get(from);
      if (!file || !folders.has(parentOf(to))) return 'missing';
      if (files.has(to) || folders.has(to)) return 'exists';
      take(from);
      put(to, file);
      return undefined;
    },
    remove: (path) => {
      if (!files.has(path)) return 'missing';
      take(path);
      return undefined;
    },
    makeFolder: (path) => {
      if (entry(path)) return 'exists';
      if (!folders.has(parentOf(path))) return 'missing';
      folders.set(path, clock());
      return undefined;
    },
    removeFolder: (path) => {
      if (!folders.has(path)) return 'missing';
      if ([...folders.keys(), ...files.keys()].some((each) => each !== path && parentOf(each) === path)) {
        return 'not-empty';
      }
      folders.delete(path);
      return undefined;
    },
  };
}
