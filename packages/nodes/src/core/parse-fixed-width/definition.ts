import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { layoutParams } from '../../formats/fixed-width/layout-param.ts';
import { readParams } from '../../formats/kit/content-params.ts';

const Issue = z.object({
  code: z.string(),
  line: z.int().describe('From 1.'),
  column: z.int().optional().describe('Character the field begins at, from 1.'),
  field: z.string().optional(),
  message: z.string(),
});

/** Reads lines whose fields stand at fixed places. */
export const parseFixedWidth = defineNode({
  type: 'parse-fixed-width',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    ...readParams,
    ...layoutParams,
    onIssue: z
      .enum(['reject', 'skip'])
      .default('reject')
      .describe('"reject" sends the whole file aside when one line is faulty; "skip" goes on with the good lines.')
      .meta({ label: 'Faulty lines', fixed: true }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      rows: z.array(Json).describe('Objects by field; { record, values } when there is a record type.'),
      issues: z.array(Issue).describe('What is wrong with lines that were left out, the first 100.'),
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
    label: 'Parse fixed width',
    group: 'Formats',
    icon: 'ruler',
    summary: 'Fields at fixed places',
    description: 'Reads lines whose fields stand at fixed places, of one kind or told apart by a record type.',
  },
});
