import { normalize } from 'node:path/posix';
import type { SFTPWrapper } from 'ssh2';
import { type FileFate, PIECES } from '../../kit/files/simulator/file-faults.ts';
import type { Entry, FileTree, TreeProblem } from '../../kit/files/simulator/file-tree.ts';

/** What goes wrong on purpose while files are served. */
export interface ServeHooks {
  /** Called before each request; true: the session was cut and nothing is answered. */
  before(): boolean;
  /** Called when a change was made and before it is told; true: the session was cut. */
  changed(): boolean;
  /** A file is there whole: it was closed after being written, or renamed. */
  finished(path: string): void;
  /** Milliseconds every answer is held back. */
  latencyMs(): number;
  /** What becomes of a file that is opened to be read. */
  fate(size: number): FileFate;
  /** The connection breaks here and now. */
  cut(): void;
}

/** Status codes of the protocol. */
const STATUS = { ok: 0, eof: 1, missing: 2, denied: 3, failure: 4, unsupported: 8 } as const;
const WRITE = 0x02;
const CREATE = 0x08;
const TRUNCATE = 0x10;
const EXCLUSIVE = 0x20;
const FOLDER_MODE = 0o040755;
const FILE_MODE = 0o100644;
/** A longer file is no file of a partner. */
const MAX_FILE = 64 * 1024 * 1024;

interface OpenFile {
  readonly path: string;
  readonly writes: boolean;
  /** Of one that is read. */
  readonly fate?: FileFate;
  content: Buffer;
}

/** Serves a tree over one SFTP channel, protocol version 3. @see draft-ietf-secsh-filexfer-02 */
export function serveFiles(sftp: SFTPWrapper, tree: FileTree, hooks: ServeHooks): void {
  const files = new Map<number, OpenFile>();
  const folders = new Map<number, { entries: readonly Entry[]; told: boolean }>();
  let handles = 0;

  const handleOf = (handle: Buffer): number => (handle.length === 4 ? handle.readUInt32BE(0) : -1);
  const newHandle = (): Buffer => {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(handles);
    handles += 1;
    return handle;
  };
  const say = (id: number, problem: TreeProblem | undefined): void => {
    if (problem === undefined) sftp.status(id, STATUS.ok);
    else if (problem === 'missing') sftp.status(id, STATUS.missing, 'No such file');
    else sftp.status(id, STATUS.failure, problem === 'full' ? 'No space left on device' : 'Failure');
  };
  /** Does the work after the latency, unless the session is cut before it. */
  const soon = (work: () => void): void => {
    if (hooks.before()) return;
    const latencyMs = hooks.latencyMs();
    if (latencyMs > 0) setTimeout(work, latencyMs).unref();
    else work();
  };
  /** A change is made, and its answer may get lost. */
  const change = (id: number, make: () => TreeProblem | undefined, done?: () => void): void =>
    soon(() => {
      const problem = make();
      if (problem === undefined) done?.();
      if (problem !== undefined || !hooks.changed()) say(id, problem);
    });
  const attributes = (id: number, path: string): void => {
    const entry = tree.entry(normalize(path));
    if (entry) sftp.attrs(id, attrsOf(entry));
    else say(id, 'missing');
  };

  sftp.on('REALPATH', (id, path) => {
    const filename = normalize(`/${path}`).replace(/(.)\/$/, '$1');
    sftp.name(id, [{ filename, longname: filename, attrs: attrsOf(ROOT) }]);
  });
  sftp.on('STAT', (id, path) => soon(() => attributes(id, path)));
  sftp.on('LSTAT', (id, path) => soon(() => attributes(id, path)));
  sftp.on('OPENDIR', (id, path) =>
    soon(() => {
      const entries = tree.list(normalize(path));
      if (!entries) return say(id, 'missing');
      const handle = newHandle();
      folders.set(handleOf(handle), { entries, told: false });
      sftp.handle(id, handle);
    }),
  );
  sftp.on('READDIR', (id, handle) => {
    const open = folders.get(handleOf(handle));
    if (!open || open.told) return void sftp.status(id, open ? STATUS.eof : STATUS.failure);
    open.told = true;
    if (open.entries.length === 0) return void sftp.status(id, STATUS.eof);
    sftp.name(
      id,
      open.entries.map((entry) => ({ filename: entry.name, longname: longNameOf(entry), attrs: attrsOf(entry) })),
    );
  });
  sftp.on('OPEN', (id, path, flags) =>
    soon(() => {
      const full = normalize(path);
      const known = tree.read(full);
      const writes = (flags & WRITE) !== 0;
      if (!known && !(flags & CREATE)) return say(id, 'missing');
      if (known && flags & EXCLUSIVE) return say(id, 'exists');
      const content = known && !(flags & TRUNCATE) ? known.content : Buffer.alloc(0);
      // Whoever lists the folder sees the file grow, as on a disk.
      const problem = writes && (!known || flags & TRUNCATE) ? tree.write(full, content) : undefined;
      if (problem !== undefined) return say(id, problem);
      const handle = newHandle();
      const fate = writes ? undefined : hooks.fate(content.length);
      files.set(handleOf(handle), { path: full, writes, content, ...(fate && { fate }) });
      sftp.handle(id, handle);
    }),
  );
  sftp.on('READ', (id, handle, offset, length) =>
    soon(() => {
      const open = files.get(handleOf(handle));
      if (!open) return void sftp.status(id, STATUS.failure);
      const content = open.writes ? open.content : (tree.read(open.path)?.content ?? open.content);
      const { bytes, isCut, slowMs } = open.fate ?? { bytes: content.length, isCut: false, slowMs: 0 };
      // A file that was whole when it was opened may have grown since.
      const end = bytes === open.content.length ? content.length : bytes;
      if (offset >= end) return isCut ? hooks.cut() : void sftp.status(id, STATUS.eof);
      const piece = slowMs === 0 ? length : Math.min(length, Math.ceil(end / PIECES));
      const answer = (): void => {
        sftp.data(id, content.subarray(offset, Math.min(offset + piece, end)));
      };
      if (slowMs === 0) answer();
      else setTimeout(answer, slowMs / PIECES).unref();
    }),
  );
  sftp.on('WRITE', (id, handle, offset, data) =>
    soon(() => {
      const open = files.get(handleOf(handle));
      const end = offset + data.length;
      if (!open?.writes || end > MAX_FILE) return void sftp.status(id, STATUS.failure);
      const content = Buffer.alloc(Math.max(open.content.length, end));
      open.content.copy(content);
      data.copy(content, offset);
      open.content = content;
      say(id, tree.write(open.path, content));
    }),
  );
  sftp.on('FSTAT', (id, handle) => {
    const open = files.get(handleOf(handle));
    if (open) attributes(id, open.path);
    else sftp.status(id, STATUS.failure);
  });
  sftp.on('CLOSE', (id, handle) => {
    const open = files.get(handleOf(handle));
    files.delete(handleOf(handle));
    folders.delete(handleOf(handle));
    if (open?.writes)
      change(
        id,
        () => undefined,
        () => hooks.finished(open.path),
      );
    else sftp.status(id, STATUS.ok);
  });
  sftp.on('REMOVE', (id, path) => change(id, () => tree.remove(normalize(path))));
  sftp.on('RENAME', (id, from, to) =>
    change(
      id,
      () => tree.rename(normalize(from), normalize(to)),
      () => hooks.finished(normalize(to)),
    ),
  );
  sftp.on('MKDIR', (id, path) => change(id, () => tree.makeFolder(normalize(path).replace(/(.)\/$/, '$1'))));
  sftp.on('RMDIR', (id, path) => change(id, () => tree.removeFolder(normalize(path))));
  sftp.on('SETSTAT', (id, path, { mtime }) => {
    if (typeof mtime === 'number') tree.touch(normalize(path), mtime * 1000);
    sftp.status(id, STATUS.ok);
  });
  sftp.on('FSETSTAT', (id) => sftp.status(id, STATUS.ok));
}

const ROOT: Entry = { name: '/', isFolder: true, size: 0, modifiedAt: 0 };

function attrsOf({ isFolder, size, modifiedAt }: Entry) {
  const seconds = Math.floor(modifiedAt / 1000);
  return { mode: isFolder ? FOLDER_MODE : FILE_MODE, uid: 1000, gid: 1000, size, atime: seconds, mtime: seconds };
}

/** A line of `ls -l`, which some clients read instead of the attributes. */
function longNameOf({ isFolder, size, modifiedAt, name }: Entry): string {
  return `${isFolder ? 'd' : '-'}rw-r--r-- 1 partner partner ${size} ${new Date(modifiedAt).toUTCString().slice(5, 16)} ${name}`;
}
