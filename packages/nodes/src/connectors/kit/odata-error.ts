import type { HttpResponse } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { isObject, listAt, readJson, textAt } from './read-json.ts';

type Severity = 'info' | 'warning' | 'error';

/** A message of SAP Gateway, alone or one complaint of several. */
export interface SapMessage {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
}

/** What an error answer says: its own code and text, then the single complaints. */
export interface ODataError {
  readonly code: string;
  readonly message: string;
  readonly complaints: readonly (SapMessage & { readonly target: string })[];
}

/**
 * The error of an answer, of v2 (`message.value`, complaints of SAP Gateway in `innererror.errordetails`) or v4 (`message`,
 * `details`). Undefined when there is none.
 *
 * @see SAP Note 1797736 (error analysis); OData JSON format 4.01, 21.1
 */
export function odataErrorOf(body: Json | undefined): ODataError | undefined {
  if (!isObject(body) || !isObject(body.error)) return undefined;
  const { error } = body;
  return {
    code: textAt(error, 'code') ?? '',
    message: textAt(error, 'message', 'value') ?? textAt(error, 'message') ?? '',
    complaints: [...listAt(error, 'innererror', 'errordetails'), ...listAt(error, 'details')].map((detail) => ({
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
export function sapMessages({ headers }: Pick<HttpResponse, 'headers'>): readonly SapMessage[] {
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
