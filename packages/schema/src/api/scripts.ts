import { z } from 'zod';
import { Issue } from '../graph/issue.ts';
import { Json } from '../run/json.ts';
import { endpoint } from './endpoint.ts';

export const checkScript = endpoint({
  id: 'checkScript',
  method: 'post',
  path: '/scripts/check',
  tag: 'Scripts',
  summary: 'Check the syntax of a script or an expression',
  body: z.object({
    kind: z.enum(['script', 'expression']),
    source: z.string().max(200_000),
  }),
  ok: z.object({ issues: z.array(Issue) }),
  problems: [],
});

/** What a script made of one input; a place is in the author's text, from 1. */
export const PreviewResult = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    value: Json,
    /** What the result breaks of `contract`; empty without one. */
    issues: z.array(z.object({ path: z.string(), message: z.string() })),
    logs: z.array(z.string()).optional(),
  }),
  z.object({
    ok: z.literal(false),
    code: z.string(),
    message: z.string(),
    line: z.int().optional(),
    column: z.int().optional(),
  }),
]);
export type PreviewResult = z.infer<typeof PreviewResult>;

export const previewScript = endpoint({
  id: 'previewScript',
  method: 'post',
  path: '/scripts/preview',
  tag: 'Scripts',
  summary:
    'Run a mapping script over samples, in the sandbox of production with tighter limits. Nothing is stored or sent',
  body: z.object({
    source: z.string().max(200_000),
    inputs: z.array(Json).max(60),
    /** Clock, chance and earlier steps of each input, in the same order; the same ones at every look where they are left out. */
    moments: z
      .array(
        z.object({
          at: z.iso.datetime().optional(),
          seed: z.string().max(120).optional(),
          steps: z.record(z.string(), Json).optional(),
        }),
      )
      .max(60)
      .optional(),
    /** Contract the results are checked against: `order`, `order@1`. */
    contract: z.string().optional(),
  }),
  ok: z.object({
    /** One for each input, in the same order. */
    results: z.array(PreviewResult),
    durationMs: z.number(),
  }),
  problems: [],
});

export const previewExpression = endpoint({
  id: 'previewExpression',
  method: 'post',
  path: '/scripts/expression',
  tag: 'Scripts',
  summary:
    'Compute an expression over a message, in the sandbox of production with tighter limits. Nothing is stored or sent',
  body: z.object({
    /** With or without the leading `=`. */
    source: z.string().max(20_000),
    input: Json,
    /** What the steps before gave, by id. */
    steps: z.record(z.string(), Json).optional(),
  }),
  ok: PreviewResult,
  problems: [],
});
