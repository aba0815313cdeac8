export { EmbeddedPostgresError } from './embedded/binaries.ts';
export type { ServerNews } from './embedded/supervise.ts';
export { isPassing, StoreUnavailableError } from './journal/errors.ts';
export { INLINE_LIMIT_BYTES, type Journal } from './journal/journal.ts';
export type * from './journal/types.ts';
export type { Workers } from './journal/workers.ts';
export { MigrationError, migrate } from './migrate.ts';
export { type Db, openStore, type Sql, type Store, type StoreOptions } from './open-store.ts';
export * as tables from './tables/index.ts';
