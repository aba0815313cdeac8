import type { StoredPayload } from './types.ts';

/**
 * An object as JSON text, with further fields whose values are JSON text already: a message of megabytes is made into
 * text once on its way to the database.
 */
export function objectText(fields: Readonly<Record<string, unknown>>, texts: Readonly<Record<string, string>>): string {
  const head = JSON.stringify(fields).slice(0, -1);
  const tail = Object.entries(texts).map(([name, text]) => `${JSON.stringify(name)}:${text}`);
  return `{${[...(head === '{' ? [] : [head.slice(1)]), ...tail].join(',')}}`;
}

/**
 * JSON text as a batch can carry it: itself, or as a JSON string when it holds escapes that json_to_recordset refuses
 * (U+0000, lone surrogates). SQL takes it out again with `unwrapped`.
 */
export function wrapped(text: string): string {
  return /\\u(?:0000|d[89a-f])/.test(text) ? JSON.stringify(text) : text;
}

/** Payloads of a batch, each with its run. */
export function payloadsText(
  items: readonly { readonly runId: string; readonly payloads: readonly StoredPayload[] }[],
): string {
  return JSON.stringify(
    items.flatMap(({ runId, payloads }) => payloads.map((payload) => ({ run: runId, ...payload }))),
  );
}

/** Text as PostgreSQL can hold it: U+0000 and lone surrogates become U+FFFD. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

/** What texts and claim-checked values weigh, in bytes of UTF-8. */
export function bytesOf(texts: readonly string[], payloads: readonly StoredPayload[]): number {
  const ofTexts = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return payloads.reduce((sum, { bytes }) => sum + bytes, ofTexts);
}
