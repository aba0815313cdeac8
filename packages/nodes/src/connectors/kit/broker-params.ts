import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** What every step that sends a message has besides its connection and address. */
export const messageParams = {
  body: Json.optional()
    .describe('What is sent: text as it is, anything else as JSON. Empty: the message.')
    .meta({ editor: 'json', label: 'Body', placeholder: '=input' }),
  contentType: z
    .string()
    .max(200)
    .default('application/json')
    .meta({ label: 'Content type', fixed: true, placeholder: 'application/json' }),
  headers: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .default({})
    .describe('A null value leaves one out.')
    .meta({ editor: 'key-values', label: 'Headers' }),
  id: z
    .string()
    .max(300)
    .optional()
    .describe('What receivers know the same message by. Empty: the idempotency key of this step.')
    .meta({ editor: 'text', label: 'Message id', placeholder: '=input.id' }),
};

export const MessageSent = z.object({ id: z.string(), to: z.string() });

/** What a message that came begins its run with. */
export const MessageCame = z.object({
  id: z.string().nullable().describe('What its sender calls it; null where it has no name.'),
  from: z.string(),
  headers: z.record(z.string(), z.string()).describe('Names in small letters.'),
  contentType: z.string().nullable(),
  body: Json.describe('JSON as it is, other text as text, anything else in Base64.'),
});

/** Parameters of every trigger that reads a broker. */
export const readingParams = {
  window: z
    .int()
    .min(1)
    .max(500)
    .default(50)
    .describe('Messages that one process takes at a time before they are accepted.')
    .meta({ label: 'At a time', fixed: true }),
  businessKey: z
    .string()
    .max(500)
    .optional()
    .describe('What people call this message. Empty: its id.')
    .meta({ editor: 'expression', label: 'Business key', placeholder: 'input.body.orderNumber' }),
};

export const BROKER_RETRY = { maxAttempts: 8, baseMs: 500, capMs: 60_000, jitter: 0.3 } as const;
