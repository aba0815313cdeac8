import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { readParams } from '../../formats/kit/content-params.ts';

const oneCharacter = z
  .string()
  .regex(/^[^\r\n\w"]?$/, 'Use one character that is no letter, digit, quote or line break.');

const Issue = z.object({
  code: z.string(),
  line: z.int().describe('Line of the file the row begins at, from 1.'),
  offset: z.int().describe('Byte the row begins at.'),
  column: z.string().optional(),
  message: z.string(),
});

/** Reads CSV into rows. Every value is text unless a column is read as a number, so leading zeros stay. */
export const parseCsvNode = defineNode({
  type: 'parse-csv',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    ...readParams,
    delimiter: z
      .enum(['auto', 'comma', 'semicolon', 'tab', 'pipe', 'other'])
      .default('auto')
      .describe('What stands between values. "auto" tells it from the first rows.')
      .meta({ label: 'Delimiter', fixed: true }),
    otherDelimiter: oneCharacter
      .default('')
      .describe('The character between values.')
      .meta({
        label: 'Other delimiter',
        placeholder: '~',
        fixed: true,
        showWhen: { field: '/delimiter', is: ['other'] },
      }),
    quote: z
      .enum(['double', 'single', 'none'])
      .default('double')
      .describe('What stands around values that hold a delimiter or a line break.')
      .meta({ label: 'Quote', fixed: true }),
    escape: z
      .enum(['doubled', 'backslash'])
      .default('doubled')
      .describe('How a quote inside quotes is written: "" or \\".')
      .meta({ label: 'Quote inside quotes', fixed: true }),
    header: z
      .enum(['first-row', 'named', 'none'])
      .default('first-row')
      .describe('Where column names come from. "none" gives rows as lists.')
      .meta({ label: 'Header', fixed: true }),
    columnNames: z
      .array(z.string().min(1).meta({ label: 'Column', placeholder: 'sku', fixed: true }))
      .max(1000)
      .default([])
      .describe('Names of the columns from left to right, for a file without a header row.')
      .meta({ label: 'Column names', fixed: true, showWhen: { field: '/header', is: ['named'] } }),
    numbers: z
      .array(
        z.object({
          column: z
            .string()
            .min(1)
            .describe('Name of the column, or its place from 1 when columns have no names.')
            .meta({ label: 'Column', placeholder: 'price', fixed: true }),
          as: z
            .enum(['number', 'decimal'])
            .default('number')
            .describe('"number" is a JSON number of 15 digits at most; "decimal" is text such as 1234.50, for money.')
            .meta({ label: 'Read as', fixed: true }),
        }),
      )
      .max(1000)
      .default([])
      .describe('Columns that are numbers. All others stay text, with their leading zeros.')
      .meta({ label: 'Number columns' }),
    decimal: z
      .enum(['point', 'comma'])
      .default('point')
      .describe('Decimal separator of the number columns.')
      .meta({ label: 'Decimal separator', fixed: true }),
    comment: oneCharacter
      .default('')
      .describe('Lines that begin with this character are left out.')
      .meta({ label: 'Comment', placeholder: '#', fixed: true }),
    totalsRows: z
      .int()
      .min(0)
      .max(100)
      .default(0)
      .describe('Rows at the end that are no data, for example totals.')
      .meta({ label: 'Totals rows', fixed: true }),
    trim: z
      .boolean()
      .default(false)
      .describe('Takes off white space around values.')
      .meta({ label: 'Trim values', fixed: true }),
    relaxed: z
      .boolean()
      .default(false)
      .describe('Takes rows that are too short, and text behind a closing quote.')
      .meta({ label: 'Forgive loose writing', fixed: true }),
    onIssue: z
      .enum(['reject', 'skip'])
      .default('reject')
      .describe('"reject" sends the whole file aside when one row is faulty; "skip" goes on with the good rows.')
      .meta({ label: 'Faulty rows', fixed: true }),
    maxRows: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(100_000)
      .describe('A longer file is sent aside.')
      .meta({ label: 'Rows at most', fixed: true }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      columns: z.array(z.string()).nullable().describe('Null when the rows are lists.'),
      rows: z.array(Json),
      issues: z.array(Issue).describe('Rows that were left out, the first 100.'),
      issueCount: z.int(),
    }),
    rejected: z.object({
      message: z.string(),
      issues: z.array(Issue),
      issueCount: z.int(),
      rowCount: z.int().describe('Rows that could be read.'),
    }),
  },
  ui: {
    label: 'Parse CSV',
    group: 'Formats',
    icon: 'table-2',
    summary: 'Delimiter {delimiter}, header {header}',
    description: 'Reads CSV text into rows. Faulty rows are named with their line, and spoil nothing but themselves.',
  },
});
