import type { ResolvedConnection } from './context.ts';

/** A file or folder on another machine. */
export interface RemoteFile {
  readonly name: string;
  readonly isFolder: boolean;
  /** Bytes. */
  readonly size: number;
  /** Epoch milliseconds; most servers know whole seconds only. */
  readonly modifiedAt: number;
}

/** Bytes of a file from a place on, and what the file was when they were read. */
export interface FilePart {
  readonly bytes: Uint8Array;
  /** Of the whole file. */
  readonly size: number;
  readonly modifiedAt: number;
}

/**
 * Files of another machine, by a connection that speaks SFTP or FTP. Paths are absolute on the server; `filePath` of the connector puts the root
 * folder of the connection before them.
 *
 * Every call throws StepError: kind `transient` `connect-failed` (nothing was done), `connection-lost` or `files-timeout` (`outcomeUnknown`
 * after a change), `sftp-busy`; kind `refused` `sftp-refused`, `file-missing`, `sftp-auth`; kind `flow` `host-key-wrong`, `egress-blocked`.
 * Over FTP those of its own are called `ftp-busy`, `ftp-refused`, `ftp-auth`, `certificate-wrong`.
 */
export interface RemoteFiles {
  /** What lies in a folder, in no order; links are left out. */
  list(connection: ResolvedConnection, folder: string): Promise<readonly RemoteFile[]>;
  /** Undefined where nothing lies. */
  stat(connection: ResolvedConnection, path: string): Promise<RemoteFile | undefined>;
  /** At most `length` bytes from `offset` on, fewer only where the file ends. @throws StepError `file-missing` */
  read(
    connection: ResolvedConnection,
    path: string,
    part: { readonly offset: number; readonly length: number },
  ): Promise<FilePart>;
  /** Writes a whole file, over what lies there. Readers may see it half written: write beside, then rename. */
  write(connection: ResolvedConnection, path: string, bytes: Uint8Array): Promise<void>;
  /** Fails where something lies at `to`, unless `replace`. */
  rename(
    connection: ResolvedConnection,
    way: { readonly from: string; readonly to: string; readonly replace?: boolean },
  ): Promise<void>;
  /** Nothing to do where nothing lies. */
  remove(connection: ResolvedConnection, path: string): Promise<void>;
  /** Makes a folder and those above it; nothing to do where it is there. */
  makeFolder(connection: ResolvedConnection, path: string): Promise<void>;
}
