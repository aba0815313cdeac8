import { openStore, type Sql, type Store } from '@lockstep/runtime/store';
import postgres from 'postgres';
import { scratchFolder } from '../../world.ts';

/** The PostgreSQL of one benchmark: embedded, with the settings Lockstep ships, in a folder that goes with it. */
export interface BenchDatabase {
  readonly store: Store;
  readonly url: string;
  /** Connections for what is written by hand: the same driver and as many as the journal has. */
  readonly byHand: postgres.Sql;
  /** An empty database on the same server, for a peer that brings its own tables. @returns its URL */
  another(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts it; about 3 s. `synchronous_commit` is on, for everybody. */
export async function startDatabase(): Promise<BenchDatabase> {
  const folder = scratchFolder('bench');
  const store = await openStore({ dataDir: folder.path });
  await expectDurable(store.sql);
  const url = store.databaseUrl;
  const byHand = postgres(url, { max: 8, onnotice: () => undefined });
  return {
    store,
    url,
    byHand,
    async another(name) {
      await byHand.unsafe(`create database ${name}`);
      const other = new URL(url);
      other.pathname = `/${name}`;
      return other.href;
    },
    async close() {
      await byHand.end({ timeout: 5 });
      await store.close();
      folder.remove();
    },
  };
}

/** A benchmark of durable writes that are not durable would be worth nothing. */
async function expectDurable(sql: Sql): Promise<void> {
  for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const [row] = await sql<{ value: string }[]>`select current_setting(${name}) as value`;
    if (row?.value !== 'on') throw new Error(`${name} is ${row?.value}; the benchmark needs it on.`);
  }
}
