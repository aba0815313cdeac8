import { openStore } from '../store/index.ts';
import type { CommandIo } from './io.ts';
import { settingsOf } from './settings.ts';

/** `lockstep migrate`: brings the database up to this version and ends. */
export async function migrate({ json }: { readonly json?: boolean }, io: CommandIo): Promise<void> {
  const { databaseUrl, dataDir } = settingsOf(io);
  const store = await openStore(databaseUrl === undefined ? { dataDir } : { databaseUrl });
  const { migrated } = store;
  await store.close();
  if (json) io.out(JSON.stringify({ applied: migrated }));
  else io.out(migrated.length === 0 ? 'The database is up to date.' : `Applied: ${migrated.join(', ')}.`);
}
