import { z } from 'zod';
import { wallOf } from '../../../simulators/kit/clock.ts';
import {
  header,
  type JsonObject,
  json,
  type Reply,
  readJson,
  type SimRequest,
} from '../../../simulators/kit/exchange.ts';
import { badField, CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { createBulk } from './bulk.ts';
import { composite } from './composite.ts';
import { APP_PRIVATE_KEY, appPublicKey } from './keys.ts';
import { createChangeFeed } from './pubsub/change-feed.ts';
import { createChangeSchemas } from './pubsub/change-schema.ts';
import { createEventBus } from './pubsub/event-bus.ts';
import { openPubSubDoor } from './pubsub/pubsub-door.ts';
import { createRecords } from './records.ts';
import { createSessions } from './sessions.ts';
import { askRecord, failed, type SObjects } from './sobjects.ts';
import { readSoql, runSoql } from './soql.ts';

const Rate = z.number().min(0).max(1);

const SalesforceFaults = CommonFaults.extend({
  lockRow: Rate.optional()
    .describe('Share of writes refused because another transaction holds the record.')
    .meta({ label: 'Records locked' }),
  expireSession: Rate.optional()
    .describe('Share of calls at which the session has just lapsed.')
    .meta({ label: 'Sessions that lapse' }),
  bulkLooks: z
    .int()
    .min(0)
    .max(1_000)
    .optional()
    .describe('Looks at a bulk job before it is done. 1 where absent.')
    .meta({ label: 'Looks at bulk jobs' }),
  bulkRowFails: Rate.optional()
    .describe('Share of rows of bulk jobs that are refused.')
    .meta({ label: 'Bulk rows refused' }),
  gapEvents: Rate.optional()
    .describe('Share of changes that are told as a gap: which records, and not what of them.')
    .meta({ label: 'Changes without content' }),
  repeatEvents: Rate.optional()
    .describe('Share of change events that come twice.')
    .meta({ label: 'Changes told twice' }),
  cutStreams: Rate.optional()
    .describe('Share of batches of change events after which the stream is cut.')
    .meta({ label: 'Streams cut' }),
  quotaGone: z.boolean().optional().describe('No calls are left in these 24 hours.').meta({ label: 'No calls left' }),
});

export interface SalesforceSettings extends SimulatorSettings {
  /** Records remembered. 50,000 where absent. */
  readonly keep?: number;
  /** Records on a page of a query. 2,000 where absent. */
  readonly pageSize?: number;
  /** Calls in 24 hours. 100,000 where absent. */
  readonly quota?: number;
  /** Port of the Pub/Sub API; a free one where absent. */
  readonly pubSubPort?: number;
}

/** The connected app of a simulator, and the user it acts for. */
export const SALESFORCE_CREDENTIALS = {
  clientId: '3MVG9lockstepestateconsumerkey',
  username: 'integration@lockstep.example',
  privateKey: APP_PRIVATE_KEY,
} as const;

const DATA = '/services/data/v68.0';
const ORG_ID = '00D000000000001AAA';
const AUDIENCE = 'https://login.salesforce.com';

const RecordBody = z.strictObject({ object: z.string().min(1), fields: z.record(z.string(), z.json()) });
const EditBody = RecordBody.extend({ id: z.string().optional(), ids: z.array(z.string()).optional() });
const RemoveBody = z.strictObject({ object: z.string().min(1), id: z.string() });
const ObjectBody = z.strictObject({ object: z.string().min(1) });

/** A Salesforce org with a connected app: JWT sign-in, records by external id, composite requests, queries, change events, a daily quota. */
export async function salesforceSimulator(settings: SalesforceSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, pageSize = 2_000, quota = 100_000 } = settings;
  const ids = createRandom(seed, `salesforce/ids/${clock()}`);
  const draws = createRandom(seed, 'salesforce/own-faults');
  const faults = createFaultPanel(SalesforceFaults);
  const { clientId, username } = SALESFORCE_CREDENTIALS;
  const now = (): number => clock() + (faults.current().clockSkewMs ?? 0);
  const wall = (): number => wallOf(clock) + (faults.current().clockSkewMs ?? 0);
  const app = { clientId, username, audience: AUDIENCE, key: appPublicKey };
  const sessions = createSessions(app, { ids, clock: now, wall });
  const bus = createEventBus(now);
  const schemas = createChangeSchemas();
  const feed = createChangeFeed({
    bus,
    schemas,
    ids: createRandom(seed, `salesforce/changes/${clock()}`),
    clock: now,
    isGap: () => draws.chance(faults.current().gapEvents ?? 0),
  });
  const records = createRecords({ ids, keep: settings.keep ?? 50_000, clock: now, feed });
  const bulk = createBulk({
    records,
    ids,
    dataPath: DATA,
    clock: now,
    looks: () => faults.current().bulkLooks ?? 1,
    rowFails: () => draws.chance(faults.current().bulkRowFails ?? 0),
  });
  const cursors = keepLast<string, readonly JsonObject[]>(1_000);
  let used = 0;
  const sobjects: SObjects = {
    records,
    dataPath: DATA,
    isLocked: () => draws.chance(faults.current().lockRow ?? 0),
  };

  const signIn = (request: SimRequest, origin: string): Reply => {
    const form = new URLSearchParams(request.body.toString('utf8'));
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') {
      return json(400, { error: 'unsupported_grant_type', error_description: 'grant type not supported' });
    }
    const opened = sessions.open(form.get('assertion') ?? '');
    if ('reason' in opened) return json(400, { error: 'invalid_grant', error_description: opened.reason });
    return json(200, {
      access_token: opened.token,
      scope: 'api',
      instance_url: origin,
      id: `https://login.salesforce.com/id/${ORG_ID}/005000000000001AAA`,
      token_type: 'Bearer',
    });
  };

  const page = (rest: readonly JsonObject[], totalSize: number): Reply => {
    const [items, more] = [rest.slice(0, pageSize), rest.slice(pageSize)];
    if (more.length === 0) return json(200, { totalSize, done: true, records: items });
    const locator = `01g${ids.hex(12)}-${totalSize}`;
    cursors.set(locator, more);
    return json(200, { totalSize, done: false, nextRecordsUrl: `${DATA}/query/${locator}`, records: items });
  };

  const query = ({ pathname, searchParams }: URL): Reply => {
    const locator = pathname.slice(`${DATA}/query/`.length);
    if (locator !== '') {
      const rest = cursors.get(locator);
      return rest
        ? page(rest, Number(locator.split('-')[1]))
        : failed(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    }
    const soql = readSoql(searchParams.get('q') ?? '');
    if (typeof soql === 'string') return failed(400, 'MALFORMED_QUERY', soql);
    const found = runSoql(soql, records, DATA);
    return page(found, found.length);
  };

  const pubSub = await openPubSubDoor({
    port: settings.pubSubPort ?? 0,
    bus,
    schemas,
    isSignedIn: (token) => sessions.isOpen(token),
    faults: {
      cuts: () => draws.chance(faults.current().cutStreams ?? 0),
      repeats: () => draws.chance(faults.current().repeatEvents ?? 0),
      refuses: () => draws.chance(faults.current().refuseConnection ?? 0) || (faults.current().status ?? 0) >= 500,
      latencyMs: () => faults.current().latencyMs ?? 0,
    },
  });

  const signedIn = (request: SimRequest): Reply => {
    const token = header(request, 'authorization')?.replace(/^Bearer /, '');
    if (draws.chance(faults.current().expireSession ?? 0)) sessions.end(token);
    if (!sessions.isOpen(token)) return failed(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    if (faults.current().quotaGone === true || used >= quota) {
      return failed(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    }
    used += 1;
    const { pathname } = request.url;
    if (pathname === `${DATA}/limits`) return json(200, { DailyApiRequests: { Max: quota, Remaining: quota - used } });
    if (pathname === `${DATA}/query` || pathname.startsWith(`${DATA}/query/`)) return query(request.url);
    if (/^\/jobs\/ingest(\/|$)/.test(pathname.slice(DATA.length)) && pathname.startsWith(DATA))
      return bulk.ask(request);
    const body = request.body.length === 0 ? undefined : readJson(request.body);
    if (pathname === `${DATA}/composite`) return composite(sobjects, body);
    if (!pathname.startsWith(`${DATA}/`)) return failed(404, 'NOT_FOUND', 'The requested resource does not exist');
    return askRecord(sobjects, { method: request.method, path: pathname.slice(DATA.length), body });
  };

  const simulator = await createSimulator({
    system: 'salesforce',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle: (request) => {
      if (request.url.pathname === '/services/oauth2/token') return signIn(request, request.url.origin);
      const reply = feed.as(originOf(request), () => signedIn(request));
      return { ...reply, headers: { ...reply.headers, 'sforce-limit-info': `api-usage=${used}/${quota}` } };
    },
    control: (request) => {
      const asked = `${request.method} ${request.url.pathname}`;
      if (asked === 'DELETE /_sim/sessions') {
        sessions.clear();
        return { status: 204 };
      }
      if (asked === 'PATCH /_sim/records') {
        const edit = EditBody.safeParse(readJson(request.body));
        if (!edit.success) return badField(edit.error);
        const { object, id, ids: many = id === undefined ? [] : [id], fields } = edit.data;
        const known = many.flatMap((each) => records.one(object, each) ?? []);
        if (known.length !== many.length || known.length === 0) {
          return failed(404, 'NOT_FOUND', 'The requested resource does not exist');
        }
        records.together(() => ({
          keep: true,
          value: known.map((record) => records.change(record, fields as JsonObject)),
        }));
        return json(200, { id: known[0]?.Id ?? '' });
      }
      if (asked === 'DELETE /_sim/records') {
        const gone = RemoveBody.safeParse(readJson(request.body));
        if (!gone.success) return badField(gone.error);
        const known = records.one(gone.data.object, gone.data.id);
        if (known) records.remove(known);
        return { status: 204 };
      }
      if (asked === 'GET /_sim/streams') return json(200, pubSub.streams());
      if (asked === 'DELETE /_sim/changes') {
        bus.forget();
        return { status: 204 };
      }
      if (asked === 'POST /_sim/overflow') {
        const which = ObjectBody.safeParse(readJson(request.body));
        if (!which.success) return badField(which.error);
        feed.overflow(which.data.object);
        return { status: 204 };
      }
      if (asked !== 'POST /_sim/records') return undefined;
      const parsed = RecordBody.safeParse(readJson(request.body));
      if (!parsed.success) return badField(parsed.error);
      const record = records.make(parsed.data.object, parsed.data.fields as JsonObject);
      return json(201, { id: record.Id });
    },
    state: () => ({
      records: records.all().map(({ type, Id, fields, modifiedAt }) => ({
        ...{ type, Id, ...fields },
        SystemModstamp: new Date(modifiedAt).toISOString(),
      })),
      sessions: sessions.size,
      callsUsed: used,
      ...bulk.state(),
      changes: bus.counts(),
    }),
    refuse: (status) =>
      status === 429 || status === 403
        ? failed(status, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.')
        : failed(status, status >= 500 ? 'SERVER_UNAVAILABLE' : 'INVALID_TYPE', 'The server is not available now'),
  }).catch(async (error: unknown) => {
    await pubSub.close();
    throw error;
  });
  return {
    ...simulator,
    settings: { pubSub: `grpc://127.0.0.1:${pubSub.port}` },
    addresses: () => ({ pubSubPort: pubSub.port }),
    close: async () => {
      await Promise.all([pubSub.close(), simulator.close()]);
    },
  };
}

/** What a change event says of who made the change: the client a call names itself as. */
function originOf(request: SimRequest): string {
  const client = /(?:^|;)\s*client=([^;]+)/.exec(header(request, 'sforce-call-options') ?? '')?.[1];
  return `com/salesforce/api/rest/68.0${client === undefined ? '' : `;client=${client.trim()}`}`;
}
