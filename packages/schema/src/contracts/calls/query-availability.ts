import type { Contract } from '../contract.ts';
import { closed, contractSchema, count, listOf, ownedBy, text, time } from '../parts.ts';

/** How much of an article can be promised? */
export const availabilityQuery: Contract = {
  name: 'availability-query',
  version: '1.0.0',
  title: 'Availability query',
  description: 'Asks how much of an article can be promised, at all places or some of them.',
  schema: contractSchema(
    'AvailabilityQuery',
    closed(
      {
        sku: text('Article number of the merchant.'),
        locations: listOf({ type: 'string', minLength: 1 }, 'Places to look at; all when absent.', { minItems: 1 }),
        quantity: count('Pieces wanted.', 1),
      },
      ['sku'],
    ),
  ),
  example: { sku: 'MUG-BLUE', locations: ['BER-1'] },
};

/** So much. */
export const availability: Contract = {
  name: 'availability',
  version: '1.0.0',
  title: 'Availability',
  description: 'How much of an article can be promised, in all and by place, at a moment.',
  schema: contractSchema(
    'Availability',
    closed(
      {
        sku: text('Article number of the merchant.'),
        available: ownedBy('fulfilment', { type: 'number', description: 'Pieces that can be promised, in all.' }),
        locations: listOf(
          closed(
            {
              location: text('Place.'),
              available: ownedBy('fulfilment', {
                type: 'number',
                description: 'Pieces that can be promised from there.',
              }),
            },
            ['location', 'available'],
          ),
          'By place.',
        ),
        asOf: time('Moment the numbers were true at the source.'),
      },
      ['sku', 'available', 'locations', 'asOf'],
    ),
  ),
  example: {
    sku: 'MUG-BLUE',
    available: 42,
    locations: [{ location: 'BER-1', available: 42 }],
    asOf: '2026-11-20T09:14:07.120Z',
  },
};
