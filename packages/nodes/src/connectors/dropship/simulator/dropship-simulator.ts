import { z } from 'zod';
import { createCallLimit } from '../../../simulators/kit/call-limit.ts';
import { createDeliveries } from '../../../simulators/kit/deliveries.ts';
import { header, json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { badField } from '../../../simulators/kit/faults.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSigning } from '../../../simulators/kit/secrets.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { createTarget } from '../../../simulators/kit/target.ts';
import { createDropshipFaults } from './faults.ts';
import {
  acknowledgementBody,
  type NotificationType,
  SIGNATURE_HEADER,
  type SupplierNotification,
  shipmentBody,
  signatureOf,
} from './notifications.ts';
import { createOffice } from './office.ts';
import { createPace, type Pace } from './pace.ts';
import { failed, notFound } from './replies.ts';
import { createSupplierStock, ReservationRequest } from './stock.ts';
import { ACKNOWLEDGEMENT_CODES, type SupplierOrder } from './supplier-order.ts';
import { createTokens } from './tokens.ts';

export interface DropshipSettings extends SimulatorSettings {
  readonly target?: string;
  /** Pieces of an article nobody has counted. 1,000 where absent. */
  readonly usualStock?: number;
  /** Acknowledges and ships by itself; only when told over `/_sim` where absent. */
  readonly pace?: Pace;
  /** What the waits before retries of notifications are multiplied with. 1/60 where absent. */
  readonly timeScale?: number;
  /** Calls a second. 50 where absent, with bursts of 100. */
  readonly perSecond?: number;
  /** Orders remembered. 20,000 where absent. */
  readonly keep?: number;
}

/** Client of a simulator that is not told another, and what signs its notifications. */
export const DROPSHIP_CREDENTIALS = {
  clientId: 'lockstep-retail',
  clientSecret: 'dropship_lockstep_estate_secret',
  partyId: 'RETAIL-01',
  webhookSecret: 'dropship_lockstep_estate_notifications',
} as const;

const BASE = '/vendor/directFulfillment';
/** Waits before the retries, in milliseconds: five, doubling. */
const RETRY_WAITS_MS = Array.from({ length: 5 }, (_, at) => 30_000 * 2 ** at);

const Acknowledge = z.strictObject({
  purchaseOrderNumber: z.string().min(1),
  items: z
    .array(
      z.strictObject({
        item: z.string().min(1),
        code: z.enum(ACKNOWLEDGEMENT_CODES),
        shipDate: z.iso.datetime({ offset: true }).optional(),
      }),
    )
    .default([]),
});
const Ship = z.strictObject({
  purchaseOrderNumber: z.string().min(1),
  items: z.array(z.string().min(1)).min(1).optional(),
});
const Level = z.strictObject({ sku: z.string().min(1), available: z.int().min(0) });

/**
 * A supplier that sends to the customers of others, in the shape of Amazon Vendor Direct Fulfillment with the roles turned round: the retailer
 * posts purchase orders, the supplier acknowledges each item and confirms what it ships, signed, whenever it does.
 */
export async function dropshipSimulator(settings: DropshipSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, keep = 20_000, perSecond = 50 } = settings;
  const faults = createDropshipFaults();
  const ids = createRandom(seed, `dropship/ids/${clock()}`);
  const limit = createCallLimit(clock, perSecond * 2, perSecond);
  const stock = createSupplierStock(settings.usualStock ?? 1_000);
  const tokens = createTokens(DROPSHIP_CREDENTIALS, clock, ids);
  const target = createTarget(settings.target);
  const now = (): string => new Date(clock() + (faults.current().clockSkewMs ?? 0)).toISOString();
  const signing = createSigning(DROPSHIP_CREDENTIALS.webhookSecret, {
    faults,
    draws: createRandom(seed, 'dropship/secrets'),
  });
  const deliveries = createDeliveries<SupplierNotification>({
    clock,
    faults,
    faultDraws: createRandom(seed, 'dropship/delivery-faults'),
    retryWaitsMs: RETRY_WAITS_MS,
    timeScale: settings.timeScale ?? 1 / 60,
    timeoutMs: 10_000,
    keep,
    target: () => target.url,
    headers: (_about, rawBody) => ({
      'Content-Type': 'application/json',
      [SIGNATURE_HEADER]: signatureOf(rawBody, signing()),
    }),
  });
  const tell = (notificationType: NotificationType, order: SupplierOrder, payload: object): void => {
    const { purchaseOrderNumber } = order;
    const about = { webhookId: ids.uuid(), notificationType, purchaseOrderNumber };
    const body = { notificationId: about.webhookId, notificationType, eventTime: now(), payload };
    void deliveries.deliver(about, JSON.stringify(body));
  };
  const office = createOffice({
    clock,
    now,
    ids,
    draws: createRandom(seed, 'dropship/own-faults'),
    faults,
    stock,
    keep,
    onAcknowledged: (order) => tell('ORDER_ACKNOWLEDGEMENT', order, acknowledgementBody(order, now())),
    onShipped: (order, shipment) => tell('SHIPMENT_CONFIRMATION', order, shipmentBody(order, shipment)),
  });
  const pace = createPace(clock, settings.pace, office);

  const reservation = (request: SimRequest, reference: string): Reply => {
    if (request.method === 'DELETE') return stock.end(reference, 'RELEASED') ? { status: 204 } : notFound();
    if (request.method !== 'PUT') return failed(405, 'InvalidRequest', 'Method not allowed');
    const parsed = ReservationRequest.safeParse(readJson(request.body));
    if (!parsed.success) return failed(400, 'InvalidInput', said(parsed.error));
    const { items, ...kept } = stock.reserve(reference, parsed.data);
    const shown = items.map(({ sku, requested, reserved }) => ({
      vendorProductIdentifier: sku,
      requestedQuantity: { amount: requested, unitOfMeasure: 'EACH' },
      reservedQuantity: { amount: reserved, unitOfMeasure: 'EACH' },
    }));
    return json(200, { payload: { ...kept, items: shown } });
  };

  const handle = (request: SimRequest): Reply => {
    const { pathname, searchParams } = request.url;
    if (pathname === '/auth/o2/token') return tokens.issue(request);
    if (!tokens.isTaken(header(request, 'x-amz-access-token'))) {
      return failed(403, 'Unauthorized', 'Access to requested resource is denied.');
    }
    if (limit.take().waitSeconds !== undefined) {
      const headers = { 'x-amzn-ratelimit-limit': perSecond.toFixed(1) };
      return failed(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.', '', headers);
    }
    if (!pathname.startsWith(BASE)) return notFound();
    const path = pathname.slice(BASE.length);
    const kept = /^\/inventory\/v1\/reservations\/([^/]+)$/.exec(path)?.[1];
    if (kept !== undefined) return reservation(request, decodeURIComponent(kept));
    const transaction = /^\/transactions\/v1\/transactions\/([^/]+)$/.exec(path)?.[1];
    if (transaction !== undefined) return office.transaction(decodeURIComponent(transaction));
    if (`${request.method} ${path}` === 'POST /orders/v1/purchaseOrders') {
      const { reply, placed } = office.place(readJson(request.body));
      for (const number of placed) pace.begin(number);
      return reply;
    }
    if (path === '/orders/v1/purchaseOrders') return office.list(searchParams);
    const [, number, cancelled] = /^\/orders\/v1\/purchaseOrders\/([^/]+)(\/cancellation)?$/.exec(path) ?? [];
    if (number === undefined) return notFound();
    if (cancelled !== undefined) return office.cancel(decodeURIComponent(number));
    const order = office.find(decodeURIComponent(number));
    return order ? json(200, { payload: order }) : notFound();
  };

  const control = (request: SimRequest): Reply | undefined => {
    switch (`${request.method} ${request.url.pathname}`) {
      case 'POST /_sim/acknowledgements': {
        const parsed = Acknowledge.safeParse(readJson(request.body));
        if (!parsed.success) return badField(parsed.error);
        return office.acknowledge(parsed.data.purchaseOrderNumber, parsed.data.items) ?? notFound();
      }
      case 'POST /_sim/shipments': {
        const parsed = Ship.safeParse(readJson(request.body));
        if (!parsed.success) return badField(parsed.error);
        return office.ship(parsed.data.purchaseOrderNumber, parsed.data.items) ?? notFound();
      }
      case 'PUT /_sim/stock': {
        const parsed = Level.safeParse(readJson(request.body));
        if (!parsed.success) return badField(parsed.error);
        stock.set(parsed.data.sku, parsed.data.available);
        return json(200, parsed.data);
      }
      case 'DELETE /_sim/tokens':
        tokens.end();
        return { status: 204 };
      default:
        return target.control(request);
    }
  };

  const simulator = await createSimulator({
    system: 'dropship',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle,
    control,
    state: () => ({
      purchaseOrders: office.orders(),
      transactions: office.transactions(),
      reservations: stock.reservations(),
      stock: stock.levels(),
      deliveries: deliveries.all(),
    }),
    refuse: (status) => failed(status, 'InternalFailure', 'We encountered an internal error. Please try again.'),
  });
  return {
    ...simulator,
    close: async () => {
      pace.close();
      deliveries.close();
      await simulator.close();
    },
  };
}

function said({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'The body'}: ${issue?.message ?? 'not understood'}`;
}
