import { defineNode } from '@lockstep/schema/node';
import { Json, type JsonObject } from '@lockstep/schema/run';
import { z } from 'zod';
import { readEncoding } from '../../formats/edi/edifact/content.ts';
import { edifactDictionary, edifactMessages } from '../../formats/edi/edifact/dictionary/messages.ts';
import { EdifactOut, EdifactRejected } from '../../formats/edi/edifact/schemas.ts';
import { dataSchema, withData } from '../../formats/edi/kit/data-schema.ts';
import { forgivingParams } from '../../formats/edi/kit/params.ts';
import { readParams } from '../../formats/kit/content-params.ts';

const TYPES = ['any', 'ORDERS', 'ORDRSP', 'DESADV', 'INVOIC', 'INVRPT', 'CONTRL'] as const;

/** Reads EDIFACT interchanges into messages, those of known types by named fields. */
export const parseEdifact = defineNode({
  type: 'parse-edifact',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  params: z.object({
    content: readParams.content,
    encoding: readEncoding,
    message: z
      .enum(TYPES)
      .default('any')
      .describe('The message type that is expected: its fields are known along the wires, others are refused.')
      .meta({ label: 'Message type', fixed: true }),
    ...forgivingParams,
  }),
  input: Json,
  outputs: { out: EdifactOut, rejected: EdifactRejected },
  carries: ({ message }) => {
    const schema = typeof message === 'string' ? schemaOf(message) : undefined;
    return schema ? { out: { schema } } : {};
  },
  ui: {
    label: 'Parse EDIFACT',
    group: 'Formats',
    icon: 'file-input',
    summary: 'Message {message}, {mode}',
    description:
      'Reads EDIFACT (ORDERS, ORDRSP, DESADV, INVOIC, INVRPT, CONTRL) into named fields. Keeps what it does not know, and everything an acknowledgement needs.',
  },
});

const schemas = new Map<string, JsonObject>();

/** What goes out when one type is expected. */
function schemaOf(id: string): JsonObject | undefined {
  const set = edifactMessages.get(id);
  if (!set) return undefined;
  const known = schemas.get(id);
  if (known) return known;
  const out = z.toJSONSchema(EdifactOut, { io: 'output', unrepresentable: 'any' }) as unknown as JsonObject;
  const schema = withData(out, 'messages', dataSchema(set, edifactDictionary));
  schemas.set(id, schema);
  return schema;
}
