import { z } from 'zod';

export const deskParam = z
  .string()
  .min(1)
  .meta({ label: 'Connection', editor: 'connection', system: 'zendesk', fixed: true });

export const externalIdParam = z
  .string()
  .min(1)
  .max(200)
  .describe('What the ticket is about, in our words: one open ticket for each. Zendesk keeps it as the external id.')
  .meta({ label: 'About', placeholder: '=input.order' });

export const referenceParam = z
  .string()
  .min(1)
  .max(200)
  .describe('Of what is told: the same reference is written once, whichever run tells it.')
  .meta({ label: 'Reference', placeholder: '=input.eventId' });

export const noteParam = z
  .string()
  .max(60_000)
  .default('')
  .describe('For the agents only. A link to the order belongs here.')
  .meta({ label: 'Internal note', editor: 'text' });

/** A ticket after it was told something. */
export const Ticket = z.object({
  about: z.string(),
  ticket: z.int(),
  /** Where agents see it. */
  url: z.string(),
  status: z.string(),
  /** False where the same was told before: nothing was written. */
  written: z.boolean(),
  identifiers: z.array(z.object({ system: z.string(), value: z.string() })),
});
export type Ticket = z.infer<typeof Ticket>;
