import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { createCallLimit } from '../../../simulators/kit/call-limit.ts';
import { header, json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { type Asked, readBulk, Search } from './asked.ts';
import { createDocuments } from './documents.ts';

const Share = z.number().min(0).max(1).optional();
const AnalyticsFaults = CommonFaults.extend({
  reject: Share.describe('Share of events refused for good, always the same ones: their fields do not fit.').meta({
    label: 'Events refused',
  }),
  busy: Share.describe(
    'Share of lines the index is too busy for: 429 for the line, whatever the request is answered.',
  ).meta({ label: 'Lines too many' }),
  lose: Share.describe('Share of events that are answered as created and never found: what a count must show.').meta({
    label: 'Events lost there',
  }),
});

export interface AnalyticsSettings extends SimulatorSettings {
  readonly apiKey?: string;
  /** There from the beginning; nobody makes others. `retail-events` where absent. */
  readonly indices?: readonly string[];
  /** Milliseconds until a search finds what was indexed. 1,000 where absent. */
  readonly refreshMs?: number;
  /** Of a body, unpacked: `http.max_content_length`. 10 MB where absent. */
  readonly maxBytes?: number;
  /** Requests a second, twice as many at once. 50 where absent. */
  readonly perSecond?: number;
  /** Events remembered. 200,000 where absent; older ones are forgotten, and counted no more. */
  readonly keep?: number;
}

/** Key of a simulator that is not told another: `lockstep:estate`, encoded. */
export const ANALYTICS_CREDENTIALS = { apiKey: 'bG9ja3N0ZXA6ZXN0YXRl' } as const;

/** An index of Elasticsearch that takes events by the Bulk API and counts them. */
export async function analyticsSimulator(settings: AnalyticsSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, keep = 200_000, perSecond = 50 } = settings;
  const { indices = ['retail-events'], refreshMs = 1_000, maxBytes = 10_000_000 } = settings;
  const { apiKey } = { ...ANALYTICS_CREDENTIALS, ...settings };
  const faults = createFaultPanel(AnalyticsFaults);
  const limit = createCallLimit(clock, perSecond * 2, perSecond);
  const draws = createRandom(seed, 'analytics/draws');
  const documents = new Map(indices.map((name) => [name, createDocuments(keep)]));
  const batches = keepLast<number, object>(1_000);
  const lost = new Set<string>();
  let requests = 0;

  /** One event and what is wrong with it does not change: the same are refused and lost at every attempt. */
  const isOneOf = (what: 'reject' | 'lose', id: string): boolean =>
    createRandom(seed, `analytics/${what}/${id}`).chance(faults.current()[what] ?? 0);

  const create = (index: string, { id, document }: Asked): { readonly create: object; readonly status: number } => {
    const line = (status: number, more: object) => ({ create: { _index: index, _id: id, status, ...more }, status });
    const there = documents.get(index);
    if (!there) return line(404, { error: noIndex(index) });
    if (draws.chance(faults.current().busy ?? 0)) return line(429, { error: TOO_BUSY });
    if (there.has(id) || lost.has(id)) return line(409, { error: known(id, index) });
    if (isOneOf('reject', id)) return line(400, { error: UNFIT });
    if (isOneOf('lose', id)) lost.add(id);
    else there.add({ id, document, bytes: 0 }, clock() + refreshMs);
    return line(201, { _version: 1, result: 'created', _shards: { total: 2, successful: 1, failed: 0 } });
  };

  const bulk = (index: string, request: SimRequest): Reply => {
    const type = header(request, 'content-type') ?? '';
    if (!/^application\/(x-ndjson|json)\b/.test(type))
      return failed(406, 'media_type_header_exception', `Content-Type header [${type}] is not supported`);
    const body = unpacked(request);
    if (!body) return failed(400, 'parse_exception', 'The body is not in the Content-Encoding it says.');
    if (body.length > maxBytes)
      return failed(413, 'content_too_long_exception', `entity content is too long [${body.length}]`);
    const asked = readBulk(body);
    if (typeof asked === 'string') return failed(400, 'illegal_argument_exception', asked);
    const lines = asked.map((one) => create(index, one));
    const by = (status: number) => lines.filter((line) => line.status === status).length;
    requests += 1;
    const batch = header(request, 'x-opaque-id') ?? '';
    batches.set(requests, { batch, events: lines.length, created: by(201), known: by(409), gzip: isGzip(request) });
    const items = lines.map(({ create: one }) => ({ create: one }));
    const reply = json(200, { took: 1, errors: lines.some(({ status }) => status !== 201), items });
    return by(201) === 0 ? { ...reply, read: true } : reply;
  };

  const search = (index: string, request: SimRequest): Reply => {
    const there = documents.get(index);
    if (!there) return json(404, { error: noIndex(index), status: 404 });
    const asked = Search.safeParse(readJson(request.body));
    if (!asked.success) return failed(400, 'parsing_exception', z.prettifyError(asked.error));
    if (!isTimeZone(asked.data.aggs.types.aggs.days.date_histogram.time_zone))
      return failed(400, 'illegal_argument_exception', 'Unknown time-zone ID');
    return { ...json(200, there.search(asked.data, clock())), read: true };
  };

  const handle = (request: SimRequest): Reply => {
    if (header(request, 'authorization') !== `ApiKey ${apiKey}`)
      return failed(401, 'security_exception', 'unable to authenticate with provided credentials');
    const { waitSeconds } = limit.take();
    if (waitSeconds !== undefined) return failed(429, 'circuit_breaking_exception', 'Too many requests.');
    const { pathname } = request.url;
    if (`${request.method} ${pathname}` === 'GET /_security/_authenticate')
      return json(200, {
        username: 'lockstep',
        authentication_type: 'api_key',
        api_key: { id: 'lockstep', name: 'estate' },
      });
    const [, index = '', action] = /^\/([^/]+)\/(_bulk|_search)$/.exec(pathname) ?? [];
    if (request.method === 'POST' && action === '_bulk') return bulk(decodeURIComponent(index), request);
    if (request.method === 'POST' && action === '_search') return search(decodeURIComponent(index), request);
    return failed(400, 'invalid_request_exception', `no handler found for uri [${pathname}]`);
  };

  return createSimulator({
    system: 'analytics',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle,
    state: () => ({
      counts: Object.fromEntries([...documents].map(([name, there]) => [name, there.countBy('type')])),
      events: [...documents.values()].flatMap((there) => there.newest()),
      batches: batches.values(),
      lost: lost.size,
    }),
    refuse: (status) =>
      failed(status, status === 429 ? 'es_rejected_execution_exception' : 'unavailable', 'Try again later.'),
  });
}

function isGzip(request: SimRequest): boolean {
  return header(request, 'content-encoding') === 'gzip';
}

function unpacked(request: SimRequest): Buffer | undefined {
  if (!isGzip(request)) return request.body;
  try {
    return gunzipSync(request.body, { maxOutputLength: 100_000_000 });
  } catch {
    return undefined;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const TOO_BUSY = {
  type: 'es_rejected_execution_exception',
  reason: 'rejected execution of coordinating operation, the write queue is full',
};
const UNFIT = {
  type: 'document_parsing_exception',
  reason: '[1:2] failed to parse field [receivedAt] of type [date] in document',
};

function known(id: string, index: string): object {
  const reason = `[${id}]: version conflict, document already exists (current version [1])`;
  return { type: 'version_conflict_engine_exception', reason, index };
}

function noIndex(index: string): object {
  return { type: 'index_not_found_exception', reason: `no such index [${index}]`, index };
}

/** @see https://www.elastic.co/docs/reference/elasticsearch/rest-apis/api-conventions */
function failed(status: number, type: string, reason: string): Reply {
  return json(status, { error: { root_cause: [{ type, reason }], type, reason }, status });
}
