import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { POSTGRESQL_RETRY, postgresqlParam } from '../params.ts';

const NAME = /^[A-Za-z_][\w$]*(\.[A-Za-z_][\w$]*)?$/;

/** Writes rows of a table by their key columns: inserts those that are not there, overwrites those that are. No SQL to write. */
export const upsertRows = defineNode({
  type: 'postgresql.upsert-rows',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['upsert'],
  params: z.object({
    connection: postgresqlParam,
    table: z
      .string()
      .regex(NAME, 'Use the name of a table, with its schema if need be: public.stock.')
      .meta({ label: 'Table', placeholder: 'stock', fixed: true }),
    keys: z
      .string()
      .regex(/^\w+(\s*,\s*\w+)*$/, 'Use names of columns, with commas between them.')
      .describe('Columns that tell a row from all others; the table needs a unique index on them.')
      .meta({ label: 'Key columns', placeholder: 'sku,location', fixed: true }),
    rows: Json.describe('A row, or a list of rows with the same columns: values by column.').meta({
      editor: 'json',
      label: 'Rows',
      placeholder: '=input.lines',
    }),
  }),
  input: Json,
  outputs: { done: z.object({ changed: z.int() }) },
  retry: POSTGRESQL_RETRY,
  timeoutMs: 40_000,
  ui: {
    label: 'Write rows (SQL)',
    group: 'Systems',
    icon: 'database-backup',
    summary: '{table} by {keys}',
    description: 'Writes rows of a table by their key: new ones are inserted, known ones overwritten, all or none.',
    system: 'PostgreSQL',
  },
});
