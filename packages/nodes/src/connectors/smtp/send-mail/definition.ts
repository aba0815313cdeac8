import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

const addresses = (label: string, placeholder: string) =>
  z.string().max(4_000).describe('Addresses, with commas between them.').meta({ editor: 'text', label, placeholder });

/**
 * Sends a mail. SMTP knows no idempotency key and no look-up, so a mail whose confirmation was lost is not sent again by itself: a person
 * decides. Its Message-ID stays the same, so that mailboxes can leave a second one out.
 */
export const sendMail = defineNode({
  type: 'smtp.send-mail',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['once'],
  params: z.object({
    connection: z.string().min(1).meta({ editor: 'connection', system: 'smtp', label: 'Connection', fixed: true }),
    from: addresses('From', 'Shop <orders@example.com>').min(1),
    to: addresses('To', '=input.customer.email').min(1),
    cc: addresses('Copy to', 'team@example.com').default(''),
    bcc: addresses('Blind copy to', 'archive@example.com').default(''),
    replyTo: z
      .string()
      .max(500)
      .optional()
      .meta({ editor: 'text', label: 'Answers to', placeholder: 'help@example.com' }),
    subject: z
      .string()
      .min(1)
      .max(500)
      .meta({ editor: 'text', label: 'Subject', placeholder: '="Your order " + input.name' }),
    text: z
      .string()
      .min(1)
      .max(200_000)
      .meta({ editor: 'textarea', label: 'Text', placeholder: '="It is on its way."' }),
    html: z
      .string()
      .max(500_000)
      .optional()
      .describe('The same as a page, for those who read it so.')
      .meta({ editor: 'textarea', label: 'HTML' }),
  }),
  input: Json,
  outputs: {
    sent: z.object({
      messageId: z.string(),
      accepted: z.array(z.string()),
      rejected: z.array(z.string()).describe('Addresses the server would not take, while it took others.'),
    }),
  },
  retry: { maxAttempts: 8, baseMs: 5_000, capMs: 900_000, jitter: 0.3 },
  timeoutMs: 60_000,
  ui: {
    label: 'Send e-mail',
    group: 'Systems',
    icon: 'mail',
    summary: '{to}: {subject}',
    description: 'Sends a mail, and goes on when the server has taken it for at least one address.',
    system: 'E-mail',
  },
});
