import type { Contract } from '../contract.ts';
import { closed, contractSchema, count, listOf, text } from '../parts.ts';

/** Events on their way to analytics. */
export const eventBatch: Contract = {
  name: 'event-batch',
  version: '1.0.0',
  title: 'Event batch',
  description: 'Events that analytics is to have, each once.',
  schema: contractSchema(
    'EventBatch',
    closed(
      {
        batch: text('Name of the batch.', { maxLength: 500 }),
        events: listOf(
          {
            type: 'object',
            properties: { id: text('The same whenever the event is told.') },
            required: ['id'],
            additionalProperties: true,
          },
          'What happened.',
          { minItems: 1 },
        ),
      },
      ['batch', 'events'],
    ),
  ),
  example: {
    batch: 'order.completed/7',
    events: [{ id: '#1042', type: 'order.completed', at: '2026-11-20T09:14:05Z' }],
  },
};

export const eventReceipt: Contract = {
  name: 'event-receipt',
  version: '1.0.0',
  title: 'Event receipt',
  description: 'That all events of a batch are there.',
  schema: contractSchema(
    'EventReceipt',
    closed(
      {
        batch: text('Name of the batch.'),
        system: text('Platform that has them.'),
        events: count('Different events of the batch.'),
        created: count('New there.'),
        known: count('Were there already.'),
      },
      ['batch', 'system', 'events', 'created', 'known'],
    ),
  ),
  example: { batch: 'order.completed/7', system: 'elasticsearch', events: 1, created: 1, known: 0 },
};
