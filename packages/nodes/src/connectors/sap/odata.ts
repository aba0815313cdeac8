import type { HttpResponse } from '@lockstep/schema/node';
import { isObject, listAt, readJson, textAt } from '../kit/read-json.ts';

/** A text as a literal of a `$filter` or a key: in quotes, a quote inside doubled. @see OData 2.0 URI conventions, 2.2.2 */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Date of an `Edm.DateTime` as OData v2 writes it in JSON, `/Date(1471392000000)/`: YYYY-MM-DD, UTC. */
export function dateOf(value: unknown): string | undefined {
  const ms = /^\/Date\((-?\d+)([+-]\d{4})?\)\/$/.exec(typeof value === 'string' ? value : '')?.[1];
  if (ms === undefined || Math.abs(Number(ms)) > 8.64e15) return undefined;
  return new Date(Number(ms)).toISOString().slice(0, 10);
}

type Severity = 'info' | 'warning' | 'error';

export interface SapMessage {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
}

/** What an error answer says: its own code and text, then the single complaints. Undefined when there is no envelope. */
export interface ODataError {
  readonly code: string;
  readonly message: string;
  readonly complaints: readonly (SapMessage & { readonly target: string })[];
}

/** The error envelope of SAP Gateway, OData v2. @see SAP Note 1797736 (error analysis) */
export function errorOf({ text }: HttpResponse): ODataError | undefined {
  const body = readJson(text);
  if (!isObject(body) || !isObject(body.error)) return undefined;
  return {
    code: textAt(body, 'error', 'code') ?? '',
    message: textAt(body, 'error', 'message', 'value') ?? textAt(body, 'error', 'message') ?? '',
    complaints: listAt(body, 'error', 'innererror', 'errordetails').map((detail) => ({
      severity: severityOf(textAt(detail, 'severity')),
      code: textAt(detail, 'code') ?? '',
      message: textAt(detail, 'message') ?? '',
      target: textAt(detail, 'target') ?? textAt(detail, 'propertyref') ?? '',
    })),
  };
}

/**
 * Messages that come with a success in the `sap-message` header. A 2xx with an `error` in it was still carried out, so
 * it is for a person to look at, not a failure of the step.
 */
export function sapMessages({ headers }: HttpResponse): readonly SapMessage[] {
  const text = headers['sap-message'];
  if (text === undefined || text.trim() === '') return [];
  const main = readJson(text);
  if (!isObject(main)) return [{ severity: 'warning', code: 'sap-message', message: text.slice(0, 500) }];
  return [main, ...listAt(main, 'details')].map((message) => ({
    severity: severityOf(textAt(message, 'severity')),
    code: textAt(message, 'code') ?? '',
    message: textAt(message, 'message') ?? '',
  }));
}

function severityOf(text: string | undefined): Severity {
  if (text === 'error' || text === 'warning') return text;
  return 'info';
}
