import { createHash } from 'node:crypto';
import {
  CLOUD_EVENT_BATCH_TYPE,
  CLOUD_EVENT_TYPE,
  type CloudEventAttributes,
  fromHeaderValue,
  keyOf,
  readAttributes,
} from '@lockstep/schema/cloud-events';
import { type Json, type JsonObject, MAX_EVENT_KEY } from '@lockstep/schema/run';
import type { NewEvent } from '../../store/index.ts';
import { bodyKindOf, readMessage } from '../hooks/message.ts';
import { type ProblemError, problem } from '../problem.ts';

/** A request as it came, without its content encoding. */
export interface EventRequest {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** What is kept of a CloudEvent, but for the topic. */
export type ReadEvent = Required<Omit<NewEvent, 'topic' | 'sourceAt'>>;

export type EventsRead =
  | { readonly mode: 'binary' | 'structured'; readonly events: readonly [ReadEvent] }
  | { readonly mode: 'batched'; readonly events: readonly ReadEvent[] };

/** Events of one request at most. */
const MAX_BATCH = 1000;
const PREFIX = 'ce-';

/**
 * The CloudEvents in a request; the content type says in which mode they come. Data is what its own content type says: JSON
 * stays JSON, text stays text, anything else is kept as Base64.
 *
 * @throws ProblemError `request-invalid`, `body-malformed`, `media-type-unsupported`
 * @see CloudEvents 1.0.2, HTTP protocol binding, 3
 */
export function readEvents({ headers, bytes }: EventRequest): EventsRead {
  const contentType = headers['content-type'];
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === CLOUD_EVENT_TYPE) {
    return { mode: 'structured', events: [eventIn(readMessage(bytes, contentType, 'json'))] };
  }
  if (type === CLOUD_EVENT_BATCH_TYPE)
    return { mode: 'batched', events: batch(readMessage(bytes, contentType, 'json')) };
  if (type.startsWith('application/cloudevents')) {
    throw problem('media-type-unsupported', `Events are not read as ${type.slice(0, 80)}.`, undefined, {
      accept: `${CLOUD_EVENT_TYPE}, ${CLOUD_EVENT_BATCH_TYPE}`,
    });
  }
  return { mode: 'binary', events: [eventAround(headers, bytes)] };
}

function batch(document: Json): readonly ReadEvent[] {
  if (!Array.isArray(document)) throw invalid('A batch is a JSON array of events.');
  if (document.length > MAX_BATCH) {
    throw invalid(`The batch has ${document.length} events; ${MAX_BATCH} are allowed.`);
  }
  return document.map((each, index) => eventIn(each, `Event ${index} of the batch: `));
}

function eventIn(document: Json, where = ''): ReadEvent {
  if (!isObject(document)) throw invalid(`${where}An event is a JSON object.`);
  const { data, data_base64: base64, ...given } = document;
  const attributes = attributesOf(given, where);
  if (data !== undefined && base64 !== undefined) {
    throw invalid(`${where}An event has either "data" or "data_base64".`);
  }
  return eventOf(
    attributes,
    base64 === undefined ? dataOf(data, attributes, where) : unpacked(base64, attributes, where),
  );
}

/** An event whose attributes are headers and whose data is the body. */
function eventAround(headers: EventRequest['headers'], bytes: Uint8Array): ReadEvent {
  const { 'content-type': contentType } = headers;
  const given: Record<string, Json> = {};
  for (const [name, header] of Object.entries(headers)) {
    if (!name.startsWith(PREFIX)) continue;
    const value = fromHeaderValue(header);
    if (value === undefined) throw invalid(`The header ${name.slice(0, 60)} is not percent-encoded UTF-8.`);
    given[name.slice(PREFIX.length)] = value;
  }
  if (given.specversion === undefined) {
    throw invalid(
      `This is no CloudEvent: send ${CLOUD_EVENT_TYPE}, or its attributes as headers, ce-specversion among them.`,
    );
  }
  if (given.datacontenttype !== undefined) {
    throw invalid('The header ce-datacontenttype is not allowed: Content-Type says what the data is.');
  }
  const attributes = attributesOf({ ...given, ...(contentType && { datacontenttype: contentType }) }, '');
  return eventOf(attributes, bytes.length === 0 ? null : readData(bytes, contentType));
}

function attributesOf(given: Readonly<Record<string, Json>>, where: string): CloudEventAttributes {
  const read = readAttributes(given);
  if (!read.ok) throw invalid(`${where}${read.reason}`);
  return read.attributes;
}

function dataOf(data: Json | undefined, { datacontenttype }: CloudEventAttributes, where: string): Json {
  const isJson = datacontenttype === undefined || /^[^;]*[/+]json\s*(;|$)/i.test(String(datacontenttype));
  if (isJson || data === undefined || typeof data === 'string') return data ?? null;
  throw invalid(
    `${where}The data is ${String(datacontenttype).slice(0, 80)} and must be text, or Base64 in "data_base64".`,
  );
}

function unpacked(base64: Json, { datacontenttype }: CloudEventAttributes, where: string): Json {
  const bytes = typeof base64 === 'string' ? Buffer.from(base64, 'base64') : undefined;
  if (bytes?.toString('base64') !== base64) throw invalid(`${where}"data_base64" is not Base64.`);
  return datacontenttype === undefined ? base64 : readData(bytes, String(datacontenttype));
}

function readData(bytes: Uint8Array, contentType: string | undefined): Json {
  return readMessage(bytes, contentType, bodyKindOf(contentType) ?? 'bytes');
}

function eventOf(attributes: CloudEventAttributes, payload: Json): ReadEvent {
  const key = keyOf(attributes);
  if (key.length > MAX_EVENT_KEY) {
    throw invalid(`The event is about a subject of ${key.length} characters; ${MAX_EVENT_KEY} are allowed.`);
  }
  return { key, eventId: eventIdOf(attributes), payload, attributes };
}

/** Source and id together are what makes an event the same one; a source holds no blank. */
function eventIdOf({ source, id }: CloudEventAttributes): string {
  const text = `${source} ${id}`;
  return text.length <= MAX_EVENT_KEY ? text : `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(detail: string): ProblemError {
  return problem('request-invalid', detail);
}
