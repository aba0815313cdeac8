import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { POSTGRESQL_RETRY, postgresqlParam, Row, sqlParam, valuesParam } from '../params.ts';

/**
 * Changes rows once. The key of the step is kept in the same transaction, in the table `lockstep_effects` of that database: an attempt
 * after a lost answer is answered what the first one gave.
 */
export const changeRows = defineNode({
  type: 'postgresql.change-rows',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  params: z.object({
    connection: postgresqlParam,
    sql: sqlParam,
    values: valuesParam.describe('Values by name, or a list of them: the SQL is done for each, all or none.'),
  }),
  input: Json,
  outputs: {
    done: z.object({
      changed: z.int().describe('Rows that were changed.'),
      rows: z.array(Row).describe('What "returning" gave, at most 1,000.'),
      repeated: z.boolean().describe('True when an earlier attempt had done it.'),
    }),
  },
  retry: POSTGRESQL_RETRY,
  timeoutMs: 40_000,
  ui: {
    label: 'Change rows (SQL)',
    group: 'Systems',
    icon: 'database-zap',
    summary: '{sql}',
    description: 'Inserts, changes or deletes rows of a database, once, all or none.',
    system: 'PostgreSQL',
  },
});
