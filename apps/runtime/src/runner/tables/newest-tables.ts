import { lookupsIn } from '@lockstep/schema/tables';
import type { SandboxCall } from '../../sandbox/index.ts';
import type { Db } from '../../store/index.ts';
import { newestOf } from '../../store/xref/tables.ts';
import type { TableBook } from './table-book.ts';

/** What a script looks things up in, as it is now; undefined when it asks no table that there is. */
export async function newestTables(
  source: string,
  { db, book }: { readonly db: Db; readonly book: TableBook },
): Promise<SandboxCall['tables']> {
  const newest = await newestOf(db, lookupsIn(source).tables);
  if (newest.size === 0) return undefined;
  const loaded = await Promise.all(
    [...newest].map(async ([name, version]) => [name, await book.load(name, version)] as const),
  );
  return Object.fromEntries(loaded.flatMap(([name, table]) => (table ? [[name, [table]]] : [])));
}
