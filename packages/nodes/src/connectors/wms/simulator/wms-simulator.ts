import { z } from 'zod';
import { wallOf } from '../../../simulators/kit/clock.ts';
import { createDeliveries, type DeliverySettings } from '../../../simulators/kit/deliveries.ts';
import { header, json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { badField, CommonFaults, createFaultPanel, skewedClock } from '../../../simulators/kit/faults.ts';
import { createIdempotentAnswers } from '../../../simulators/kit/idempotency.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSigning } from '../../../simulators/kit/secrets.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { createTarget } from '../../../simulators/kit/target.ts';
import { type Allocation, AllocationRequest, allocate, release, unknownLines } from './allocation.ts';
import { createDispatch, type WarehousePace } from './dispatch.ts';
import { createReceivedEvents } from './events.ts';
import { createProducts } from './products.ts';
import { failed, paged, unprocessable } from './replies.ts';
import { createStock, type StockLevel, type UnknownSku } from './stock.ts';
import { createStockNews } from './stock-news.ts';
import { RETRY_WAITS_MS, standardHeaders, type WmsWebhook } from './told.ts';

const WmsFaults = CommonFaults.extend({
  short: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Share of lines that get only half, as after a miscount.')
    .meta({ label: 'Lines short' }),
  shortPick: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Share of lines of which only half is found when they are picked.')
    .meta({ label: 'Short picks' }),
  overShip: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Share of lines of which one piece more is picked, and shipped, than was ordered.')
    .meta({ label: 'One piece too many' }),
  oversell: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Share of lines that are allocated in full, whatever is there: more is promised than is on hand.')
    .meta({ label: 'Stock sold twice' }),
});

export interface WmsSettings extends SimulatorSettings {
  readonly apiKey?: string;
  /** What happens to a SKU without a stock level. `auto-stock` where absent: it gets 1,000 pieces. */
  readonly unknownSku?: UnknownSku;
  readonly autoStock?: number;
  readonly stock?: readonly { readonly warehouse: string; readonly sku: string; readonly onHand: number }[];
  /** Warehouse codes there are; every well-formed code where absent. */
  readonly warehouses?: readonly string[];
  /** Allocations and idempotency keys remembered. 100,000 of each where absent. */
  readonly keep?: number;
  readonly target?: string;
  /** Where changes of stock are told, each as a message of the contract `inventory`. */
  readonly stockTarget?: string | undefined;
  /** Picks, packs and ships by itself; only when told over `/_sim` where absent. */
  readonly pace?: WarehousePace;
  /** What the waits before webhook retries are multiplied with. 1/60 where absent. */
  readonly timeScale?: number;
}

/** API key of a simulator that is not told another, and the secret that signs its webhooks. */
export const WMS_CREDENTIALS = {
  apiKey: 'wms_lockstep_estate_key',
  webhookSecret: 'whsec_bG9ja3N0ZXAtZXN0YXRlLXdtcy13ZWJob29r',
} as const;

const StockBody = z.strictObject({
  warehouse: z.string().min(1),
  sku: z.string().min(1),
  onHand: z.int().min(0),
});

/**
 * A warehouse system: it allocates stock to orders, all of it or what there is, and honours `Idempotency-Key`. Without
 * that header a repeat allocates again.
 */
export async function wmsSimulator(settings: WmsSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, keep = 100_000, warehouses } = settings;
  const { apiKey } = { ...WMS_CREDENTIALS, ...settings };
  const random = createRandom(seed, 'wms/short');
  // Ids differ from session to session, as those of a system that forgets nothing would.
  const ids = createRandom(seed, `wms/ids/${clock()}`);
  const faults = createFaultPanel(WmsFaults);
  const skewed = skewedClock(clock, faults);
  const allocations = keepLast<string, Allocation>(keep);
  const answers = createIdempotentAnswers(keep);
  const events = createReceivedEvents(keep);
  const products = createProducts(keep);
  const target = createTarget(settings.target);
  const signing = createSigning(WMS_CREDENTIALS.webhookSecret, { faults, draws: createRandom(seed, 'wms/secrets') });
  const stockTarget = createTarget(settings.stockTarget, { name: 'stock-target' });
  const sending: Omit<DeliverySettings<WmsWebhook>, 'target' | 'faultDraws'> = {
    clock,
    faults,
    retryWaitsMs: RETRY_WAITS_MS,
    timeScale: settings.timeScale ?? 1 / 60,
    timeoutMs: 10_000,
    keep,
    headers: ({ webhookId }, rawBody) => {
      const now = wallOf(clock) + (faults.current().clockSkewMs ?? 0);
      return standardHeaders(webhookId, rawBody, { secret: signing(), now });
    },
  };
  const deliveries = createDeliveries<WmsWebhook>({
    ...sending,
    faultDraws: createRandom(seed, 'wms/delivery-faults'),
    target: () => target.url,
  });
  const stockDeliveries = createDeliveries<WmsWebhook>({
    ...sending,
    faultDraws: createRandom(seed, 'wms/stock-delivery-faults'),
    target: () => stockTarget.url,
  });
  const stock = createStock(
    settings.unknownSku ?? 'auto-stock',
    settings.autoStock ?? 1_000,
    createStockNews({ clock: skewed, deliveries: stockDeliveries, isHeard: () => stockTarget.url !== undefined }),
  );
  for (const level of settings.stock ?? []) stock.put({ ...level, allocated: 0 });
  const dispatch = createDispatch({
    clock: skewed,
    ids,
    draws: createRandom(seed, 'wms/short-picks'),
    shortPick: () => faults.current().shortPick ?? 0,
    overShip: () => faults.current().overShip ?? 0,
    stock,
    answers,
    keep,
    pace: settings.pace,
    useAllocation: (id) => {
      const used = allocations.get(id);
      // What is shipped takes its pieces with it; they are not given back by a late release.
      if (used && used.status !== 'released') allocations.set(id, { ...used, status: 'used' });
    },
    tell: (type, shipment) => {
      const about = { webhookId: `evt_${ids.hex(20)}`, type, orderRef: shipment.orderRef };
      const body = { id: about.webhookId, type, occurredAt: new Date(skewed()).toISOString(), shipment };
      void deliveries.deliver(about, JSON.stringify(body));
    },
  });

  const create = (request: SimRequest): Reply => {
    const body = readJson(request.body);
    if (body === undefined) return failed(400, 'InvalidInput', 'The body is not JSON');
    const key = header(request, 'idempotency-key');
    const known = key === undefined ? undefined : answers.find(key, body);
    if (known === 'other body') {
      return failed(409, 'IdempotencyConflict', `Idempotency-Key '${key}' was used with another body`);
    }
    if (known) return { ...known, headers: { ...known.headers, 'idempotent-replayed': 'true' } };
    const parsed = AllocationRequest.safeParse(body);
    if (!parsed.success) return unprocessable(parsed.error);
    const { warehouse, lines } = parsed.data;
    if (warehouses && !warehouses.includes(warehouse)) {
      return failed(422, 'UnknownWarehouse', `There is no warehouse '${warehouse}'`, 'warehouse');
    }
    const [unknown] = unknownLines(parsed.data, stock);
    if (unknown !== undefined) {
      return failed(422, 'InvalidSku', `SKU '${lines[unknown]?.sku}' does not exist`, `lines.${unknown}.sku`);
    }
    const { short: shortShare = 0, oversell: oversellShare = 0 } = faults.current();
    const draw = { id: `al_${ids.hex(20)}`, now: skewed(), shortShare, oversellShare, random };
    const allocation = allocate(parsed.data, stock, draw);
    allocations.set(allocation.id, allocation);
    // A short allocation was made as well, so it is a 2xx; whoever takes that for success ships too little.
    const location = `/v1/allocations/${allocation.id}`;
    const reply = json(allocation.status === 'allocated' ? 201 : 200, allocation, { location });
    if (key !== undefined) answers.keep(key, body, reply);
    return reply;
  };

  const one = (request: SimRequest, id: string): Reply => {
    const allocation = allocations.get(id);
    if (!allocation) return failed(404, 'NotFound', `Allocation '${id}' is not found`);
    if (request.method === 'GET') return json(200, allocation);
    if (request.method !== 'DELETE') return failed(405, 'MethodNotAllowed', `${request.method} is not allowed here`);
    allocations.set(id, release(allocation, stock, skewed()));
    return { status: 204 };
  };

  const handle = (request: SimRequest): Reply => {
    const { pathname, searchParams: query } = request.url;
    if (header(request, 'x-api-key') !== apiKey) return failed(401, 'Unauthorized', 'X-Api-Key is missing or wrong');
    const dispatched = dispatch.handle(request) ?? products.handle(request);
    if (dispatched) return dispatched;
    const id = /^\/v1\/allocations\/([^/]+)$/.exec(pathname)?.[1];
    if (id !== undefined) return one(request, id);
    switch (`${request.method} ${pathname}`) {
      case 'POST /v1/allocations':
        return create(request);
      case 'GET /v1/allocations': {
        const orderRef = query.get('orderRef');
        const found = allocations.values().filter((each) => orderRef === null || each.orderRef === orderRef);
        return paged(found, query, 'allocations');
      }
      case 'POST /v1/events': {
        const taken = events.take(request);
        if (typeof taken === 'object') return failed(400, 'InvalidEvent', taken.wrong);
        return json(taken === 'new' ? 202 : 200, { accepted: true, duplicate: taken === 'duplicate' });
      }
      case 'GET /v1/exports/stock.ndjson':
        return { status: 200, headers: { 'content-type': 'application/x-ndjson' }, body: linesOf(stock.all()) };
      case 'GET /v1/stock': {
        const [warehouse, sku] = [query.get('warehouse'), query.get('sku')];
        const matches = (level: StockLevel): boolean =>
          (warehouse === null || level.warehouse === warehouse) && (sku === null || level.sku === sku);
        return paged(stock.all().filter(matches), query, 'stock');
      }
      default:
        return failed(404, 'NotFound', `There is no ${request.method} ${pathname}`);
    }
  };

  const simulator = await createSimulator({
    system: 'wms',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle,
    control: (request) => {
      if (`${request.method} ${request.url.pathname}` !== 'PUT /_sim/stock') {
        return dispatch.control(request) ?? target.control(request) ?? stockTarget.control(request);
      }
      const parsed = StockBody.safeParse(readJson(request.body));
      if (!parsed.success) return badField(parsed.error);
      const { warehouse, sku, onHand } = parsed.data;
      stock.put({ warehouse, sku, onHand, allocated: stock.level(warehouse, sku)?.allocated ?? 0 });
      return json(200, stock.level(warehouse, sku));
    },
    state: () => ({
      allocations: allocations.values(),
      shipments: dispatch.all(),
      stock: stock.all(),
      products: products.all(),
      events: events.all(),
      idempotencyKeys: answers.size,
      deliveries: deliveries.all(),
      stockDeliveries: stockDeliveries.all(),
    }),
    refuse: (status) => failed(status, 'ServiceError', 'The warehouse cannot answer now'),
  });
  return {
    ...simulator,
    addresses: () => ({ stockTarget: stockTarget.url }),
    close: async () => {
      dispatch.close();
      deliveries.close();
      stockDeliveries.close();
      await simulator.close();
    },
  };
}

function* linesOf(rows: readonly unknown[]): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(row)}\n`;
}
