import type { JsonObject } from '../run/json.ts';
import type { CustomerValues } from './fields.ts';
import type { CustomerRecord } from './record.ts';

/** The golden record as the contract `customer` has it. */
export function asCustomer({ id, sources, mergedInto, updatedAt }: CustomerRecord, golden: CustomerValues): JsonObject {
  const { kind = golden.company !== undefined && !golden.lastName ? 'company' : 'person', status = 'active' } = golden;
  return {
    id,
    ...(golden as JsonObject),
    kind,
    status,
    identifiers: sources.map(({ system, id: value }) => ({ system, value })),
    ...(mergedInto !== undefined && { mergedInto }),
    updatedAt,
  };
}
