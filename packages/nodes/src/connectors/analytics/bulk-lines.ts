import { StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { isObject } from '../kit/read-json.ts';

/** An event as it goes out: its id, and two lines of NDJSON. */
export interface BulkLine {
  readonly id: string;
  readonly text: string;
  /** Of the text in UTF-8. */
  readonly bytes: number;
}

/** Longest `_id` in bytes. @see https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/mapping-id-field */
const MAX_ID_BYTES = 512;

/**
 * Each event with the line that asks to create it under its id. An id that comes twice in one list goes out once.
 *
 * @throws StepError kind `item` when it is no list of objects with an id each, naming the first that is none
 */
export function bulkLines(events: Json): readonly BulkLine[] {
  if (!Array.isArray(events)) throw malformed('The events are no list.');
  const lines = events.map((event, at) => {
    const id = isObject(event) ? event.id : undefined;
    if (!isObject(event) || typeof id !== 'string' || id === '')
      throw malformed(`Event ${at + 1} has no id: each is an object with a text "id".`);
    if (byteLength(id) > MAX_ID_BYTES)
      throw malformed(`The id of event ${at + 1} has more than ${MAX_ID_BYTES} bytes.`);
    return lineOf(id, event);
  });
  return [...new Map(lines.map((line) => [line.id, line])).values()];
}

function lineOf(id: string, { id: _, ...document }: JsonObject): BulkLine {
  const text = `${JSON.stringify({ create: { _id: id } })}\n${JSON.stringify(document)}\n`;
  return { id, text, bytes: byteLength(text) };
}

export interface RequestLimits {
  readonly maxLines: number;
  readonly maxBytes: number;
}

/** The lines in their order, cut where a request would have too many or be too large. An event too large for any is one by itself. */
export function intoRequests(lines: readonly BulkLine[], { maxLines, maxBytes }: RequestLimits): readonly BulkLine[][] {
  const requests: BulkLine[][] = [];
  let size = 0;
  for (const line of lines) {
    const last = requests.at(-1);
    if (last && last.length < maxLines && size + line.bytes <= maxBytes) {
      last.push(line);
      size += line.bytes;
    } else {
      requests.push([line]);
      size = line.bytes;
    }
  }
  return requests;
}

/** Bytes of a text in UTF-8. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair stands for two of its four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

function malformed(message: string): StepError {
  return new StepError({ kind: 'item', category: 'validation', code: 'analytics-events-malformed', message });
}
