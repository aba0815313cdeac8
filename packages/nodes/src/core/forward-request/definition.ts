import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { address } from '../http-request/address.ts';

/**
 * Hands a request on to the endpoint it was meant for, byte by byte, and brings the answer back as it is, whatever its status. What
 * is added is the trace context, so that the call is found in both systems.
 *
 * An endpoint that stood there before promises nothing about repetitions, so a write is sent `once`: when its answer is lost, that is
 * told and not tried again.
 */
export const forwardRequest = defineNode({
  type: 'forward-request',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['once', 'key', 'safe'],
  strategyFor: ({ method = 'POST' }) => (method === 'GET' || method === 'HEAD' ? 'safe' : 'once'),
  params: z.object({
    connection: address.connection,
    url: address.url,
    method: z
      .enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])
      .default('POST')
      .meta({ label: 'Method', fixed: true }),
    query: z
      .record(z.string(), z.string())
      .default({})
      .describe('Query parameters of the request.')
      .meta({ editor: 'key-values', label: 'Query', placeholder: '=trigger.query ?? {}' }),
    headers: z
      .record(z.string(), z.string())
      .default({})
      .describe('Headers of the request. Those of one connection, and credentials, are never handed on.')
      .meta({ editor: 'key-values', label: 'Headers', placeholder: '=trigger.headers' }),
    body: z
      .string()
      .optional()
      .describe('Base64 of the bytes that came. Empty: the message.')
      .meta({ editor: 'text', label: 'Body', placeholder: '=input' }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      status: z.int(),
      headers: z.record(z.string(), z.string()),
      body: z.string().describe('Base64 of the bytes of the answer.'),
      traceparent: z.string().describe('As it was sent.'),
      request: Json.describe('What was sent, parsed; null when it is no JSON.'),
      answer: Json.describe('What came back, parsed; null when it is no JSON.'),
    }),
  },
  ui: {
    label: 'Forward request',
    group: 'Systems',
    icon: 'arrow-right-left',
    summary: '{url}',
    description: 'Hands a request on as it came, with a trace context, and brings the answer back as it is.',
  },
});
