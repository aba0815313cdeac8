import { z } from 'zod';
import { createCallLimit } from '../../../simulators/kit/call-limit.ts';
import {
  header,
  type JsonValue,
  json,
  type Reply,
  readJson,
  type SimRequest,
} from '../../../simulators/kit/exchange.ts';
import { CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';
import { createIdempotentAnswers } from '../../../simulators/kit/idempotency.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { Accumulate, Adjust, SearchAccounts, SearchCustomers, SearchEvents } from './asked.ts';
import { accountView, balanceOf, createLedger, type Member, PROGRAM } from './ledger.ts';

const DAY_MS = 86_400_000;

const LoyaltyFaults = CommonFaults.extend({
  paused: z
    .boolean()
    .optional()
    .describe('The program is inactive: nobody is given points, balances can still be read.')
    .meta({ label: 'Program is inactive' }),
});

export interface LoyaltySettings extends SimulatorSettings {
  readonly accessToken?: string;
  readonly members?: readonly Member[];
  /** True: whoever is looked for by e-mail is a member, as where a shop enrols its buyers at the checkout. */
  readonly enrolsAll?: boolean;
  /** Days after which points lapse. 365 where absent. */
  readonly lapseDays?: number;
  /** Calls a second, twice as many at once. 50 where absent. */
  readonly perSecond?: number;
  /** Members, entries and keys remembered, each. 50,000 where absent. */
  readonly keep?: number;
}

/** Account of a simulator that is not told another. */
export const LOYALTY_CREDENTIALS = { accessToken: 'EAAAlockstep_estate', locationId: 'L88917AVBK2S5' } as const;

/** A loyalty program at Square: members, a ledger of points by idempotency key, points that lapse, pages. */
export async function loyaltySimulator(settings: LoyaltySettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, keep = 50_000, perSecond = 50, lapseDays = 365 } = settings;
  const { accessToken } = { ...LOYALTY_CREDENTIALS, ...settings };
  const faults = createFaultPanel(LoyaltyFaults);
  const limit = createCallLimit(clock, perSecond * 2, perSecond);
  const answers = createIdempotentAnswers(keep);
  const ids = createRandom(seed, `loyalty/ids/${clock()}`);
  const skewed = (): number => clock() + (faults.current().clockSkewMs ?? 0);
  const ledger = createLedger({ clock: skewed, ids, lapseMs: lapseDays * DAY_MS, keep });
  for (const member of settings.members ?? []) ledger.enrol(member);

  /** One write under its key: the first success is its answer for ever, another body is refused. */
  const once = (key: string, asked: JsonValue, work: () => Reply): Reply => {
    const known = answers.find(key, asked);
    if (known === 'other body') return failed(400, 'IDEMPOTENCY_KEY_REUSED', REUSED, 'idempotency_key');
    if (known) return known;
    const reply = work();
    if (reply.status < 300) answers.keep(key, asked, reply);
    return reply;
  };

  const accumulate = (id: string, body: JsonValue): Reply => {
    const asked = Accumulate.safeParse(body);
    if (!asked.success) return invalid(asked.error);
    const { accumulate_points: wanted, idempotency_key: key, location_id: location } = asked.data;
    return once(key, [id, 'accumulate', wanted.points, location], () => {
      const holder = ledger.find(id);
      if (!holder) return notThere(id);
      if (faults.current().paused) return failed(400, 'BAD_REQUEST', 'The loyalty program is not active.', '');
      return json(200, { events: [ledger.accumulate(holder, wanted.points, location)] });
    });
  };

  const adjust = (id: string, body: JsonValue): Reply => {
    const asked = Adjust.safeParse(body);
    if (!asked.success) return invalid(asked.error);
    const { adjust_points: wanted, allow_negative_balance: mayOwe, idempotency_key: key } = asked.data;
    return once(key, [id, 'adjust', wanted, mayOwe], () => {
      const holder = ledger.find(id);
      if (!holder) return notThere(id);
      if (!mayOwe && balanceOf(holder) + wanted.points < 0)
        return failed(400, 'BAD_REQUEST', 'The adjustment would result in a negative balance.', 'adjust_points.points');
      return json(200, { event: ledger.adjust(holder, wanted.points, wanted.reason) });
    });
  };

  const searchAccounts = (body: JsonValue): Reply => {
    const asked = SearchAccounts.safeParse(body);
    if (!asked.success) return invalid(asked.error);
    const { query, ...page } = asked.data;
    const phones = query?.mappings?.map((one) => one.phone_number);
    const found = ledger.holders().filter(({ customer, phone }) => {
      if (phones) return phone !== undefined && phones.includes(phone);
      return query?.customer_ids?.includes(customer) ?? true;
    });
    return pageOf('loyalty_accounts', found.map(accountView), page);
  };

  const searchEvents = (body: JsonValue): Reply => {
    const asked = SearchEvents.safeParse(body);
    if (!asked.success) return invalid(asked.error);
    const { query, ...page } = asked.data;
    const { loyalty_account_filter: of, type_filter: kinds } = query?.filter ?? {};
    ledger.holders();
    // Newest first, as there.
    const found = ledger.entries().toReversed();
    const fits = found.filter(
      (entry) =>
        (!of || entry.loyalty_account_id === of.loyalty_account_id) && (!kinds || kinds.types.includes(entry.type)),
    );
    return pageOf('events', fits, page);
  };

  const searchCustomers = (body: JsonValue): Reply => {
    const asked = SearchCustomers.safeParse(body);
    if (!asked.success) return invalid(asked.error);
    const email = asked.data.query.filter.email_address.exact;
    const isThem = (one: { readonly email: string }): boolean => one.email.toLowerCase() === email.toLowerCase();
    if (settings.enrolsAll && !ledger.holders().some(isThem)) ledger.enrol({ email });
    const customers = ledger.holders().filter(isThem);
    const views = customers.map(({ customer, email: address }) => ({ id: customer, email_address: address }));
    return { ...json(200, customers.length === 0 ? {} : { customers: views.slice(0, asked.data.limit) }), read: true };
  };

  const handle = (request: SimRequest): Reply => {
    if (header(request, 'authorization') !== `Bearer ${accessToken}`)
      return failed(401, 'UNAUTHORIZED', 'This request could not be authorized.', '');
    const { waitSeconds } = limit.take();
    if (waitSeconds !== undefined) return failed(429, 'RATE_LIMITED', 'Too many requests.', '');
    const [, account = '', action] = /^\/v2\/loyalty\/accounts\/([^/]+)(?:\/(\w+))?$/.exec(request.url.pathname) ?? [];
    const body = readJson(request.body);
    const call = `${request.method} ${request.url.pathname}`;
    if (call === 'GET /v2/loyalty/programs/main') return json(200, { program: programView(!faults.current().paused) });
    if (request.method === 'POST' && body === undefined) return failed(400, 'BAD_REQUEST', 'The body is no JSON.', '');
    if (call === 'POST /v2/loyalty/accounts/search') return searchAccounts(body ?? null);
    if (call === 'POST /v2/loyalty/events/search') return searchEvents(body ?? null);
    if (call === 'POST /v2/customers/search') return searchCustomers(body ?? null);
    const id = decodeURIComponent(account);
    if (request.method === 'GET' && id !== '' && action === undefined) {
      const holder = ledger.find(id);
      return holder ? json(200, { loyalty_account: accountView(holder) }) : notThere(id);
    }
    if (request.method === 'POST' && action === 'accumulate') return accumulate(id, body ?? null);
    if (request.method === 'POST' && action === 'adjust') return adjust(id, body ?? null);
    return failed(404, 'NOT_FOUND', 'Resource not found.', '');
  };

  return createSimulator({
    system: 'loyalty',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle,
    state: () => ({
      members: ledger.holders().map((holder) => ({ email: holder.email, ...accountView(holder) })),
      events: ledger.entries(),
      keys: answers.size,
    }),
    refuse: (status) =>
      failed(status, status === 429 ? 'RATE_LIMITED' : 'INTERNAL_SERVER_ERROR', 'Try again later.', ''),
  });
}

const REUSED = 'The idempotency key can only be retried with the same request data.';

function programView(isActive: boolean): object {
  const terminology = { one: 'Point', other: 'Points' };
  return { id: PROGRAM, status: isActive ? 'ACTIVE' : 'INACTIVE', terminology, reward_tiers: [] };
}

/** A cursor is the number of what was read already; Square's is opaque, and this one is to its reader. */
function pageOf(
  name: string,
  all: readonly object[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Reply {
  const from = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Number.isInteger(from) || from < 0) return failed(400, 'INVALID_CURSOR', 'The cursor is not valid.', 'cursor');
  const page = all.slice(from, from + limit);
  const next = from + limit < all.length ? { cursor: Buffer.from(String(from + limit)).toString('base64url') } : {};
  return { ...json(200, page.length === 0 ? {} : { [name]: page, ...next }), read: true };
}

function notThere(id: string): Reply {
  return failed(404, 'NOT_FOUND', `Loyalty account with ID ${id} not found.`, '');
}

function invalid(error: z.ZodError): Reply {
  const [issue] = error.issues;
  return failed(400, 'BAD_REQUEST', issue?.message ?? 'The request is wrong.', issue?.path.join('.') ?? '');
}

/** @see https://developer.squareup.com/docs/build-basics/general-considerations/handling-errors */
function failed(status: number, code: string, detail: string, field: string): Reply {
  const category = CATEGORIES[status] ?? (status < 500 ? 'INVALID_REQUEST_ERROR' : 'API_ERROR');
  return json(status, { errors: [{ category, code, detail, ...(field !== '' && { field }) }] });
}

const CATEGORIES: Readonly<Record<number, string>> = { 401: 'AUTHENTICATION_ERROR', 429: 'RATE_LIMIT_ERROR' };
