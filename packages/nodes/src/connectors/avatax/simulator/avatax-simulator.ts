import { z } from 'zod';
import { header, json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { CreateTransaction, newTransaction, type Transaction } from './transaction.ts';

const AvataxFaults = CommonFaults.extend({
  addressUnknown: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Share of questions refused because the address is not found.')
    .meta({ label: 'Addresses not found' }),
});

export interface AvataxSettings extends SimulatorSettings {
  readonly accountId?: string;
  readonly licenseKey?: string;
  readonly companyCode?: string;
  /** Transactions remembered. 50,000 where absent. */
  readonly keep?: number;
}

/** Account of a simulator that is not told another. */
export const AVATAX_CREDENTIALS = { accountId: '2000000042', licenseKey: 'lockstep_estate_licence' } as const;

/** An Avalara account with one company: quotes, recorded invoices, voids. */
export async function avataxSimulator(settings: AvataxSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, companyCode = 'DEFAULT' } = settings;
  const { accountId, licenseKey } = { ...AVATAX_CREDENTIALS, ...settings };
  const authorization = `Basic ${Buffer.from(`${accountId}:${licenseKey}`).toString('base64')}`;
  const ids = createRandom(seed, `avatax/ids/${clock()}`);
  const draws = createRandom(seed, 'avatax/own-faults');
  const faults = createFaultPanel(AvataxFaults);
  const transactions = keepLast<string, Transaction>(settings.keep ?? 50_000);
  let quotes = 0;

  const create = (request: SimRequest): Reply => {
    const parsed = CreateTransaction.safeParse(readJson(request.body));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const field = issue?.path.join('.') || 'body';
      return failed(400, 'ValidationException', `Field ${field} is required or wrong.`, field);
    }
    const asked = parsed.data;
    if (asked.companyCode !== companyCode) {
      return failed(400, 'CompanyNotFoundError', `Company not found: ${asked.companyCode}`, 'companyCode');
    }
    if (draws.chance(faults.current().addressUnknown ?? 0)) {
      return failed(400, 'GetTaxError', 'The address is not deliverable.', 'addresses');
    }
    const code = asked.code ?? ids.uuid();
    if (asked.type !== 'SalesOrder' && transactions.get(code)?.status === 'Committed') {
      return failed(400, 'DocStatusError', `DocStatus is invalid for this operation: ${code} is committed.`, code);
    }
    const now = new Date(clock() + (faults.current().clockSkewMs ?? 0)).toISOString();
    const transaction = newTransaction(asked, { id: ids.int(100_000_000, 999_999_999), code, now });
    if (asked.type === 'SalesOrder') quotes += 1;
    else transactions.set(code, transaction);
    return json(201, transaction);
  };

  const one = (request: SimRequest, code: string, action: string | undefined): Reply => {
    const known = transactions.get(code);
    if (!known) return failed(404, 'EntityNotFoundError', `Transaction with code '${code}' not found.`, 'code');
    if (request.method === 'GET' && action === undefined) return json(200, known);
    if (request.method !== 'POST' || action !== '/void')
      return failed(405, 'MethodNotAllowed', 'Not here.', action ?? '');
    const voided: Transaction = { ...known, status: 'Cancelled' };
    transactions.set(code, voided);
    return json(200, voided);
  };

  return createSimulator({
    system: 'avatax',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle: (request) => {
      const { pathname } = request.url;
      const isSignedIn = header(request, 'authorization') === authorization;
      if (pathname === '/api/v2/utilities/ping') return json(200, { version: '26.11.0', authenticated: isSignedIn });
      if (!isSignedIn) return failed(401, 'AuthenticationException', 'Authentication failed.', 'HttpRequestHeaders');
      if (`${request.method} ${pathname}` === 'POST /api/v2/transactions/create') return create(request);
      if (`${request.method} ${pathname}` === 'GET /api/v2/companies') {
        return json(200, {
          '@recordsetCount': 1,
          value: [{ id: 559766, companyCode, name: 'Lockstep', isActive: true }],
        });
      }
      const [, company, code, action] =
        /^\/api\/v2\/companies\/([^/]+)\/transactions\/([^/]+)(\/void)?$/.exec(pathname) ?? [];
      if (code === undefined || decodeURIComponent(company ?? '') !== companyCode) {
        return failed(404, 'EntityNotFoundError', 'There is nothing here.', pathname);
      }
      return one(request, decodeURIComponent(code), action);
    },
    state: () => ({ transactions: transactions.values(), quotes }),
    refuse: (status) =>
      failed(status, status === 429 ? 'RateLimitException' : 'ServerError', 'Try again later.', 'Unknown'),
  });
}

/** @see https://developer.avalara.com/avatax/errors */
function failed(status: number, code: string, message: string, target: string): Reply {
  const faultCode = status < 500 ? 'Client' : 'Server';
  const helpLink = `https://developer.avalara.com/avatax/errors/${code}`;
  const detail = { code, number: status, message, description: message, faultCode, helpLink, severity: 'Error' };
  return json(status, { error: { code, message, target, details: [detail] } });
}
