import { z } from 'zod';

export const analyticsParam = z
  .string()
  .min(1)
  .meta({ label: 'Connection', editor: 'connection', system: 'elasticsearch', fixed: true });

/** @see https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-indices-create for what a name may be */
export const indexParam = z
  .string()
  .max(255)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'Use lower-case letters, digits, dots, dashes and underscores.')
  .describe('One index, not a data stream: there an id is known in its newest part only.')
  .meta({ label: 'Index', placeholder: 'retail-events', fixed: true });
