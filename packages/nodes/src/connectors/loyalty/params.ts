import { z } from 'zod';

export const loyaltyParam = z
  .string()
  .min(1)
  .meta({ label: 'Connection', editor: 'connection', system: 'square-loyalty', fixed: true });

export const accountParam = z
  .string()
  .min(1)
  .describe('Loyalty account of the member, by its id at Square: what "Read balance" finds.')
  .meta({ label: 'Member', placeholder: '=steps.member.account' });

export const pointsParam = z
  .int()
  .min(1)
  .max(1_000_000_000)
  .describe('Whole points, at least one.')
  .meta({ label: 'Points', placeholder: '=input.points' });

/** Longest reference: Square takes keys of up to 128 characters, and ours says before it what is done. */
export const referenceParam = z
  .string()
  .min(1)
  .max(100)
  .describe(
    'What the points are for, for example order and parcel. One reference moves points once, whichever run asks.',
  )
  .meta({ label: 'Reference', placeholder: '=input.reference' });
