import { defineNode } from '@lockstep/schema/node';
import { HookMethod, Json } from '@lockstep/schema/run';
import { z } from 'zod';

const SIGNED = [
  'shopify',
  'shopify-events',
  'stripe',
  'easypost',
  'shipstation',
  'shiphero',
  'business-central',
  'recharge',
  'standard-webhooks',
  'hmac',
  'api-key',
] as const;
const when = (...schemes: readonly string[]) => ({ field: '/verify/scheme', is: schemes });

const Verify = z
  .object({
    scheme: z
      .enum(['none', ...SIGNED])
      .default('none')
      .describe('How the sender proves who it is. Everything but "none" needs a connection that holds the secret.')
      .meta({ label: 'Scheme', fixed: true }),
    connection: z
      .string()
      .min(1)
      .optional()
      .describe('Connection whose webhook secret signs the messages.')
      .meta({ editor: 'connection', label: 'Connection', fixed: true, showWhen: when(...SIGNED) }),
    header: z
      .string()
      .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'Use a header name, for example X-Signature.')
      .optional()
      .describe('Header that carries the signature or the key.')
      .meta({ label: 'Header', placeholder: 'X-Signature', fixed: true, showWhen: when('hmac', 'api-key') }),
    algorithm: z
      .enum(['sha256', 'sha512', 'sha1'])
      .optional()
      .describe('Hash of the HMAC; SHA-256 when not chosen.')
      .meta({ label: 'Algorithm', fixed: true, showWhen: when('hmac') }),
    encoding: z
      .enum(['hex', 'base64'])
      .optional()
      .describe('How the signature is written; hex when not chosen.')
      .meta({ label: 'Encoding', fixed: true, showWhen: when('hmac') }),
    prefix: z
      .string()
      .max(40)
      .optional()
      .describe('Text before the signature, taken off first, for example sha256=.')
      .meta({ label: 'Prefix', placeholder: 'sha256=', fixed: true, showWhen: when('hmac') }),
  })
  .superRefine(({ scheme, connection, header }, ctx) => {
    const missing = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message });
    if (scheme !== 'none' && connection === undefined) missing('connection', 'Choose the connection with the secret.');
    if (scheme === 'hmac' && header === undefined) missing('header', 'Name the header that carries the signature.');
  });

const Channel = z.object({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'Use a-z, digits and dashes.')
    .describe('What the flow knows it by: trigger.channel.')
    .meta({ label: 'Channel', placeholder: 'mobile-app', fixed: true }),
  connection: z
    .string()
    .min(1)
    .describe('Connection whose webhook secret is its key.')
    .meta({ editor: 'connection', label: 'Key', fixed: true }),
  perMinute: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('Messages of this channel taken in a minute. Empty: no limit of its own.')
    .meta({ label: 'Messages a minute, at most', placeholder: 'no limit', fixed: true }),
  fields: z
    .string()
    .max(2000)
    .optional()
    .describe("Fields of the flow's answer that it sees, with commas between them. Empty: all.")
    .meta({ label: 'Sees', placeholder: 'reference, status', fixed: true }),
});

/**
 * Receives one message by HTTP at `/hooks/<path>`. The parsed body is the message. Verification, deduplication, the
 * contract and the business key are the door's work, before the run exists: this type has no run.
 */
export const webhook = defineNode({
  type: 'webhook',
  version: 1,
  kind: 'trigger',
  effect: 'none',
  strategies: [],
  params: z
    .object({
      path: z
        .string()
        .regex(/^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/, 'Use a-z, digits, dashes and slashes.')
        .max(200)
        .describe('Last part of the address, below /hooks/.')
        .meta({ editor: 'path', label: 'Address', placeholder: 'shopify/orders-create', fixed: true }),
      method: HookMethod.default('POST')
        .describe('Others are refused with 405. GET, and DELETE without a body: the query parameters are the message.')
        .meta({ label: 'Method', fixed: true }),
      verify: Verify.prefault({}).meta({ label: 'Verification', fixed: true }),
      body: z
        .enum(['by-type', 'json', 'text', 'bytes'])
        .default('by-type')
        .describe(
          'What the message is. "by-type": JSON or text, as the content type says. "text" takes XML, CSV and EDI under any type; "bytes" gives Base64.',
        )
        .meta({ label: 'Body', fixed: true }),
      dedupe: z
        .string()
        .max(500)
        .optional()
        .describe(
          'Header with the delivery id, or an expression over the body (=input.id). Empty: what the scheme names. The same id is accepted once, for ever.',
        )
        .meta({ label: 'Deduplicate by', placeholder: 'X-Shopify-Webhook-Id' }),
      dedupeElse: z
        .string()
        .max(500)
        .optional()
        .describe(
          'The id of a message that comes without this header, for example the order number. Empty: it has none.',
        )
        .meta({ editor: 'expression', label: 'Without the header, by', placeholder: 'input.reference' }),
      otherBody: z
        .enum(['repetition', 'refuse'])
        .optional()
        .describe(
          'What becomes of another body under an id that was seen. Not chosen: refused with 422 where the header is Idempotency-Key, else answered as a repetition.',
        )
        .meta({
          label: 'Same id, other body',
          fixed: true,
          words: { repetition: 'Answered as a repetition', refuse: 'Refused with 422' },
        }),
      perMinute: z
        .int()
        .min(1)
        .max(1_000_000)
        .optional()
        .describe(
          'Messages taken in a minute, by all processes together; further ones get 429 with Retry-After. Empty: no limit.',
        )
        .meta({ label: 'Messages a minute, at most', placeholder: 'no limit', fixed: true }),
      channels: z
        .array(Channel)
        .max(50)
        .optional()
        .describe(
          'Channels with a key of their own, in the header X-Api-Key; anybody else is refused. Each has its own limit, deduplication and view of the answer.',
        )
        .meta({ label: 'Channels', fixed: true, showWhen: when('none') }),
      contract: z
        .string()
        .optional()
        .describe('Bodies that break this contract are refused at the door with 400 and the reasons.')
        .meta({ editor: 'contract', label: 'Contract at the door', fixed: true }),
      businessKey: z
        .string()
        .max(500)
        .optional()
        .describe('What people call this message, for example the order number.')
        .meta({ editor: 'expression', label: 'Business key', placeholder: 'input.name' }),
      sourceTime: z
        .string()
        .max(500)
        .optional()
        .describe('Header, or =expression. Empty: what the scheme names.')
        .meta({ label: 'Time of the event', placeholder: '=input.updatedAt' }),
      reference: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, 'Use a name: orderRef.')
        .refine((name) => !['runId', 'statusUrl', 'duplicate'].includes(name), 'The answer has a field of this name.')
        .optional()
        .describe('Field in which the 202 gives the business key back to the sender. Empty: it does not.')
        .meta({ label: 'Business key in the answer', placeholder: 'orderRef', fixed: true }),
      respond: z
        .enum(['accepted', 'flow'])
        .default('accepted')
        .describe('"accepted" answers 202 when the message is stored; "flow" waits for the Respond step.')
        .meta({
          label: 'Answer',
          fixed: true,
          words: { accepted: '202, once it is stored', flow: 'What the flow responds' },
        }),
      deadlineMs: z
        .int()
        .min(100)
        .max(60_000)
        .default(5000)
        .describe('How long the caller waits for the flow before it gets 202 instead.')
        .meta({
          editor: 'duration-ms',
          label: 'Wait at most',
          fixed: true,
          showWhen: { field: '/respond', is: ['flow'] },
        }),
    })
    .superRefine(({ method, verify }, ctx) => {
      if ((method !== 'GET' && method !== 'DELETE') || ['none', 'api-key'].includes(verify.scheme)) return;
      const message = `A signature of the body says nothing about the query of a ${method}: ask for an API key.`;
      ctx.addIssue({ code: 'custom', path: ['verify', 'scheme'], message });
    }),
  input: Json,
  outputs: { out: Json },
  carries: ({ contract }) => (typeof contract === 'string' && contract !== '' ? { out: { contract: contract } } : {}),
  ui: {
    label: 'Webhook',
    group: 'Start',
    icon: 'webhook',
    summary: '/hooks/{path}',
    description:
      'Begins a run for every message another system sends. Stored durably before the sender gets its answer.',
  },
});
