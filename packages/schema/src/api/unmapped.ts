import { z } from 'zod';
import { TableColumn, TableName } from '../tables/table.ts';
import { endpoint } from './endpoint.ts';

const Instant = z.iso.datetime();
const By = z.string().min(1).max(120).default('operator');

export const UnmappedStatus = z.enum(['open', 'mapped', 'dismissed']);
export type UnmappedStatus = z.infer<typeof UnmappedStatus>;

/** A code that flows looked up and a table does not have. */
export const UnmappedView = z.object({
  id: z.string(),
  table: TableName,
  tableTitle: z.string(),
  key: z.string(),
  /** Column of the key, and of the answer that is missing. */
  from: z.string(),
  to: z.string(),
  status: UnmappedStatus,
  /** Runs that met it. */
  count: z.int(),
  /** Of them: not tried again yet. */
  waiting: z.int(),
  firstAt: Instant,
  lastAt: Instant,
  /** Newest runs that met it. */
  runs: z.array(z.object({ runId: z.string(), flowId: z.string(), node: z.string(), wentOn: z.boolean() })),
  settledBy: z.string().optional(),
  settledAt: Instant.optional(),
  /** Version of the table that has it. */
  version: z.int().optional(),
});
export type UnmappedView = z.infer<typeof UnmappedView>;

export const LikelyValue = z.object({ value: z.string(), because: z.string(), likeness: z.number() });

export const listUnmapped = endpoint({
  id: 'listUnmapped',
  method: 'get',
  path: '/unmapped',
  tag: 'Tables',
  summary: 'List codes that no table has, those that hold up most runs first; settled ones newest first',
  query: z.object({
    table: TableName.optional(),
    status: UnmappedStatus.default('open'),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  ok: z.object({ unmapped: z.array(UnmappedView), open: z.int() }),
  problems: [],
});

export const getUnmapped = endpoint({
  id: 'getUnmapped',
  method: 'get',
  path: '/unmapped/:id',
  tag: 'Tables',
  summary:
    'Read a code that no table has, with values it may stand for: those that are written alike, and the first 200 of those in the table',
  params: z.object({ id: z.string() }),
  ok: UnmappedView.extend({ columns: z.array(TableColumn), likely: z.array(LikelyValue), values: z.array(z.string()) }),
  problems: ['not-found'],
});

export const dismissUnmapped = endpoint({
  id: 'dismissUnmapped',
  method: 'post',
  path: '/unmapped/:id/dismiss',
  tag: 'Tables',
  summary: 'Say that a code is not to be mapped; its exceptions stay as they are',
  params: z.object({ id: z.string() }),
  body: z.object({ by: By }).default({ by: 'operator' }),
  ok: z.object({ id: z.string() }),
  problems: ['not-found', 'unmapped-settled'],
});
