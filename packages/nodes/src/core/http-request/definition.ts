import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { address, headers } from './address.ts';

/**
 * Calls any HTTP address. A status outside `expectedStatuses` is a failure: 408, 425, 429 and 5xx pass by themselves,
 * the rest is the other system's no. Every method but GET, HEAD and OPTIONS carries the step's idempotency key.
 *
 * Reads (GET, HEAD) are `safe` to repeat. Else the default strategy is `once`, because most addresses do not promise to
 * honour an idempotency key and a second order is worse than a question to a person. Choose `key` for systems that do.
 */
export const httpRequest = defineNode({
  type: 'http-request',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['once', 'key', 'safe'],
  strategyFor: ({ method = 'GET' }) => (method === 'GET' || method === 'HEAD' ? 'safe' : 'once'),
  params: z.object({
    connection: address.connection,
    method: z
      .enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])
      .default('GET')
      .meta({ label: 'Method', fixed: true }),
    url: address.url,
    query: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .default({})
      .describe('Query parameters; a null value leaves the parameter out.')
      .meta({ editor: 'key-values', label: 'Query' }),
    headers,
    body: Json.optional()
      .describe('Text is sent as it is, anything else as JSON. Empty: no body.')
      .meta({ editor: 'json', label: 'Body', placeholder: '=input' }),
    expectedStatuses: z
      .string()
      .regex(/^\s*[1-5](\d\d|xx)(\s*,\s*[1-5](\d\d|xx))*\s*$/, 'Use statuses with commas between them: 2xx, 404.')
      .default('2xx')
      .describe('Statuses that count as success.')
      .meta({ label: 'Expected statuses', placeholder: '2xx, 404', fixed: true }),
    idempotencyHeader: z
      .string()
      .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]*$/, 'Use a header name.')
      .default('Idempotency-Key')
      .describe('Header for the key that stays the same in every attempt. Empty: none is sent.')
      .meta({ label: 'Idempotency header', fixed: true }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      status: z.int(),
      headers: z.record(z.string(), z.string()),
      body: Json.describe('Parsed when the answer is JSON, else text.'),
    }),
  },
  ui: {
    label: 'HTTP request',
    group: 'Systems',
    icon: 'globe',
    summary: '{method} {url}',
    description: 'Calls an HTTP address, with the credentials of a connection if you choose one.',
  },
});
