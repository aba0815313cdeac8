import { z } from 'zod';
import { DATE_PATTERNS } from '../kit/dates.ts';
import { overlaps } from './layout.ts';

const Field = z.object({
  name: z.string().min(1).max(100).meta({ label: 'Field', placeholder: 'sku', fixed: true }),
  start: z.int().min(1).max(100_000).describe('First character, from 1.').meta({ label: 'From', fixed: true }),
  length: z.int().min(1).max(10_000).describe('Characters.').meta({ label: 'Length', fixed: true }),
  type: z
    .enum(['text', 'number', 'decimal', 'date'])
    .default('text')
    .describe('"decimal" is decimal text such as 12.50, for money; "date" an ISO date.')
    .meta({ label: 'Type', fixed: true }),
  decimals: z
    .int()
    .min(0)
    .max(9)
    .default(0)
    .describe('Digits behind an implied decimal point: 0001250 with 2 is 12.50.')
    .meta({ label: 'Implied decimals', fixed: true }),
  date: z
    .enum(DATE_PATTERNS)
    .default('CCYYMMDD')
    .describe('How dates are written.')
    .meta({ label: 'Date', fixed: true }),
  align: z.enum(['left', 'right']).default('left').meta({ label: 'Align', fixed: true }),
  pad: z.enum(['blank', 'zero']).default('blank').meta({ label: 'Fill with', fixed: true }),
});

const Record = z
  .object({
    name: z.string().min(1).max(100).meta({ label: 'Kind of line', placeholder: 'line', fixed: true }),
    match: z
      .string()
      .max(40)
      .default('')
      .describe('What stands in the record type place. Empty: every other line.')
      .meta({ label: 'Record type', placeholder: 'LN', fixed: true }),
    fields: z.array(Field).min(1).max(500).meta({ label: 'Fields' }),
  })
  .superRefine((record, ctx) => {
    for (const [left, right] of overlaps(record)) {
      ctx.addIssue({ code: 'custom', path: ['fields'], message: `${left} and ${right} share a character.` });
    }
  });

/** Parameters that say where fields stand; the same for the steps that read and write. */
export const layoutParams = {
  recordTypeStart: z
    .int()
    .min(0)
    .max(100_000)
    .default(0)
    .describe('First character of the record type, from 1. 0: all lines are of one kind.')
    .meta({ label: 'Record type from', fixed: true }),
  recordTypeLength: z
    .int()
    .min(1)
    .max(40)
    .default(2)
    .describe('Characters of the record type.')
    .meta({ label: 'Record type length', fixed: true }),
  records: z
    .array(Record)
    .min(1)
    .max(100)
    .describe('Kinds of lines, each with its fields.')
    .meta({ label: 'Kinds of lines' }),
  recordLength: z
    .int()
    .min(0)
    .max(100_000)
    .default(0)
    .describe('Characters of each record in a file without line breaks. 0: records are lines.')
    .meta({ label: 'Record length', fixed: true }),
};

type LayoutParams = z.infer<z.ZodObject<typeof layoutParams>>;

/** The layout a form describes. */
export function layoutOf({ recordTypeStart, recordTypeLength, records, recordLength }: LayoutParams) {
  const recordType = { start: recordTypeStart, length: recordTypeLength };
  return { records, recordLength, ...(recordTypeStart > 0 && { recordType }) };
}
