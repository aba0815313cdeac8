import { createHash } from 'node:crypto';
import type { RemoteFile, RemoteFiles, ResolvedConnection } from '@lockstep/schema/node';

const PART = 1024 * 1024;

export interface WholeFile {
  readonly sha256: string;
  /** Absent for a file larger than `keepBytes`. */
  readonly bytes?: Uint8Array;
}

/**
 * Reads a file to its end, part by part, and tells it by its hash. `changed`: it is another file than was listed, or became one meanwhile.
 *
 * @param onPart called between two parts; false ends it
 */
export async function readWhole(
  files: Pick<RemoteFiles, 'read'>,
  {
    connection,
    path,
    listed,
  }: { readonly connection: ResolvedConnection; readonly path: string; readonly listed: RemoteFile },
  { keepBytes, onPart }: { readonly keepBytes: number; readonly onPart: () => Promise<boolean> },
): Promise<WholeFile | 'changed'> {
  const hash = createHash('sha256');
  const kept: Uint8Array[] = [];
  let offset = 0;
  do {
    const part = await files.read(connection, path, { offset, length: PART });
    if (part.size !== listed.size || part.modifiedAt !== listed.modifiedAt) return 'changed';
    if (part.bytes.length === 0 && offset < listed.size) return 'changed';
    hash.update(part.bytes);
    if (listed.size <= keepBytes) kept.push(part.bytes);
    offset += part.bytes.length;
    if (offset < listed.size && !(await onPart())) return 'changed';
  } while (offset < listed.size);
  return { sha256: hash.digest('hex'), ...(listed.size <= keepBytes && { bytes: Buffer.concat(kept) }) };
}
