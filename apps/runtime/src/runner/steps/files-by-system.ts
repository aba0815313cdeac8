import { type RemoteFiles, type ResolvedConnection, StepError } from '@lockstep/schema/node';

/** Files of other machines, each over the protocol that the system of its connection is named after. */
export function filesBySystem(protocols: Readonly<Record<string, RemoteFiles>>): RemoteFiles {
  const of = ({ id, system }: ResolvedConnection): RemoteFiles => {
    const files = Object.hasOwn(protocols, system) ? protocols[system] : undefined;
    if (files) return files;
    const message = `The connection "${id}" gives no files.`;
    throw new StepError({ kind: 'flow', category: 'validation', code: 'no-files', message });
  };
  return {
    list: async (connection, folder) => of(connection).list(connection, folder),
    stat: async (connection, path) => of(connection).stat(connection, path),
    read: async (connection, path, part) => of(connection).read(connection, path, part),
    write: async (connection, path, bytes) => of(connection).write(connection, path, bytes),
    rename: async (connection, way) => of(connection).rename(connection, way),
    remove: async (connection, path) => of(connection).remove(connection, path),
    makeFolder: async (connection, path) => of(connection).makeFolder(connection, path),
  };
}
