import { z } from 'zod';
import { Json } from '../run/json.ts';
import { endpoint } from './endpoint.ts';

/** A member of a value: itself where it is small, else what it is and how much is in it. */
export const PartMember = z.object({
  name: z.string(),
  kind: z.enum(['object', 'array', 'string', 'number', 'boolean', 'null']),
  /** Members of an object or array, characters of a text. */
  size: z.int().optional(),
  /** Plain values; of a long text the beginning. Absent for objects and arrays. */
  value: Json.optional(),
});
export type PartMember = z.infer<typeof PartMember>;

/** Longest beginning of a text that is told with its member. */
export const PART_TEXT_CHARS = 2_000;

export const getStepPart = endpoint({
  id: 'getStepPart',
  method: 'get',
  path: '/runs/:runId/steps/:node/part',
  tag: 'Runs',
  summary: 'Read a part of what went into a step or came out, for values that are too large to be shown whole',
  params: z.object({ runId: z.string(), node: z.string() }),
  query: z.object({
    side: z.enum(['input', 'output']),
    at: z.string().max(2_000).default('').describe('JSON pointer (RFC 6901) of the part; the whole when empty.'),
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(200),
    item: z.string().max(200).optional().describe('Path of the item, for a step in the body of a scope.'),
  }),
  ok: z.object({
    kind: PartMember.shape.kind,
    /** Members of the part in all, characters of a text. */
    size: z.int(),
    /** Of an object or array: `limit` members from `offset` on. */
    members: z.array(PartMember),
    /** Of a plain value. */
    value: Json.optional(),
  }),
  problems: ['not-found'],
});
