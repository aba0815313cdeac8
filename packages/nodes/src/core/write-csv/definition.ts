import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { writeEncoding } from '../../formats/kit/content-params.ts';

/** Writes rows as CSV text. */
export const writeCsvNode = defineNode({
  type: 'write-csv',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    rows: Json.optional()
      .describe('A list of objects, or of lists. Empty: the message.')
      .meta({ editor: 'json', label: 'Rows', placeholder: '=input.lines' }),
    columns: z
      .array(z.string().min(1).meta({ label: 'Column', placeholder: 'sku', fixed: true }))
      .max(1000)
      .default([])
      .describe('Columns from left to right. Empty: those of the rows, in the order they first appear.')
      .meta({ label: 'Columns' }),
    header: z
      .boolean()
      .default(true)
      .describe('Writes the column names first.')
      .meta({ label: 'Header row', fixed: true }),
    delimiter: z.enum(['comma', 'semicolon', 'tab', 'pipe']).default('comma').meta({ label: 'Delimiter', fixed: true }),
    quotes: z
      .enum(['where-needed', 'everywhere', 'never'])
      .default('where-needed')
      .describe('"never" refuses values that would need quotes.')
      .meta({ label: 'Quotes', fixed: true }),
    decimal: z
      .enum(['point', 'comma'])
      .default('point')
      .describe('Decimal separator of numbers; text is written as it is.')
      .meta({ label: 'Decimal separator', fixed: true }),
    newline: z.enum(['crlf', 'lf']).default('crlf').describe('How lines end.').meta({ label: 'Line end', fixed: true }),
    byteOrderMark: z
      .boolean()
      .default(false)
      .describe('Begins with a byte order mark, by which spreadsheets know UTF-8.')
      .meta({ label: 'Byte order mark', fixed: true }),
    escapeFormulas: z
      .boolean()
      .default(false)
      .describe("Writes ' before text a spreadsheet would compute. For files people open; it changes the data.")
      .meta({ label: 'Disarm formulas', fixed: true }),
    encoding: writeEncoding,
  }),
  input: Json,
  outputs: { out: z.string().describe('The file: text, or Base64 when an encoding is chosen.') },
  ui: {
    label: 'Write CSV',
    group: 'Formats',
    icon: 'table-2',
    summary: 'Delimiter {delimiter}',
    description: 'Writes rows as CSV text, with the columns, quotes and decimals another system expects.',
  },
});
