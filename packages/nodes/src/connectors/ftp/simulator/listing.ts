import type { Entry } from '../../kit/files/simulator/file-tree.ts';

/** A line of MLSD, or of MLST. @see RFC 3659, 7.2 */
export function factsLine({ name, isFolder, size, modifiedAt }: Entry): string {
  return `type=${isFolder ? 'dir' : 'file'};size=${size};modify=${stamp(modifiedAt)}; ${name}`;
}

/** A line as `ls -l` writes it: without seconds, and in a zone nobody names. */
export function longLine({ name, isFolder, size, modifiedAt }: Entry): string {
  const [, day, month, , time = ''] = new Date(modifiedAt).toUTCString().split(' ');
  return `${isFolder ? 'd' : '-'}rw-r--r--    1 1000     1000     ${size} ${month} ${day} ${time.slice(0, 5)} ${name}`;
}

/** `YYYYMMDDHHMMSS` in UTC. @see RFC 3659, 2.3 */
export function stamp(epochMs: number): string {
  return new Date(epochMs).toISOString().replaceAll(/\D/g, '').slice(0, 14);
}
