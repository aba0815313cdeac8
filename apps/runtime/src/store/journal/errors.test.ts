import { expect, it } from 'vitest';
import { readConnection } from '../connections.ts';
import { readSnapshot } from '../flows.ts';
import { createTestStore } from '../testing.ts';
import { isPassing, passing, StoreUnavailableError } from './errors.ts';

it.each([
  ['a lost connection', { code: 'CONNECTION_CLOSED' }, true],
  ['a server that starts', { code: '57P03', severity: 'FATAL' }, true],
  ['a full disk', { code: '53100', severity: 'ERROR' }, true],
  ['a deadlock', { code: '40P01', severity: 'ERROR' }, true],
  ['a text that cannot be stored', { code: '22P05', severity: 'ERROR' }, false],
  ['a lost connection below a query', new Error('Failed query', { cause: { code: 'CONNECTION_CLOSED' } }), true],
  ['a broken rule of ours', new TypeError('x'), false],
  ['nothing', undefined, false],
])('%s passes or not', (_, error, expected) => {
  expect(isPassing(error)).toBe(expected);
});

it('a database closed for maintenance is out of reach, and no refusal of what was to be written', async () => {
  const [store, admin] = await Promise.all([createTestStore(), createTestStore()]);
  const name = new URL(store.databaseUrl).pathname.slice(1);
  await admin.sql.unsafe(`alter database ${name} with allow_connections false`);
  await admin.sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  for (let look = 0; look < 5; look += 1) {
    await expect(passing(store.sql`select 1`)).rejects.toBeInstanceOf(StoreUnavailableError);
    // What a step, and a run that is taken over, ask for: a defect would end them for good.
    await expect(readConnection(store.db, 'sap')).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(readSnapshot(store.db, 'x')).rejects.toBeInstanceOf(StoreUnavailableError);
  }
  await admin.sql.unsafe(`alter database ${name} with allow_connections true`);
  await Promise.all([store.drop(), admin.drop()]);
});
