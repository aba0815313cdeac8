import { sign } from 'node:crypto';
import { z } from 'zod';
import { createCallLimit } from '../../../simulators/kit/call-limit.ts';
import { wallOf } from '../../../simulators/kit/clock.ts';
import { createDeliveries, type WebhookAbout } from '../../../simulators/kit/deliveries.ts';
import { header, isObject, json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { badField, CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { createTarget } from '../../../simulators/kit/target.ts';
import { JWKS, jwksOf, NEXT_SIGNING_KEY, SIGNING_KEY } from './keys.ts';
import { nextCode, type SimLabel, shown, trackingOf } from './label.ts';

const Rate = z.number().min(0).max(1);

const ShipstationFaults = CommonFaults.extend({
  unknownStatus: Rate.optional()
    .describe('Share of moves told by a code that nobody has documented.')
    .meta({ label: 'Unknown statuses' }),
  stale: Rate.optional()
    .describe('Share of moves after which the state before is told once more.')
    .meta({ label: 'Old state told again' }),
});

export interface ShipstationSettings extends SimulatorSettings {
  readonly apiKey?: string;
  readonly target?: string;
  /** What the waits before webhook retries are multiplied with. 1/60 where absent. */
  readonly timeScale?: number;
  /** Calls a minute. 200 where absent. */
  readonly perMinute?: number;
  /** Labels remembered. 20,000 where absent. */
  readonly keep?: number;
}

/** Key of a simulator that is not told another, and the public keys its webhooks are signed under. */
export const SHIPSTATION_CREDENTIALS = { apiKey: 'TEST_lockstep_estate_key', webhookSecret: JWKS } as const;

/** Waits before the retries, in milliseconds: five, doubling. The vendor names none; these are ours. */
const RETRY_WAITS_MS = Array.from({ length: 5 }, (_, at) => 60_000 * 2 ** at);

const Shipment = z.looseObject({
  external_shipment_id: z.string().max(50).optional(),
  carrier_id: z.string(),
  service_code: z.string(),
  ship_to: z.looseObject({ country_code: z.string(), address_line1: z.string() }),
  ship_from: z.looseObject({ country_code: z.string() }),
  packages: z
    .array(z.looseObject({ weight: z.looseObject({ value: z.number().positive(), unit: z.string() }) }))
    .min(1),
});

const Move = z.strictObject({
  trackingNumber: z.string().min(1),
  statusCode: z.string().min(1).optional(),
  description: z.string().min(1).optional(),
});

/** A ShipStation account: labels, their tracking, and webhooks signed with RSA whenever a parcel moves. */
export async function shipstationSimulator(settings: ShipstationSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, keep = 20_000, perMinute = 200 } = settings;
  const { apiKey } = { ...SHIPSTATION_CREDENTIALS, ...settings };
  const ids = createRandom(seed, `shipstation/ids/${clock()}`);
  const draws = createRandom(seed, 'shipstation/own-faults');
  const faults = createFaultPanel(ShipstationFaults);
  const rotation = createRandom(seed, 'shipstation/keys');
  const rotates = (): boolean => (faults.current().nextSecret ?? 0) > 0;
  const limit = createCallLimit(clock, perMinute, perMinute / 60);
  const now = (): string => new Date(clock() + (faults.current().clockSkewMs ?? 0)).toISOString();
  const labels = keepLast<string, SimLabel>(keep);
  const target = createTarget(settings.target);
  const deliveries = createDeliveries<WebhookAbout & { readonly trackingNumber: string }>({
    clock,
    faults,
    faultDraws: createRandom(seed, 'shipstation/delivery-faults'),
    retryWaitsMs: RETRY_WAITS_MS,
    timeScale: settings.timeScale ?? 1 / 60,
    timeoutMs: 10_000,
    keep,
    target: () => target.url,
    headers: (_about, rawBody) => {
      const at = new Date(wallOf(clock) + (faults.current().clockSkewMs ?? 0)).toISOString();
      const { kid, privateKey } = rotation.chance(faults.current().nextSecret ?? 0) ? NEXT_SIGNING_KEY : SIGNING_KEY;
      return {
        'Content-Type': 'application/json',
        'x-shipengine-timestamp': at,
        'x-shipengine-rsa-sha256-key-id': kid,
        'x-shipengine-rsa-sha256-signature': sign('RSA-SHA256', Buffer.from(`${at}.${rawBody}`), privateKey).toString(
          'base64',
        ),
      };
    },
  });

  const tell = (label: SimLabel): void => {
    const body = {
      resource_url: `https://api.shipstation.com/v2/labels/${label.label_id}/track`,
      resource_type: 'TRACK_EVENT_V2',
      data: trackingOf(label),
    };
    const about = { webhookId: ids.uuid(), trackingNumber: label.tracking_number };
    void deliveries.deliver(about, JSON.stringify(body));
  };

  const create = (request: SimRequest): Reply => {
    const body = readJson(request.body);
    const parsed = Shipment.safeParse(isObject(body) ? body.shipment : undefined);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const field = ['shipment', ...(issue?.path ?? [])].join('.');
      return failed(400, { type: 'validation', code: 'field_value_required', message: `${field} must be specified.` });
    }
    const { external_shipment_id: reference = null, service_code, packages } = parsed.data;
    const grams = packages.reduce((sum, { weight }) => sum + weight.value, 0);
    const id = `se-${ids.int(100_000_000, 999_999_999)}`;
    const href = `https://api.shipstation.com/v2/downloads/10/${ids.hex(20)}/label-${id}.pdf`;
    const label: SimLabel = {
      label_id: id,
      status: 'completed',
      external_shipment_id: reference,
      tracking_number: `1Z${ids.int(1_000_000_000, 9_999_999_999)}`,
      tracking_url: 'https://www.ups.com/track',
      carrier_code: service_code.split('_', 1)[0] ?? 'ups',
      service_code,
      created_at: now(),
      shipment_cost: { currency: 'usd', amount: Math.round(500 + grams / 10) / 100 },
      label_download: { pdf: href, href },
      tracking: { status_code: 'NY', events: [] },
    };
    labels.set(id, label);
    return json(200, shown(label));
  };

  const list = ({ searchParams: query }: URL): Reply => {
    const size = Math.min(500, Math.max(1, Number(query.get('page_size') ?? '25') || 25));
    const page = Math.max(1, Number(query.get('page') ?? '1') || 1);
    const all = labels.values().toReversed();
    const items = all.slice((page - 1) * size, page * size).map(shown);
    return json(200, { labels: items, total: all.length, page, pages: Math.ceil(all.length / size), links: {} });
  };

  const handle = (request: SimRequest): Reply => {
    const { pathname } = request.url;
    // Both stand there while keys are rotated: a message on its way is still under the old one.
    if (pathname === '/jwks') {
      const body = rotates() ? jwksOf([SIGNING_KEY, NEXT_SIGNING_KEY]) : JWKS;
      return { status: 200, headers: { 'content-type': 'application/json' }, body };
    }
    if (header(request, 'api-key') !== apiKey) {
      return failed(401, { type: 'security', code: 'unauthorized', message: 'The API key is invalid.' });
    }
    const { waitSeconds } = limit.take();
    if (waitSeconds !== undefined) {
      const told = { type: 'security', code: 'rate_limit_exceeded', message: 'Too many requests.' };
      return failed(429, told, { 'retry-after': String(Math.ceil(waitSeconds)) });
    }
    const external = /^\/v2\/labels\/external_shipment_id\/([^/]+)$/.exec(pathname)?.[1];
    const [, id, track] = /^\/v2\/labels\/([^/]+)(\/track)?$/.exec(pathname) ?? [];
    if (`${request.method} ${pathname}` === 'POST /v2/labels') return create(request);
    if (request.method !== 'GET') return notFound();
    if (pathname === '/v2/labels') return list(request.url);
    if (pathname === '/v2/carriers') return json(200, { carriers: [{ carrier_id: 'se-1', carrier_code: 'ups' }] });
    const label =
      external === undefined
        ? labels.get(id ?? '')
        : labels.values().findLast((one) => one.external_shipment_id === decodeURIComponent(external));
    if (!label) return notFound();
    return json(200, track === undefined ? shown(label) : trackingOf(label));
  };

  const move = (request: SimRequest): Reply => {
    const parsed = Move.safeParse(readJson(request.body));
    if (!parsed.success) return badField(parsed.error);
    const { trackingNumber, statusCode, description = 'Scanned' } = parsed.data;
    const before = labels.values().find((one) => one.tracking_number === trackingNumber);
    if (!before) return notFound();
    const { unknownStatus = 0, stale = 0 } = faults.current();
    const usual = statusCode ?? nextCode(before.tracking.status_code);
    const code = draws.chance(unknownStatus) ? 'XX' : usual;
    const scan = { occurred_at: now(), description, status_code: code, city_locality: 'HAMBURG', country_code: 'DE' };
    const after = { ...before, tracking: { status_code: code, events: [...before.tracking.events, scan] } };
    labels.set(before.label_id, after);
    tell(after);
    if (draws.chance(stale)) tell(before);
    return json(200, trackingOf(after));
  };

  const simulator = await createSimulator({
    system: 'shipstation',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle,
    control: (request) =>
      `${request.method} ${request.url.pathname}` === 'POST /_sim/tracking' ? move(request) : target.control(request),
    state: () => ({ labels: labels.values(), deliveries: deliveries.all() }),
    refuse: (status) => failed(status, { type: 'system', code: 'unspecified', message: 'An error occurred.' }),
  });
  return {
    ...simulator,
    settings: { jwksUrl: `${simulator.baseUrl}/jwks` },
    close: async () => {
      deliveries.close();
      await simulator.close();
    },
  };
}

function notFound(): Reply {
  return failed(404, { type: 'business_rules', code: 'not_found', message: 'Not found.' });
}

function failed(
  status: number,
  { type, code, message }: { readonly type: string; readonly code: string; readonly message: string },
  headers: Reply['headers'] = {},
): Reply {
  const error = { error_source: 'shipengine', error_type: type, error_code: code, message };
  return json(status, { request_id: 'lockstep', errors: [error] }, headers);
}
