import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { address } from '../http-request/address.ts';

/**
 * Sends an event to another system as a CloudEvent over HTTP. Receivers know an event by its source and id, which stay the
 * same in every attempt, so the key is the strategy; `once` for a receiver that does not look at them.
 *
 * @see CloudEvents 1.0.2, HTTP protocol binding
 */
export const sendCloudEvent = defineNode({
  type: 'send-cloud-event',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key', 'once'],
  params: z.object({
    ...address,
    mode: z
      .enum(['structured', 'binary'])
      .default('structured')
      .describe('Structured: one document with attributes and data. Binary: attributes as headers, data as the body.')
      .meta({
        label: 'Mode',
        fixed: true,
        words: { structured: 'Structured: one document', binary: 'Binary: attributes as headers' },
      }),
    type: z
      .string()
      .min(1)
      .max(300)
      .describe('What happened.')
      .meta({ editor: 'text', label: 'Type', placeholder: 'com.example.stock.changed' }),
    source: z
      .string()
      .max(300)
      .default('')
      .describe('Where it happened, as a URI. Empty: /flows/ and the id of this flow.')
      .meta({ editor: 'text', label: 'Source', placeholder: '/wms/dub-1' }),
    subject: z
      .string()
      .max(300)
      .optional()
      .describe('What it happened to.')
      .meta({ editor: 'text', label: 'Subject', placeholder: '=input.sku' }),
    id: z
      .string()
      .max(300)
      .optional()
      .describe('The same event told again has the same. Empty: the idempotency key of this step.')
      .meta({ editor: 'text', label: 'Event id', placeholder: '=input.id' }),
    time: z
      .string()
      .max(60)
      .optional()
      .describe('When it happened. Empty: when the message of this run came.')
      .meta({ editor: 'text', label: 'Time', placeholder: '=input.changedAt' }),
    dataSchema: z
      .string()
      .max(1000)
      .optional()
      .describe('Address of the schema of the data.')
      .meta({ editor: 'text', label: 'Data schema' }),
    dataContentType: z
      .string()
      .max(200)
      .default('application/json')
      .describe('Data of a type that is not JSON must be text.')
      .meta({ label: 'Content type of the data', fixed: true }),
    extensions: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .default({})
      .describe('Further attributes: names of small letters and digits. A null value leaves one out.')
      .meta({ editor: 'key-values', label: 'Extensions' }),
    data: Json.optional()
      .describe('What is told. Empty: the message.')
      .meta({ editor: 'json', label: 'Data', placeholder: '=input' }),
  }),
  input: Json,
  outputs: {
    out: z.object({
      source: z.string(),
      id: z.string(),
      status: z.int(),
      /** What the receiver answered, as text. */
      answer: z.string(),
    }),
  },
  ui: {
    label: 'Send CloudEvent',
    group: 'Systems',
    icon: 'cloud-upload',
    summary: '{type} {subject}',
    description: 'Sends an event to another system as a CloudEvent over HTTP, in structured or binary mode.',
  },
});
