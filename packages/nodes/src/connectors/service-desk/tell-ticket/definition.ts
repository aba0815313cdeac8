import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { deskParam, externalIdParam, noteParam, referenceParam, Ticket } from '../params.ts';

/**
 * Opens a ticket about something of ours, or tells an open one more: one ticket for each thing, each telling once. Zendesk keeps an
 * idempotency key for two hours only, and none for changes; so our reference is kept in the history of the ticket, and looked for there.
 */
export const tellTicket = defineNode({
  type: 'service-desk.tell-ticket',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({
    connection: deskParam,
    about: externalIdParam,
    reference: referenceParam,
    subject: z
      .string()
      .min(1)
      .max(250)
      .describe('Of a ticket that is opened; that of an open one stays.')
      .meta({ label: 'Subject' }),
    message: z
      .string()
      .max(60_000)
      .default('')
      .describe('What the customer reads, in the words of the customer. Empty: only the internal note is written.')
      .meta({ label: 'Message to the customer', editor: 'text' }),
    repeat: z
      .boolean()
      .default(true)
      .describe(
        'Off: the customer reads the message when the ticket is opened, or opened again; while it is open only the note is written.',
      )
      .meta({ label: 'Repeat the message' }),
    note: noteParam,
    requester: z
      .string()
      .max(250)
      .default('')
      .describe('E-mail address of the customer, of a ticket that is opened. Empty: the agent of the connection.')
      .meta({ label: 'Customer', placeholder: '=input.email' }),
    priority: z.enum(['low', 'normal', 'high', 'urgent']).default('normal').meta({ label: 'Priority' }),
    tags: z
      .string()
      .max(500)
      .default('')
      .describe('Several by commas.')
      .meta({ label: 'Tags', placeholder: 'lockstep, shipment' }),
  }),
  input: Json,
  outputs: {
    opened: Ticket.describe('There was no open ticket about it.'),
    told: Ticket.describe('The open ticket was told more; a solved one was opened again.'),
  },
  retry: { maxAttempts: 8, baseMs: 500, capMs: 60_000, jitter: 0.2 },
  timeoutMs: 20_000,
  ui: {
    label: 'Open or update a ticket',
    group: 'CRM',
    icon: 'headset',
    summary: '{about}: {subject}',
    description: 'Opens a ticket, or tells the open one about the same thing more. Each telling once.',
    system: 'Zendesk',
  },
});
