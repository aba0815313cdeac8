import { defineConfig } from 'drizzle-kit';

/**
 * For `drizzle-kit studio` on a running database. Migrations are SQL by hand in `src/store/migrations`, applied by
 * `migrate()`; a test keeps tables and migrations the same.
 */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/store/tables/index.ts',
  dbCredentials: { url: process.env.DATABASE_URL ?? '' },
});
