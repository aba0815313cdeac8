import { CLOUD_EVENT_BATCH_TYPE, CLOUD_EVENT_TYPE } from '../cloud-events/index.ts';
import type { Json } from '../run/json.ts';

/** A topic that takes events from other systems, as the document describes it. */
export interface TopicOperation {
  readonly topic: string;
  readonly description: string;
  /** JSON Schema of the data, when the topic has a contract. */
  readonly dataSchema?: Json;
}

const text = { type: 'string', minLength: 1 };

/** The door of a topic: CloudEvents in each of their modes. @see CloudEvents 1.0.2, HTTP protocol binding */
export function topicOperation(
  { topic, description }: Omit<TopicOperation, 'dataSchema'>,
  dataSchema: Json,
): { readonly [name: string]: Json } {
  const event = {
    type: 'object',
    properties: {
      specversion: { const: '1.0' },
      id: { ...text, description: 'With the source, what makes an event the same one.' },
      source: { ...text, format: 'uri-reference' },
      type: text,
      subject: { ...text, description: 'The key of the event, unless it has a partitionkey.' },
      time: { type: 'string', format: 'date-time' },
      data: dataSchema,
    },
    required: ['specversion', 'id', 'source', 'type'],
  };
  return {
    operationId: `topic:${topic}`,
    summary: `Publish CloudEvents on "${topic}"`,
    ...(description !== '' && { description }),
    tags: ['Events'],
    requestBody: {
      required: true,
      description: 'An event or a batch as JSON; or the data alone, with the attributes in ce- headers.',
      content: {
        [CLOUD_EVENT_TYPE]: { schema: event },
        [CLOUD_EVENT_BATCH_TYPE]: { schema: { type: 'array', items: event, maxItems: 1000 } },
        'application/json': { schema: dataSchema },
      },
    },
  };
}
