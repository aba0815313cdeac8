import { type RemoteFiles, StepError } from '@lockstep/schema/node';
import { createFileTree, type FileTree, type TreeProblem } from '../connectors/kit/files/simulator/file-tree.ts';

export interface MemoryFiles {
  readonly files: RemoteFiles;
  readonly tree: FileTree;
  /** The next change of this kind happens, and its answer is lost. */
  loseAnswerOf(change: 'write' | 'rename' | 'remove'): void;
  /** The next write keeps only so many bytes. */
  cutNextWrite(bytes: number): void;
}

/** Files as the runtime promises them, in memory: for tests of nodes and of flows. The real ones are tested over SSH. */
export function filesInMemory({ now = () => 0 }: { readonly now?: () => number } = {}): MemoryFiles {
  const tree = createFileTree({ clock: now, maxBytes: 64 * 1024 * 1024, maxFiles: 1_000, folders: ['/'] });
  let lost: string | undefined;
  let kept: number | undefined;

  const changed = (change: string, path: string, problem: TreeProblem | undefined): void => {
    if (problem) refuse(path, problem);
    if (lost !== change) return;
    lost = undefined;
    throw new StepError({
      kind: 'transient',
      category: 'system',
      code: 'connection-lost',
      message: `Lost at ${path}.`,
      outcomeUnknown: true,
    });
  };

  return {
    tree,
    loseAnswerOf: (change) => {
      lost = change;
    },
    cutNextWrite: (bytes) => {
      kept = bytes;
    },
    files: {
      list: async (_, folder) => tree.list(folder) ?? refuse(folder, 'missing'),
      stat: async (_, path) => tree.entry(path),
      read: async (_, path, { offset, length }) => {
        const file = tree.read(path) ?? refuse(path, 'missing');
        const bytes = new Uint8Array(file.content.subarray(offset, offset + length));
        return { bytes, size: file.content.length, modifiedAt: file.modifiedAt };
      },
      write: async (_, path, bytes) => {
        const content = Buffer.from(bytes).subarray(0, kept ?? bytes.length);
        kept = undefined;
        changed('write', path, tree.write(path, content));
      },
      rename: async (_, { from, to, replace }) => {
        if (replace) tree.remove(to);
        changed('rename', from, tree.rename(from, to));
      },
      remove: async (_, path) => {
        const problem = tree.remove(path);
        changed('remove', path, problem === 'missing' ? undefined : problem);
      },
      makeFolder: async (_, path) => {
        const names = path.split('/').filter(Boolean);
        for (const at of names.keys()) tree.makeFolder(`/${names.slice(0, at + 1).join('/')}`);
      },
    },
  };
}

function refuse(path: string, problem: TreeProblem): never {
  const code = problem === 'missing' ? 'file-missing' : 'sftp-refused';
  throw new StepError({ kind: 'refused', category: 'business', code, message: `${path}: ${problem}` });
}
