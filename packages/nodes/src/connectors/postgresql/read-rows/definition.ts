import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { POSTGRESQL_RETRY, postgresqlParam, Row, sqlParam, valuesParam } from '../params.ts';

/** Reads rows, in a transaction that cannot change anything. */
export const readRows = defineNode({
  type: 'postgresql.read-rows',
  version: 1,
  kind: 'step',
  effect: 'read',
  strategies: ['safe'],
  params: z.object({
    connection: postgresqlParam,
    sql: sqlParam,
    values: valuesParam,
    maxRows: z
      .int()
      .min(1)
      .max(10_000)
      .default(1_000)
      .describe('More are not read; "complete" is false then.')
      .meta({ label: 'Rows at most', fixed: true }),
  }),
  input: Json,
  outputs: {
    out: z.object({ rows: z.array(Row), complete: z.boolean() }),
    none: z.object({ rows: z.array(Row), complete: z.boolean() }),
  },
  retry: POSTGRESQL_RETRY,
  timeoutMs: 40_000,
  ui: {
    label: 'Read rows (SQL)',
    group: 'Systems',
    icon: 'database',
    summary: '{sql}',
    description: 'Reads rows of a database. Leaves by "none" when there are none.',
    system: 'PostgreSQL',
  },
});
