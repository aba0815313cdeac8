import type { WebhookScheme } from './scheme.ts';

const DEFAULT_HEADER = 'x-signature';

/** An HMAC of the raw body in a header of the sender's choice, such as GitHub's `X-Hub-Signature-256: sha256=<hex>`. */
export const hmac: WebhookScheme = {
  id: 'hmac',
  label: 'HMAC of the body',
  description: 'An HMAC of the body in a header you name, in hex or base64.',
  secretField: 'webhookSecret',
  secretHeaders: ({ header = DEFAULT_HEADER }) => [header.toLowerCase()],
  plan: ({ header = DEFAULT_HEADER, algorithm = 'sha256', encoding = 'hex', prefix = '' }) => ({
    kind: 'hmac',
    header: header.toLowerCase(),
    algorithm,
    signed: [{ part: 'body' }],
    key: { kind: 'utf8' },
    format: { encoding, prefix },
    required: [],
  }),
};
