import { StepError } from '@lockstep/schema/node';
import { Json, type JsonObject } from '@lockstep/schema/run';
import { z } from 'zod';
import { isObject } from '../kit/read-json.ts';

export const postgresqlParam = z
  .string()
  .min(1)
  .meta({ editor: 'connection', system: 'postgresql', label: 'Connection', fixed: true });

export const sqlParam = z
  .string()
  .min(1)
  .max(50_000)
  .describe('Values by name, as in :sku; never put them into the text itself.')
  .meta({
    editor: 'textarea',
    label: 'SQL',
    fixed: true,
    placeholder: 'select sku, quantity from stock where sku = :sku',
  });

export const valuesParam = Json.optional()
  .describe('Values by name.')
  .meta({ editor: 'json', label: 'Values', placeholder: '={ sku: input.sku }' });

export const Row = z.record(z.string(), Json);

export const POSTGRESQL_RETRY = { maxAttempts: 6, baseMs: 500, capMs: 60_000, jitter: 0.3 } as const;

/** @throws StepError kind `item` when they are no object */
export function namedValues(values: Json | undefined, what = 'The values'): JsonObject {
  if (values === undefined || values === null) return {};
  if (isObject(values)) return values;
  throw unfit('item', `${what} must be an object: values by name.`);
}

export function unfit(kind: 'item' | 'flow', message: string): StepError {
  return new StepError({ kind, category: 'validation', code: 'values-invalid', message });
}
