import type { WebhookScheme } from './scheme.ts';

const DEFAULT_HEADER = 'x-api-key';

/** A shared key in a header; in `Authorization` it follows `Bearer `. Says who sends, not what: use it over TLS only. */
export const apiKey: WebhookScheme = {
  id: 'api-key',
  label: 'API key',
  description: 'A shared key in a header, X-Api-Key unless you name another.',
  secretField: 'webhookSecret',
  secretHeaders: ({ header = DEFAULT_HEADER }) => [header.toLowerCase()],
  plan: ({ header = DEFAULT_HEADER, prefix }) => {
    const name = header.toLowerCase();
    return { kind: 'key', header: name, prefix: prefix ?? (name === 'authorization' ? 'Bearer ' : '') };
  },
};
