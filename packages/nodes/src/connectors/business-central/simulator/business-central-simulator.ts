import { z } from 'zod';
import { createDeliveries, type Deliveries } from '../../../simulators/kit/deliveries.ts';
import {
  header,
  type JsonObject,
  type JsonValue,
  json,
  type Reply,
  readJson,
  type SimRequest,
} from '../../../simulators/kit/exchange.ts';
import { badField, CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { nextSecret } from '../../../simulators/kit/secrets.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { createTarget } from '../../../simulators/kit/target.ts';
import { askEntity, type Entities } from './entities.ts';
import { createRecords, shown } from './records.ts';
import { failed } from './replies.ts';
import { filledIn } from './rules.ts';
import { type BcWebhook, createSubscriptions, type Subscription } from './subscriptions.ts';

const BcFaults = CommonFaults.extend({
  entityChanged: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Share of changes refused because somebody else was quicker.')
    .meta({ label: 'Changed in between' }),
  companyGone: z
    .boolean()
    .optional()
    .describe('There is no such company any more.')
    .meta({ label: 'Company not found' }),
  collection: z
    .boolean()
    .optional()
    .describe('Notifications name a filter instead of records, as after more than a thousand changes.')
    .meta({ label: 'Collection notices' }),
});

export interface BusinessCentralSettings extends SimulatorSettings {
  /** What gathering (30 s) and the waits before retries are multiplied with. 1/60 where absent. */
  readonly timeScale?: number;
  readonly firstNumber?: number;
  /** Records remembered. 50,000 where absent. */
  readonly keep?: number;
  /** Records that are there from the start; none where absent. */
  readonly records?: readonly { readonly entity: string; readonly fields: JsonObject }[];
  /** Address that hears of changed items and customers; may be set later. */
  readonly target?: string;
}

/** Application and company of a simulator, and the client state its subscriptions bear when ours makes them. */
export const BUSINESS_CENTRAL_CREDENTIALS = {
  clientId: '11111111-2222-3333-4444-555555555555',
  clientSecret: 'lockstep_estate_client_secret',
  company: 'b18aed47-c385-49d2-b954-dbdf8ad71780',
  tokenUrl: '/login/oauth2/v2.0/token',
  webhookSecret: 'lockstep_estate_client_state',
} as const;

const HOUR_MS = 3_600_000;
/** Up to 36 hours; the single waits are ours. */
const RETRY_WAITS_MS = Array.from({ length: 8 }, (_, at) => (36 * HOUR_MS * 2 ** at) / 255);

const Change = z.strictObject({ entity: z.string(), id: z.string(), fields: z.record(z.string(), z.json()) });
const Batch = z.object({
  requests: z
    .array(
      z.object({
        method: z.string(),
        url: z.string(),
        headers: z.record(z.string(), z.string()).default({}),
        body: z.json().optional(),
      }),
    )
    .min(1)
    .max(100),
});

/** A Business Central environment with one company: records with etags, batches, subscriptions with handshake and expiry. */
export async function businessCentralSimulator(settings: BusinessCentralSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, keep = 50_000, timeScale = 1 / 60 } = settings;
  const { clientId, clientSecret, company } = BUSINESS_CENTRAL_CREDENTIALS;
  const ids = createRandom(seed, `business-central/ids/${clock()}`);
  const draws = createRandom(seed, 'business-central/own-faults');
  const faults = createFaultPanel(BcFaults);
  const rotation = createRandom(seed, 'business-central/secrets');
  const now = (): string => new Date(clock() + (faults.current().clockSkewMs ?? 0)).toISOString();
  const records = createRecords(ids, settings.firstNumber ?? 101_001, keep);
  for (const { entity, fields } of settings.records ?? []) records.make(entity, filledIn(entity, fields), now());
  let tokens = keepLast<string, number>(1_000);
  const senders = new Map<string, Deliveries<BcWebhook>>();
  const senderTo = ({ subscriptionId, notificationUrl }: Subscription): Deliveries<BcWebhook> => {
    const known = senders.get(subscriptionId);
    if (known) return known;
    const made = createDeliveries<BcWebhook>({
      clock,
      faults,
      faultDraws: createRandom(seed, `business-central/delivery-faults/${subscriptionId}`),
      retryWaitsMs: RETRY_WAITS_MS,
      timeScale,
      timeoutMs: 10_000,
      keep: 1_000,
      target: () => notificationUrl,
      headers: () => ({ 'Content-Type': 'application/json' }),
    });
    senders.set(subscriptionId, made);
    return made;
  };
  const subscriptions = createSubscriptions({
    ids,
    clock,
    gatherMs: 30_000 * timeScale,
    isCollection: () => faults.current().collection === true,
    deliveries: senderTo,
    stateOf: (clientState) =>
      rotation.chance(faults.current().nextSecret ?? 0) ? nextSecret(clientState) : clientState,
  });
  const root = `/api/v2.0/companies(${company})`;
  const stand = (): void =>
    subscriptions.stand(target.url, [`${root}/items`, `${root}/customers`], BUSINESS_CENTRAL_CREDENTIALS.webhookSecret);
  const target = createTarget(settings.target, { onSet: stand });
  stand();
  const entitiesAt = (origin: string): Entities => ({
    records,
    now,
    isChanged: () => draws.chance(faults.current().entityChanged ?? 0),
    onChange: (record, changeType) => subscriptions.tell(record, changeType),
    address: (path) => `${origin}${root}/${path}`,
  });

  const signIn = (request: SimRequest): Reply => {
    const form = new URLSearchParams(request.body.toString('utf8'));
    if (form.get('grant_type') !== 'client_credentials') return json(400, { error: 'unsupported_grant_type' });
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) {
      return json(401, {
        error: 'invalid_client',
        error_description: 'AADSTS7000215: Invalid client secret provided.',
      });
    }
    const token = `eyJ0${ids.hex(60)}`;
    tokens.set(token, clock() + HOUR_MS);
    return json(200, { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: token });
  };

  const batch = (request: SimRequest): Reply => {
    const parsed = Batch.safeParse(readJson(request.body));
    if (!parsed.success) return failed(400, 'BadRequest', 'The batch cannot be read.');
    const isSnapshot = header(request, 'isolation') === 'snapshot';
    return records.together(() => {
      const responses: { id: null; status: number; headers: object; body?: JsonValue }[] = [];
      for (const { method, url, headers, body } of parsed.data.requests) {
        const below = url.startsWith('companies(') ? url.slice(url.indexOf('/') + 1) : url;
        const at = new URL(below, 'http://x/');
        const ifMatch = headers['If-Match'] ?? headers['if-match'];
        const path = decodeURIComponent(at.pathname.slice(1));
        const asked = { method, path, query: at.searchParams, ifMatch, maxPageSize: 100, body };
        const reply = askEntity(entitiesAt(request.url.origin), asked);
        const text = typeof reply.body === 'string' ? reply.body : undefined;
        const answer = { id: null, status: reply.status, headers: { 'odata-version': '4.0' } };
        responses.push(text === undefined ? answer : { ...answer, body: JSON.parse(text) as JsonValue });
        if (isSnapshot && reply.status >= 300) break;
      }
      const isRefused = responses.some(({ status }) => status >= 300);
      return { keep: !(isSnapshot && isRefused), value: json(200, { responses }) };
    });
  };

  const signedIn = async (request: SimRequest): Promise<Reply> => {
    const token = header(request, 'authorization')?.replace(/^Bearer /, '') ?? '';
    if ((tokens.get(token) ?? 0) <= clock())
      return failed(401, 'Authentication_InvalidCredentials', 'The server has rejected the client credentials.');
    const path = decodeURIComponent(request.url.pathname);
    if (!path.startsWith('/api/v2.0')) return failed(404, 'BadRequest_NotFound', 'Resource not found.');
    if (faults.current().companyGone === true)
      return failed(404, 'Internal_CompanyNotFound', 'The company does not exist.');
    const body = request.body.length === 0 ? undefined : readJson(request.body);
    if (path === '/api/v2.0/$batch') return batch(request);
    const id = /^\/api\/v2\.0\/subscriptions(?:\('([^']*)'\))?$/.exec(path)?.[1];
    const ifMatch = header(request, 'if-match');
    if (path.startsWith('/api/v2.0/subscriptions'))
      return subscriptions.ask({ method: request.method, id, ifMatch, body });
    if (path === root) return json(200, { id: company, name: 'CRONUS International Ltd.' });
    if (!path.startsWith(`${root}/`)) return failed(404, 'Internal_CompanyNotFound', 'The company does not exist.');
    const maxPageSize = Number(/odata\.maxpagesize=(\d+)/.exec(header(request, 'prefer') ?? '')?.[1] ?? '100');
    const asked = { method: request.method, path: path.slice(root.length + 1), query: request.url.searchParams };
    return askEntity(entitiesAt(request.url.origin), { ...asked, ifMatch, maxPageSize, body });
  };

  const control = (request: SimRequest): Reply | undefined => {
    switch (`${request.method} ${request.url.pathname}`) {
      case 'DELETE /_sim/tokens':
        tokens = keepLast<string, number>(1_000);
        return { status: 204 };
      case 'PATCH /_sim/record': {
        const parsed = Change.safeParse(readJson(request.body));
        if (!parsed.success) return badField(parsed.error);
        const record = records.one(parsed.data.entity, parsed.data.id);
        if (!record) return failed(404, 'Internal_RecordNotFound', 'The record does not exist.');
        const changed = records.change(record, parsed.data.fields as JsonObject, now());
        subscriptions.tell(changed, 'updated');
        return json(200, shown(changed));
      }
      default:
        return target.control(request);
    }
  };

  const simulator = await createSimulator({
    system: 'business-central',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle: (request) => (request.url.pathname === '/login/oauth2/v2.0/token' ? signIn(request) : signedIn(request)),
    control,
    state: () => ({
      records: records.all().map((record) => ({ entity: record.entity, ...shown(record) })),
      subscriptions: subscriptions.all(),
      notifications: [...senders.values()].flatMap((sender) => sender.all()),
    }),
    refuse: (status) =>
      failed(status, status === 429 ? 'Application_TooManyRequests' : 'Internal_ServerError', 'Try again later.'),
  });
  return {
    ...simulator,
    close: async () => {
      subscriptions.close();
      for (const sender of senders.values()) sender.close();
      await simulator.close();
    },
  };
}
