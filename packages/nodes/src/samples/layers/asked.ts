import type { RetryPolicy } from '@lockstep/schema/graph';
import type { Json, JsonObject } from '@lockstep/schema/run';

/** Waits of a system flow whose system is busy or away for a moment. */
export const RETRY: RetryPolicy = { maxAttempts: 8, baseMs: 500, capMs: 30_000, jitter: 0.2 };

/** A service of S/4HANA for the steps that speak OData. */
export const s4 = (service: string) => ({ connection: 'sap', service: `/sap/opu/odata/sap/${service}` });

/** Requests that read records of Business Central, each by `{ entity, filter, top }` as expressions. */
export function bcRead(...reads: readonly { readonly entity: string; readonly filter: string }[]): string {
  const one = ({ entity, filter }: (typeof reads)[number]) =>
    `{ method: 'GET', url: '${entity}?$filter=' + encodeURIComponent(${filter}) + '&$top=100' }`;
  return `=[${reads.map(one).join(', ')}]`;
}

/** `field eq 'value'` with the value of an expression; a quote in it is doubled. */
export const equals = (field: string, expression: string): string =>
  `"${field} eq '" + String(${expression}).replaceAll("'", "''") + "'"`;

/** A reply of Business Central to `bcRead`: the records of each read. */
export const bcFound = (...found: readonly (readonly JsonObject[])[]): { port: string; value: Json } => ({
  port: 'done',
  value: { results: found.map((value) => ({ value: [...value] })) },
});

/** A reply of the step that reads records by OData. */
export const odataFound = (...found: readonly JsonObject[]): { port: string; value: Json } => ({
  port: found.length === 0 ? 'none' : 'out',
  value: { records: found.map((fields) => ({ key: {}, etag: 'W/"1"', fields })), complete: true },
});
