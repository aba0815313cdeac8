import { z } from 'zod';
import { header, type Reply, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { createBilling } from './billing.ts';
import { createDeliveries } from './delivery.ts';
import type { Desk } from './desk.ts';
import type { Entity } from './odata/entity.ts';
import { errorReply, ODataError } from './odata/error.ts';
import { plainEntity } from './odata/render.ts';
import type { Customizing } from './sales-order.ts';
import { SERVICE_PATH, type Service, serve } from './service.ts';
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
  let number = settings.firstSalesOrder ?? 1;
  const service: Service = {
    orders: keepLast<string, Entity>(settings.keepOrders ?? 100_000),
    customizing: { ...CUSTOMIZING, ...settings.customizing },
    clock,
    user: username.slice(0, 12),
    pageSize: settings.pageSize ?? 1_000,
    nextNumber: () => String(number++),
  };
  const deliveries = createDeliveries({
    orders: service.orders,
    clock,
    firstNumber: 80_000_000 + firstDocument(settings),
    keep: settings.keepOrders ?? 100_000,
  });
  const billing = createBilling({
    orders: service.orders,
    deliveries,
    clock,
    firstNumber: 90_000_000 + firstDocument(settings),
    keep: settings.keepOrders ?? 100_000,
  });
  const desks: readonly Desk[] = [
    { path: SERVICE_PATH, serve: (request, path) => serve(service, request, path) },
    deliveries,
    billing,
  ];
  const failed = (error: ODataError): Reply =>
    errorReply(error, { transactionId: random.hex(32).toUpperCase(), now: clock() });

  const signedIn = (desk: Desk, request: SimRequest, path: string): Reply => {
    const reading = request.method === 'GET' || request.method === 'HEAD';
    if (!reading && !sessions.proven(request)) return TOKEN_REQUIRED;
    const { recordLock = 0, sapMessage = 0, sapMessageSeverity = 'warning' } = faults.current();
    try {
      if (!reading && faultDraws.chance(recordLock)) throw locked(path, username);
      const reply = desk.serve(request, path);
      const warned = reply.status < 300 && faultDraws.chance(sapMessage);
      return warned ? { ...reply, headers: { ...reply.headers, ...sapMessageHeader(sapMessageSeverity) } } : reply;
    } catch (error) {
      if (error instanceof ODataError) return failed(error);
      throw error;
    }
  };

  return createSimulator({
    system: 'sap',
    port: settings.port,
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
    control: ({ method, url }) => {
      if (method !== 'DELETE' || url.pathname !== '/_sim/sessions') return undefined;
      sessions.clear();
      return { status: 204 };
    },
    state: () => ({
      salesOrders: printed(service.orders.values()),
      deliveries: printed(deliveries.all()),
      billingDocuments: billing.all(),
      sessions: sessions.size,
    }),
    refuse: (status) =>
      status < 500 && status !== 429
        ? failed(new ODataError(status, '/IWFND/CM_MGW/000', 'The request could not be processed'))
        : { status, headers: { 'content-type': 'text/html;charset=utf-8' }, body: ERROR_PAGE },
  });
}

/** Document numbers of a session follow its order numbers, within seven digits. */
function firstDocument({ firstSalesOrder = 1 }: SapSettings): number {
  return firstSalesOrder % 10_000_000;
}

/** The service an address leads to; without `below` where its trailing slash is missing. */
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

function locked(path: string, user: string): ODataError {
  const document = /^A_SalesOrder\('(\d+)'\)/.exec(path)?.[1];
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
