import { z } from 'zod';
import { header, json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { badField, CommonFaults, createFaultPanel, skewedClock } from '../../../simulators/kit/faults.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { createTarget } from '../../../simulators/kit/target.ts';
import { serveBatch } from './batch.ts';
import { createBilling } from './billing.ts';
import { createDeliveries } from './delivery.ts';
import type { Desk } from './desk.ts';
import { createSapEvents } from './documents/events.ts';
import { billed, CREDIT_MEMO_REQUESTS, CUSTOMER_RETURNS, received, SALES_ORDERS } from './documents/services.ts';
import { type PlainValues, recordOf } from './master/records.ts';
import { createMasterData } from './master/services.ts';
import type { Entity } from './odata/entity.ts';
import { errorReply, ODataError } from './odata/error.ts';
import { plainEntity } from './odata/render.ts';
import type { Customizing } from './sales-order.ts';
import { SERVICES_PATH, type Service, type ServiceDefinition, serve, snapshot } from './service.ts';
import { createSessions, TOKEN_REQUIRED } from './sessions.ts';

const Rate = z.number().min(0).max(1);

const SapFaults = CommonFaults.extend({
  recordLock: Rate.optional()
    .describe('Share of changes refused because somebody else is working on the record.')
    .meta({ label: 'Records locked' }),
  sapMessage: Rate.optional()
    .describe('Share of successful answers with a `sap-message` header.')
    .meta({ label: 'Messages on answers' }),
  sapMessageSeverity: z
    .enum(['info', 'warning', 'error'])
    .optional()
    .describe('Severity of it; warning where absent.')
    .meta({ label: 'Severity of the messages' }),
});

export interface SapSettings extends SimulatorSettings {
  readonly username?: string;
  readonly password?: string;
  /** Milliseconds of rest after which a session, and its CSRF token, lapses. 30 minutes where absent. */
  readonly csrfTtlMs?: number;
  readonly customizing?: Partial<Customizing>;
  readonly firstSalesOrder?: number;
  /** Where CloudEvents go; may be set later. */
  readonly target?: string;
  /** Orders remembered; older ones are forgotten. 100,000 where absent. */
  readonly keepOrders?: number;
  readonly pageSize?: number;
}

/** Communication user of a simulator that is not told another. */
export const SAP_CREDENTIALS = { username: 'LOCKSTEP_COMM', password: 'Welcome-to-S4' } as const;

const CUSTOMIZING: Customizing = {
  salesOrderTypes: ['OR', 'TA', 'ZWEB'],
  salesOrganizations: { '1010': 'EUR', '1110': 'GBP', '1210': 'EUR', '1310': 'EUR', '1710': 'USD' },
};

/**
 * An SAP S/4HANA Cloud system with the sales order API (`API_SALES_ORDER_SRV`, OData v2): Basic auth, CSRF tokens bound
 * to a session, deep insert, optimistic locking. POST is not idempotent, as in the real one: a repeat makes a second
 * sales order. The state's `salesOrders` are in the order of creation.
 */
export async function sapSimulator(settings: SapSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, csrfTtlMs = 1_800_000 } = settings;
  const { username, password } = { ...SAP_CREDENTIALS, ...settings };
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const random = createRandom(seed, 'sap');
  const faultDraws = createRandom(seed, 'sap/own-faults');
  const sessions = createSessions({ random, clock, ttlMs: csrfTtlMs });
  const faults = createFaultPanel(SapFaults);
  const target = createTarget(settings.target);
  const skewed = skewedClock(clock, faults);
  const events = createSapEvents({
    clock,
    now: skewed,
    faults,
    draws: createRandom(seed, 'sap/delivery-faults'),
    // Ids differ from session to session, or a receiver that dedupes for ever would drop a new session's events.
    ids: createRandom(seed, `sap/events/${clock()}`),
    target: () => target.url,
  });
  const open = (definition: ServiceDefinition, first: number): Service => {
    let number = first;
    return {
      definition,
      documents: keepLast<string, Entity>(settings.keepOrders ?? 100_000),
      customizing: { ...CUSTOMIZING, ...settings.customizing },
      clock: skewed,
      user: username.slice(0, 12),
      pageSize: settings.pageSize ?? 1_000,
      nextNumber: () => String(number++),
    };
  };
  const orders = open(SALES_ORDERS, settings.firstSalesOrder ?? 1);
  const returns = open(CUSTOMER_RETURNS, 60_000_000 + firstDocument(settings));
  const credits = open(CREDIT_MEMO_REQUESTS, 70_000_000 + firstDocument(settings));
  const deliveries = createDeliveries({
    orders: orders.documents,
    clock: skewed,
    firstNumber: 80_000_000 + firstDocument(settings),
    keep: settings.keepOrders ?? 100_000,
  });
  const billing = createBilling({
    orders: orders.documents,
    deliveries,
    clock: skewed,
    firstNumber: 90_000_000 + firstDocument(settings),
    keep: settings.keepOrders ?? 100_000,
  });
  const master = createMasterData({ clock: skewed, user: username.slice(0, 12) });
  const desks: readonly Desk[] = [
    ...[orders, returns, credits].map((service) => ({
      path: `${SERVICES_PATH}/${service.definition.name}`,
      serve: (request: SimRequest, path: string) => serve(service, request, path),
      snapshot: () => snapshot(service),
    })),
    deliveries,
    billing,
    ...master,
  ];
  const failed = (error: ODataError, service: string = SALES_ORDERS.name): Reply =>
    errorReply(error, { transactionId: random.hex(32).toUpperCase(), now: clock(), service });

  const control = async (request: SimRequest): Promise<Reply | undefined> => {
    switch (`${request.method} ${request.url.pathname}`) {
      case 'DELETE /_sim/sessions':
        sessions.clear();
        return { status: 204 };
      case 'POST /_sim/goods-receipts': {
        const body = ReceiptBody.safeParse(readJson(request.body));
        if (!body.success) return badField(body.error);
        const found = returns.documents.values().filter(({ values }) => isReturnOf(values, body.data.reference));
        for (const one of found) returns.documents.set(String(one.values.CustomerReturn), received(one, clock()));
        await Promise.all(found.map(events.goodsReceived));
        return json(200, { received: found.length });
      }
      case 'PUT /_sim/master': {
        const body = MasterBody.safeParse(readJson(request.body));
        if (!body.success) return badField(body.error);
        const desk = master.find(({ root }) => root.name === body.data.set);
        if (!desk)
          return json(404, {
            error: `There is no ${body.data.set}: ${master.map(({ root }) => root.name).join(', ')}.`,
          });
        desk.put(recordOf(desk.root, body.data.record as PlainValues));
        return { status: 204 };
      }
      case 'POST /_sim/billing-runs': {
        const made = credits.documents.values().flatMap((one) => billed(one, clock()) ?? []);
        for (const one of made) credits.documents.set(String(one.values.CreditMemoRequest), one);
        return json(200, { billed: made.length });
      }
      default:
        return target.control(request);
    }
  };

  const batch = (desk: Desk, request: SimRequest, check: (path: string) => void): Reply =>
    serveBatch(request, {
      ...{ desk, check, boundary: `${random.hex(32).toUpperCase()}0` },
      failed: (error) => failed(error, nameOf(desk)),
    });

  const signedIn = (desk: Desk, request: SimRequest, path: string): Reply => {
    const reading = request.method === 'GET' || request.method === 'HEAD';
    if (!reading && !sessions.proven(request)) return TOKEN_REQUIRED;
    const { recordLock = 0, sapMessage = 0, sapMessageSeverity = 'warning' } = faults.current();
    try {
      const check = (of: string): void => {
        if (faultDraws.chance(recordLock)) throw locked(of, username);
      };
      const isBatch = path === '$batch' && request.method === 'POST' && desk.snapshot !== undefined;
      if (!reading && !isBatch) check(path);
      const reply = isBatch ? batch(desk, request, check) : desk.serve(request, path);
      const warned = reply.status < 300 && faultDraws.chance(sapMessage);
      return warned ? { ...reply, headers: { ...reply.headers, ...sapMessageHeader(sapMessageSeverity) } } : reply;
    } catch (error) {
      if (error instanceof ODataError) return failed(error, nameOf(desk));
      throw error;
    }
  };

  const simulator = await createSimulator({
    system: 'sap',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle: (request) => {
      if (header(request, 'authorization') !== authorization) return UNAUTHORIZED;
      const found = findDesk(desks, request.url.pathname);
      if (found === undefined) {
        return failed(new ODataError(404, '/IWFND/MED/170', `No service found for '${request.url.pathname}'`));
      }
      // The real one sends callers that forget the trailing slash away before it looks at their token.
      if (found.below === undefined) {
        return { status: 307, headers: { location: `${found.desk.path}/${request.url.search}` } };
      }
      const token = request.method === 'GET' || request.method === 'HEAD' ? sessions.fetched(request) : undefined;
      const reply = signedIn(found.desk, request, found.below);
      // A fetched token comes even with an error.
      return token ? { ...reply, headers: { ...reply.headers, ...token } } : reply;
    },
    control,
    state: () => ({
      salesOrders: printed(orders.documents.values()),
      customerReturns: documents(returns.documents.values()),
      creditMemos: documents(credits.documents.values()),
      deliveries: printed(deliveries.all()),
      billingDocuments: billing.all(),
      ...Object.fromEntries(master.map(({ root, all }) => [root.name, printed(all())])),
      events: events.all(),
      sessions: sessions.size,
    }),
    refuse: (status) =>
      status < 500 && status !== 429
        ? failed(new ODataError(status, '/IWFND/CM_MGW/000', 'The request could not be processed'))
        : { status, headers: { 'content-type': 'text/html;charset=utf-8' }, body: ERROR_PAGE },
  });
  return {
    ...simulator,
    close: async () => {
      events.close();
      await simulator.close();
    },
  };
}

const MasterBody = z.strictObject({ set: z.string(), record: z.record(z.string(), z.json()) });
const ReceiptBody = z.strictObject({ reference: z.string().min(1) });

/** Return of this reference that was not taken back. */
function isReturnOf(
  { PurchaseOrderByCustomer, OverallSDDocumentRejectionSts }: Entity['values'],
  reference: string,
): boolean {
  return PurchaseOrderByCustomer === reference && OverallSDDocumentRejectionSts !== 'C';
}

/** Document numbers of a session follow its order numbers, within seven digits. */
function firstDocument({ firstSalesOrder = 1 }: SapSettings): number {
  return firstSalesOrder % 10_000_000;
}

/** The service an address leads to; without `below` where its trailing slash is missing. */
function nameOf({ path }: Desk): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function findDesk(
  desks: readonly Desk[],
  pathname: string,
): { readonly desk: Desk; readonly below?: string } | undefined {
  try {
    const address = decodeURIComponent(pathname);
    const desk = desks.find(({ path }) => address === path || address.startsWith(`${path}/`));
    if (!desk) return undefined;
    return address === desk.path ? { desk } : { desk, below: address.slice(desk.path.length + 1) };
  } catch {
    return undefined;
  }
}

function* printed(orders: readonly Entity[]): Generator<unknown> {
  for (const order of orders) yield plainEntity(order);
}

/** With our reference, and whether all of it was taken back. */
function* documents(found: readonly Entity[]): Generator<unknown> {
  for (const one of found) {
    const { PurchaseOrderByCustomer: reference, OverallSDDocumentRejectionSts: rejection } = one.values;
    yield { reference, rejected: rejection === 'C', ...plainEntity(one) };
  }
}

function locked(path: string, user: string): ODataError {
  const document = /^A_\w+\((?:\w+=)?'(\d+)'/.exec(path)?.[1];
  const what = document === undefined ? 'Customer' : `Sales document ${document}`;
  return new ODataError(400, 'V1/042', `${what} is currently being processed by user ${user.slice(0, 12)}`);
}

function sapMessageHeader(severity: string): Readonly<Record<string, string>> {
  const message = {
    code: 'V4/219',
    message: 'Delivery date in the past was replaced by the next working day',
    severity,
    target: 'RequestedDeliveryDate',
    details: [],
  };
  return { 'sap-message': JSON.stringify(message) };
}

const UNAUTHORIZED: Reply = {
  status: 401,
  headers: {
    'content-type': 'text/html;charset=utf-8',
    'www-authenticate': 'Basic realm="SAP NetWeaver Application Server [S4H/100]"',
  },
  body: '<html><head><title>Logon Error Message</title></head><body>Anmeldung fehlgeschlagen / Logon failed</body></html>',
};

const ERROR_PAGE =
  '<html><head><title>Application Server Error</title></head><body><h1>Service cannot be reached</h1></body></html>';
