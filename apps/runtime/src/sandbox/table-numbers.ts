import { FRAME_DROP_TABLE, FRAME_TABLE } from './frame.ts';
import { controlFrame } from './job.ts';
import type { SandboxCall, SandboxTable } from './types.ts';

/** Bytes of tables one child is told at most; as rows in its memory they are about five times as much. */
const MAX_BYTES = 24 * 1024 * 1024;

/** Which tables a child knows, and by which numbers. */
export interface TableNumbers {
  /** The child's numbers of a call's tables, as JSON; it is told about those it does not know. Empty for none. */
  textOf(tables: SandboxCall['tables']): string;
  /** Bytes of tables the child was told since this was asked last. */
  takeSent(): number;
}

/** @param send tells the child; what is sent comes before the call that needed it */
export function createTableNumbers(send: (frame: Buffer) => void, maxBytes = MAX_BYTES): TableNumbers {
  /** By key, in order of use. */
  const known = new Map<string, { readonly number: number; readonly bytes: number }>();
  let next = 1;
  let held = 0;
  let sent = 0;

  return {
    takeSent() {
      const bytes = sent;
      sent = 0;
      return bytes;
    },
    textOf(tables) {
      if (tables === undefined) return '';
      const wanted = Object.entries(tables);
      const needed = new Set(wanted.flatMap(([, versions]) => versions.map(({ key }) => key)));
      return JSON.stringify(
        Object.fromEntries(wanted.map(([name, versions]) => [name, versions.map((table) => numberOf(table, needed))])),
      );
    },
  };

  function numberOf({ key, content }: SandboxTable, needed: ReadonlySet<string>): number {
    const found = known.get(key);
    if (found) {
      known.delete(key);
      known.set(key, found);
      return found.number;
    }
    makeRoom(content.length, needed);
    const number = next++;
    known.set(key, { number, bytes: content.length });
    held += content.length;
    sent += content.length;
    send(controlFrame(FRAME_TABLE, Buffer.concat([numbered(number), content])));
    return number;
  }

  /** The longest unused go; never those of the call itself. */
  function makeRoom(bytes: number, needed: ReadonlySet<string>): void {
    for (const [key, table] of known) {
      if (held + bytes <= maxBytes) return;
      if (needed.has(key)) continue;
      known.delete(key);
      held -= table.bytes;
      send(controlFrame(FRAME_DROP_TABLE, numbered(table.number)));
    }
  }
}

function numbered(number: number): Buffer {
  const body = Buffer.alloc(4);
  body.writeUInt32LE(number);
  return body;
}
