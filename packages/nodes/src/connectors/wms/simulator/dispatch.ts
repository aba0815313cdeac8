import { z } from 'zod';
import { type Clock, createTimers } from '../../../simulators/kit/clock.ts';
import { header, json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { badField } from '../../../simulators/kit/faults.ts';
import type { IdempotentAnswers } from '../../../simulators/kit/idempotency.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import type { Random } from '../../../simulators/kit/random.ts';
import { failed, paged, unprocessable } from './replies.ts';
import {
  EVENT_OF,
  isTooLate,
  MOVES,
  type Move,
  moved,
  type Named,
  type Shipment,
  ShipmentRequest,
  shipmentOf,
} from './shipment.ts';
import type { Stock } from './stock.ts';

const MoveBody = z.strictObject({
  /** The newest shipment of this order, or this one. */
  orderRef: z.string().min(1).optional(),
  shipmentId: z.string().min(1).optional(),
  move: z.enum(MOVES),
  lines: z.array(z.strictObject({ sku: z.string().min(1), quantity: z.int().min(0) })).optional(),
});

/** How long the warehouse takes by itself from one move to the next, in milliseconds. */
export interface WarehousePace {
  readonly moveMs: number;
}

export interface DispatchSettings {
  readonly clock: Clock;
  readonly ids: Random;
  readonly draws: Random;
  readonly shortPick: () => number;
  readonly overShip: () => number;
  readonly stock: Stock;
  readonly answers: IdempotentAnswers;
  readonly keep: number;
  readonly pace: WarehousePace | undefined;
  /** An allocation that a shipment uses up. */
  readonly useAllocation: (id: string) => void;
  tell(type: string, shipment: Shipment): void;
}

/** Picking, packing and shipping. */
export interface Dispatch {
  /** `undefined` for other addresses. */
  handle(request: SimRequest): Reply | undefined;
  control(request: SimRequest): Reply | undefined;
  all(): readonly Shipment[];
  close(): void;
}

export function createDispatch(settings: DispatchSettings): Dispatch {
  const { clock, ids, stock, answers } = settings;
  const shipments = keepLast<string, Shipment>(settings.keep);
  const timers = createTimers(clock);

  const change = (after: Shipment): Shipment => {
    shipments.set(after.id, after);
    settings.tell(EVENT_OF[after.status], after);
    return after;
  };

  const takeOut = (warehouse: string, sku: string, pieces: { onHand: number; allocated: number }): void => {
    const level = stock.level(warehouse, sku);
    if (!level) return;
    const allocated = Math.max(0, level.allocated - pieces.allocated);
    stock.put({ ...level, onHand: Math.max(0, level.onHand - pieces.onHand), allocated });
  };

  const move = (shipment: Shipment, how: Move, wanted: Named): Shipment | string => {
    const nextTracking = (): string => `WM${ids.int(1_000_000_000, 9_999_999_999)}`;
    const after = moved(shipment, how, wanted, {
      random: settings.draws,
      shortPick: settings.shortPick(),
      overShip: settings.overShip(),
      nextTracking,
    });
    if (typeof after === 'string') return after;
    after.lines.forEach(({ sku, shipped, short }, at) => {
      const before = shipment.lines[at];
      // What was not found is not there: it leaves the stock as what was shipped does.
      const gone = shipped - (before?.shipped ?? 0) + short - (before?.short ?? 0);
      takeOut(shipment.warehouse, sku, { onHand: gone, allocated: gone });
    });
    return change(after);
  };

  /** Goes its way by itself, where the warehouse has a pace; a customer collects only when told to. */
  const goOn = (id: string, moves: readonly Move[]): void => {
    const [next, ...rest] = moves;
    if (!settings.pace || !next) return;
    timers.later(settings.pace.moveMs, () => {
      const shipment = shipments.get(id);
      if (shipment && typeof move(shipment, next, undefined) !== 'string') goOn(id, rest);
    });
  };

  const create = (request: SimRequest): Reply => {
    const body = readJson(request.body);
    if (body === undefined) return failed(400, 'InvalidInput', 'The body is not JSON');
    const key = header(request, 'idempotency-key');
    const known = key === undefined ? undefined : answers.find(key, body);
    if (known === 'other body') {
      return failed(409, 'IdempotencyConflict', `Idempotency-Key '${key}' was used with another body`);
    }
    if (known) return { ...known, headers: { ...known.headers, 'idempotent-replayed': 'true' } };
    const parsed = ShipmentRequest.safeParse(body);
    if (!parsed.success) return unprocessable(parsed.error);
    const shipment = shipmentOf(parsed.data, `sh_${ids.hex(20)}`, new Date(clock()).toISOString());
    shipments.set(shipment.id, shipment);
    if (shipment.allocationId !== undefined) settings.useAllocation(shipment.allocationId);
    const reply = json(201, shipment, { location: `/v1/shipments/${shipment.id}` });
    if (key !== undefined) answers.keep(key, body, reply);
    goOn(shipment.id, shipment.service === 'pickup' ? ['pick', 'pack'] : ['pick', 'pack', 'ship']);
    return reply;
  };

  const cancel = (shipment: Shipment): Reply => {
    if (isTooLate(shipment)) {
      return failed(409, 'TooLate', `Shipment '${shipment.id}' is ${shipment.status}: it cannot be stopped any more`);
    }
    if (shipment.status === 'cancelled') return json(200, shipment);
    for (const { sku, quantity, short } of shipment.lines) {
      takeOut(shipment.warehouse, sku, { onHand: 0, allocated: quantity - short });
    }
    return json(200, change({ ...shipment, status: 'cancelled' }));
  };

  return {
    handle: (request) => {
      const { pathname, searchParams: query } = request.url;
      if (pathname === '/v1/shipments') {
        if (request.method === 'POST') return create(request);
        const orderRef = query.get('orderRef');
        const found = shipments.values().filter((one) => orderRef === null || one.orderRef === orderRef);
        return paged(found, query, 'shipments');
      }
      const [, id, action] = /^\/v1\/shipments\/([^/]+)(\/cancel)?$/.exec(pathname) ?? [];
      if (id === undefined) return undefined;
      const shipment = shipments.get(id);
      if (!shipment) return failed(404, 'NotFound', `Shipment '${id}' is not found`);
      if (action !== undefined && request.method === 'POST') return cancel(shipment);
      if (request.method === 'GET' && action === undefined) return json(200, shipment);
      return failed(405, 'MethodNotAllowed', `${request.method} is not allowed here`);
    },
    control: (request) => {
      if (`${request.method} ${request.url.pathname}` !== 'POST /_sim/moves') return undefined;
      const parsed = MoveBody.safeParse(readJson(request.body));
      if (!parsed.success) return badField(parsed.error);
      const { orderRef, shipmentId, move: how, lines } = parsed.data;
      const shipment = shipments
        .values()
        .findLast((one) => (shipmentId === undefined ? one.orderRef === orderRef : one.id === shipmentId));
      if (!shipment) return failed(404, 'NotFound', 'There is no such shipment');
      const after = move(shipment, how, lines);
      return typeof after === 'string' ? failed(409, 'NotNow', after) : json(200, after);
    },
    all: () => shipments.values(),
    close: timers.close,
  };
}
