import { defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { deskParam, externalIdParam, noteParam, referenceParam, Ticket } from '../params.ts';

/** Says in a ticket that what it is about is well again, and solves it. Where none is open nothing is written. */
export const settleTicket = defineNode({
  type: 'service-desk.settle-ticket',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['look-up'],
  params: z.object({
    connection: deskParam,
    about: externalIdParam,
    reference: referenceParam,
    message: z
      .string()
      .max(60_000)
      .default('')
      .describe('What the customer reads. Empty: only the internal note is written.')
      .meta({ label: 'Message to the customer', editor: 'text' }),
    note: noteParam,
    solve: z
      .boolean()
      .default(true)
      .describe('Off: the agents solve it themselves.')
      .meta({ label: 'Solve the ticket' }),
  }),
  input: Json,
  outputs: {
    settled: Ticket,
    'no-ticket': z.object({ about: z.string() }).describe('No ticket about it is open.'),
  },
  retry: { maxAttempts: 8, baseMs: 500, capMs: 60_000, jitter: 0.2 },
  timeoutMs: 20_000,
  ui: {
    label: 'Solve a ticket',
    group: 'CRM',
    icon: 'circle-check-big',
    summary: '{about}',
    description: 'Says in the open ticket that all is well again, once, and solves it.',
    system: 'Zendesk',
  },
});
