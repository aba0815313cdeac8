import { defineNode } from '@lockstep/schema/node';
import { Json, type JsonObject } from '@lockstep/schema/run';
import { z } from 'zod';
import { dataSchema, withData } from '../../formats/edi/kit/data-schema.ts';
import { forgivingParams } from '../../formats/edi/kit/params.ts';
import { x12Dictionary, x12Sets } from '../../formats/edi/x12/dictionary/sets.ts';
import { X12Out, X12Rejected } from '../../formats/edi/x12/schemas.ts';
import { readParams } from '../../formats/kit/content-params.ts';

const SETS = ['any', '850', '855', '856', '810', '846', '940', '945', '997', '999'] as const;

/** Reads X12 interchanges into transactions, those of known sets by named fields. */
export const parseX12 = defineNode({
  type: 'parse-x12',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    ...readParams,
    set: z
      .enum(SETS)
      .default('any')
      .describe('The transaction set that is expected: its fields are known along the wires, others are refused.')
      .meta({ label: 'Transaction set', fixed: true }),
    ...forgivingParams,
  }),
  input: Json,
  outputs: { out: X12Out, rejected: X12Rejected },
  carries: ({ set }) => {
    const schema = typeof set === 'string' ? schemaOf(set) : undefined;
    return schema ? { out: { schema } } : {};
  },
  ui: {
    label: 'Parse X12',
    group: 'Formats',
    icon: 'file-input',
    summary: 'Set {set}, {mode}',
    description:
      'Reads X12 (850, 855, 856, 810, 846, 940, 945, 997) into named fields. Keeps what it does not know, and everything an acknowledgement needs.',
  },
});

const schemas = new Map<string, JsonObject>();

/** What goes out when one set is expected. */
function schemaOf(id: string): JsonObject | undefined {
  const set = x12Sets.get(id);
  if (!set) return undefined;
  const known = schemas.get(id);
  if (known) return known;
  const out = z.toJSONSchema(X12Out, { io: 'output', unrepresentable: 'any' }) as unknown as JsonObject;
  const schema = withData(out, 'transactions', dataSchema(set, x12Dictionary));
  schemas.set(id, schema);
  return schema;
}
