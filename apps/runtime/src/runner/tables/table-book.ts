import type { SandboxTable } from '../../sandbox/index.ts';
import type { Db } from '../../store/index.ts';
import { readTable } from '../../store/xref/tables.ts';
import { tableText } from './table-text.ts';

/** Versions of tables as the sandbox takes them, in the memory of this process. Versions never change, so nothing here is ever stale. */
export interface TableBook {
  /** Undefined when there is no such version. @throws StoreUnavailableError */
  load(name: string, version: number): Promise<SandboxTable | undefined>;
}

const MAX_BYTES = 128 * 1024 * 1024;

export function createTableBook(db: Db, maxBytes = MAX_BYTES): TableBook {
  /** By key, in order of use. */
  const books = new Map<string, { readonly table: Promise<SandboxTable | undefined>; bytes: number }>();
  let held = 0;

  return {
    load(name, version) {
      const key = `${name}@${version}`;
      const known = books.get(key);
      if (known) {
        books.delete(key);
        books.set(key, known);
        return known.table;
      }
      const entry = { table: read(name, version, key), bytes: 0 };
      books.set(key, entry);
      entry.table.then(
        (table) => {
          // What is not there may come.
          if (!table) forget(key);
          else if (books.get(key) === entry) {
            entry.bytes = table.content.length;
            held += entry.bytes;
            makeRoom(key);
          }
        },
        () => forget(key),
      );
      return entry.table;
    },
  };

  async function read(name: string, version: number, key: string): Promise<SandboxTable | undefined> {
    const table = await readTable(db, name, version);
    return table && { key, content: Buffer.from(JSON.stringify(tableText(table))) };
  }

  function makeRoom(newest: string): void {
    for (const key of [...books.keys()]) {
      if (held <= maxBytes) return;
      if (key !== newest) forget(key);
    }
  }

  function forget(key: string): void {
    held -= books.get(key)?.bytes ?? 0;
    books.delete(key);
  }
}
