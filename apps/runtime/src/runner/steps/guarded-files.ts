import { type RemoteFiles, StepError } from '@lockstep/schema/node';
import type { Through } from './contacts.ts';

/** The same files, every call of which goes through `through` first. */
export function guardedFiles(files: RemoteFiles, through: Through): RemoteFiles {
  return {
    list: (connection, folder) => through({ connection, changes: false }, () => files.list(connection, folder)),
    stat: (connection, path) => through({ connection, changes: false }, () => files.stat(connection, path)),
    read: (connection, path, part) => through({ connection, changes: false }, () => files.read(connection, path, part)),
    write: (connection, path, bytes) =>
      through({ connection, changes: true }, () => files.write(connection, path, bytes)),
    rename: (connection, way) => through({ connection, changes: true }, () => files.rename(connection, way)),
    remove: (connection, path) => through({ connection, changes: true }, () => files.remove(connection, path)),
    makeFolder: (connection, path) => through({ connection, changes: true }, () => files.makeFolder(connection, path)),
  };
}

const refuse = async (): Promise<never> => {
  const message = 'Files of other machines are out of reach here.';
  throw new StepError({ kind: 'flow', category: 'system', code: 'no-files', message });
};

/** Where nobody gave any. */
export const NO_FILES: RemoteFiles = {
  list: refuse,
  stat: refuse,
  read: refuse,
  write: refuse,
  rename: refuse,
  remove: refuse,
  makeFolder: refuse,
};
