import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { createDeliveries, type WebhookAbout } from '../../../simulators/kit/deliveries.ts';
import { header, isObject, json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { badField, CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSigning } from '../../../simulators/kit/secrets.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { createTarget } from '../../../simulators/kit/target.ts';
import { boughtShipment, missingField, newShipment, type Shipment } from './shipment.ts';
import { moved, newTracker, nextStatus, type Tracker } from './tracker.ts';

const Rate = z.number().min(0).max(1);

const EasypostFaults = CommonFaults.extend({
  unknownStatus: Rate.optional()
    .describe('Share of moves told in a word that nobody has documented.')
    .meta({ label: 'Unknown statuses' }),
  stale: Rate.optional()
    .describe('Share of moves after which the state before is told once more.')
    .meta({ label: 'Old state told again' }),
});

export interface EasypostSettings extends SimulatorSettings {
  readonly apiKey?: string;
  readonly webhookSecret?: string;
  readonly target?: string;
  /** What the waits before webhook retries are multiplied with. 1/60 where absent. */
  readonly timeScale?: number;
  /** Objects of each kind remembered. 20,000 where absent. */
  readonly keep?: number;
}

/** Key and secret of a simulator that is not told others. */
export const EASYPOST_CREDENTIALS = {
  apiKey: 'EZTK_lockstep_estate_key',
  webhookSecret: 'lockstep_estate_parcel_sécret',
} as const;

/** Waits before the retries, in milliseconds: six, doubling. The vendor names none; these are ours. */
const RETRY_WAITS_MS = Array.from({ length: 6 }, (_, at) => 60_000 * 2 ** at);

const Move = z.strictObject({
  trackingCode: z.string().min(1),
  status: z.string().min(1).optional(),
  detail: z.string().min(1).optional(),
  message: z.string().min(1).optional(),
});

/** An EasyPost account: shipments with rates, labels, trackers, and signed events whenever a parcel moves. */
export async function easypostSimulator(settings: EasypostSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, keep = 20_000 } = settings;
  const { apiKey, webhookSecret } = { ...EASYPOST_CREDENTIALS, ...settings };
  const authorization = `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`;
  const ids = createRandom(seed, `easypost/ids/${clock()}`);
  const draws = createRandom(seed, 'easypost/own-faults');
  const faults = createFaultPanel(EasypostFaults);
  const now = (): string =>
    new Date(clock() + (faults.current().clockSkewMs ?? 0)).toISOString().replace(/\.\d+Z$/, 'Z');
  const shipments = keepLast<string, Shipment>(keep);
  const trackers = keepLast<string, Tracker>(keep);
  const target = createTarget(settings.target);
  const signing = createSigning(webhookSecret, { faults, draws: createRandom(seed, 'easypost/secrets') });
  const deliveries = createDeliveries<WebhookAbout & { readonly description: string }>({
    clock,
    faults,
    faultDraws: createRandom(seed, 'easypost/delivery-faults'),
    retryWaitsMs: RETRY_WAITS_MS,
    timeScale: settings.timeScale ?? 1 / 60,
    timeoutMs: 7_000,
    keep,
    target: () => target.url,
    headers: (_about, rawBody) => ({
      'Content-Type': 'application/json',
      'X-Hmac-Signature': easypostSignature(signing(), rawBody),
    }),
  });

  const tell = (description: string, result: Tracker, previous?: { readonly status: string }): void => {
    const id = `evt_${ids.hex(32)}`;
    const at = now();
    const event = {
      description,
      mode: 'test',
      previous_attributes: previous ?? {},
      created_at: at,
      pending_urls: [target.url ?? ''],
      completed_urls: [],
      updated_at: at,
      id,
      user_id: 'user_lockstep',
      status: 'pending',
      object: 'Event',
      result,
    };
    void deliveries.deliver({ webhookId: id, description }, JSON.stringify(event));
  };

  const track = (trackingCode: string, carrier: string, shipmentId: string | null): Tracker => {
    const tracker = newTracker({ id: `trk_${ids.hex(32)}`, trackingCode, carrier, shipmentId, at: now() });
    trackers.set(trackingCode, tracker);
    tell('tracker.created', tracker);
    return tracker;
  };

  const create = (request: SimRequest): Reply => {
    const body = readJson(request.body);
    const wanted = isObject(body) ? body.shipment : undefined;
    const field = missingField(wanted);
    if (field !== undefined || !isObject(wanted)) return required(field ?? 'shipment');
    const shipment = newShipment(wanted, { ids, at: now() });
    shipments.set(shipment.id, shipment);
    return json(201, shipment);
  };

  /** By id, or by our reference: the newest that bears it. */
  const find = (id: string): Shipment | undefined =>
    shipments.get(id) ?? shipments.values().findLast(({ reference }) => reference === id);

  const buy = (request: SimRequest, id: string): Reply => {
    const shipment = find(id);
    if (!shipment) return failed(404, 'NOT_FOUND', 'The requested resource could not be found.');
    if (shipment.selected_rate) {
      return failed(422, 'SHIPMENT.POSTAGE.EXISTS', 'Postage already exists for this shipment.');
    }
    const body = readJson(request.body);
    const rateId = isObject(body) && isObject(body.rate) ? body.rate.id : undefined;
    const rate = shipment.rates.find((one) => one.id === rateId);
    if (!rate) return required('rate');
    const tracker = track(
      `94001001${ids.int(10_000_000, 99_999_999)}${ids.int(100_000, 999_999)}`,
      rate.carrier,
      shipment.id,
    );
    const bought = boughtShipment(shipment, rate, { ids, at: now(), tracker });
    shipments.set(shipment.id, bought);
    return json(200, bought);
  };

  const listTrackers = ({ searchParams: query }: URL): Reply => {
    const size = Math.min(100, Math.max(1, Number(query.get('page_size') ?? '20') || 20));
    const all = trackers.values().toReversed();
    const before = query.get('before_id');
    const from = before === null ? 0 : all.findIndex(({ id }) => id === before) + 1;
    return json(200, { trackers: all.slice(from, from + size), has_more: from + size < all.length });
  };

  const handle = (request: SimRequest): Reply => {
    if (header(request, 'authorization') !== authorization) {
      return failed(401, 'UNAUTHORIZED', 'This api key is no longer active. Please use a different api key.');
    }
    const [, , kind, id, action] = request.url.pathname.split('/').map(decodeURIComponent);
    switch (`${request.method} ${kind}${id === undefined ? '' : '/:id'}${action === undefined ? '' : `/${action}`}`) {
      case 'POST shipments':
        return create(request);
      case 'GET shipments/:id': {
        const shipment = find(id ?? '');
        return shipment ? json(200, shipment) : failed(404, 'NOT_FOUND', 'The requested resource could not be found.');
      }
      case 'POST shipments/:id/buy':
        return buy(request, id ?? '');
      case 'POST trackers': {
        const body = readJson(request.body);
        const wanted = isObject(body) && isObject(body.tracker) ? body.tracker : {};
        const { tracking_code: code, carrier } = wanted;
        if (typeof code !== 'string') return required('tracking_code');
        return json(200, trackers.get(code) ?? track(code, typeof carrier === 'string' ? carrier : 'USPS', null));
      }
      case 'GET trackers':
        return listTrackers(request.url);
      case 'GET trackers/:id': {
        const tracker = trackers.values().find((one) => one.id === id);
        return tracker ? json(200, tracker) : failed(404, 'NOT_FOUND', 'The requested resource could not be found.');
      }
      default:
        return failed(404, 'NOT_FOUND', 'The requested resource could not be found.');
    }
  };

  const move = (request: SimRequest): Reply => {
    const parsed = Move.safeParse(readJson(request.body));
    if (!parsed.success) return badField(parsed.error);
    const { trackingCode, message = 'Scanned', detail = 'status_update' } = parsed.data;
    const before = trackers.get(trackingCode);
    if (!before) return failed(404, 'NOT_FOUND', 'There is no such parcel.');
    const { unknownStatus = 0, stale = 0 } = faults.current();
    const usual = parsed.data.status ?? nextStatus(before.status);
    const status = draws.chance(unknownStatus) ? 'customs_hold' : usual;
    const after = moved(before, { status, detail, message, at: now() });
    trackers.set(trackingCode, after);
    tell('tracker.updated', after, { status: before.status });
    if (draws.chance(stale)) tell('tracker.updated', before);
    return json(200, after);
  };

  const simulator = await createSimulator({
    system: 'easypost',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle,
    control: (request) =>
      `${request.method} ${request.url.pathname}` === 'POST /_sim/tracking' ? move(request) : target.control(request),
    state: () => ({ shipments: shipments.values(), trackers: trackers.values(), deliveries: deliveries.all() }),
    refuse: (status) =>
      failed(status, status === 429 ? 'RATE_LIMITED' : 'INTERNAL_SERVER_ERROR', 'Please try again later.'),
  });
  return {
    ...simulator,
    close: async () => {
      deliveries.close();
      await simulator.close();
    },
  };
}

/** The value of `X-Hmac-Signature`. @see https://docs.easypost.com/guides/webhooks-guide */
export function easypostSignature(secret: string, rawBody: string | Uint8Array): string {
  return `hmac-sha256-hex=${createHmac('sha256', secret.normalize('NFKD')).update(rawBody).digest('hex')}`;
}

function failed(status: number, code: string, message: string, errors: readonly object[] = []): Reply {
  return json(status, { error: { code, message, errors } });
}

function required(field: string): Reply {
  return failed(422, 'PARAMETER.REQUIRED', 'Missing required parameter.', [{ field, message: 'cannot be blank' }]);
}
