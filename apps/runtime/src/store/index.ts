export { EmbeddedPostgresError } from './embedded/binaries.ts';
export { MigrationError, migrate } from './migrate.ts';
export { type Db, openStore, type Sql, type Store, type StoreOptions } from './open-store.ts';
export * as tables from './tables/index.ts';
