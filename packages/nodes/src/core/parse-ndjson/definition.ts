import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { readParams } from '../../formats/kit/content-params.ts';

const Issue = z.object({
  code: z.string(),
  line: z.int().describe('From 1.'),
  column: z.int().optional().describe('From 1.'),
  offset: z.int().describe('Byte the line begins at.'),
  message: z.string(),
});

/** Reads newline-delimited JSON into a list. */
export const parseNdjson = defineNode({
  type: 'parse-ndjson',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    ...readParams,
    onIssue: z
      .enum(['reject', 'skip'])
      .default('reject')
      .describe('"reject" sends the whole text aside when one line is faulty; "skip" goes on with the good lines.')
      .meta({ label: 'Faulty lines', fixed: true }),
    maxRows: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(100_000)
      .describe('A longer text is sent aside.')
      .meta({ label: 'Rows at most', fixed: true }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      rows: z.array(Json),
      issues: z.array(Issue).describe('Lines that were left out, the first 100.'),
      issueCount: z.int(),
    }),
    rejected: z.object({
      message: z.string(),
      issues: z.array(Issue),
      issueCount: z.int(),
      rowCount: z.int().describe('Lines that could be read.'),
    }),
  },
  ui: {
    label: 'Parse NDJSON',
    group: 'Formats',
    icon: 'braces',
    summary: 'One JSON value a line',
    description: 'Reads newline-delimited JSON, one value a line, into a list.',
  },
});
