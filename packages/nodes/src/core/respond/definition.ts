import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** Answers the caller that waits at a webhook with `respond: flow`. The flow may go on behind it. */
export const respond = defineNode({
  type: 'respond',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  responds: true,
  params: z.object({
    status: z.int().min(200).max(599).default(200).describe('HTTP status of the answer.').meta({ label: 'Status' }),
    headers: z
      .record(z.string(), z.string())
      .default({})
      .describe('Headers of the answer; the content type follows from the body.')
      .meta({ editor: 'key-values', label: 'Headers' }),
    body: Json.optional()
      .describe('Text is sent as it is, anything else as JSON. Empty: the message.')
      .meta({ editor: 'json', label: 'Body', placeholder: '=input' }),
    encoding: z
      .enum(['plain', 'base64'])
      .default('plain')
      .describe('"base64": the body is Base64 of the bytes that are sent, as they came from elsewhere.')
      .meta({ label: 'Body is', fixed: true, words: { plain: 'Text or JSON', base64: 'Base64 of bytes' } }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      status: z.int(),
      headers: z.record(z.string(), z.string()),
      body: Json,
      encoding: z.literal('base64').optional(),
    }),
  },
  ui: {
    label: 'Respond',
    group: 'Reply',
    icon: 'reply',
    summary: 'Answers {status}',
    description: 'Answers the caller that waits at the webhook. Steps behind it go on after the answer.',
  },
});
