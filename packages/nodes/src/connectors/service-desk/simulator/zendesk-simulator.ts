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
import { CommonFaults, createFaultPanel, skewedClock } from '../../../simulators/kit/faults.ts';
import { createIdempotentAnswers } from '../../../simulators/kit/idempotency.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { basicAuth } from '../../kit/auth.ts';
import { NewTicket, TicketChange } from './asked.ts';
import { createTickets } from './tickets.ts';

const DeskFaults = CommonFaults.extend({
  busyAgents: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Chance that somebody changes a ticket between our look and our write: 409.')
    .meta({ label: 'Agents write meanwhile' }),
});

export interface ZendeskSettings extends SimulatorSettings {
  readonly email?: string;
  readonly apiToken?: string;
  /** Calls a minute. 700 where absent. */
  readonly perMinute?: number;
  /** Tickets and keys remembered, each. 20,000 where absent. */
  readonly keep?: number;
}

/** Account of a simulator that is not told another. */
export const ZENDESK_CREDENTIALS = {
  email: 'lockstep@shop.example',
  apiToken: 'lockstep-estate-6wiIBWbGkBMo1mRDMuVwkw1EPsNkeUj9',
} as const;

const PAGE = 100;

/** Zendesk Support: tickets by external id, comments, audits with metadata, idempotency keys, protected updates, the rate of a plan. */
export async function zendeskSimulator(settings: ZendeskSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, keep = 20_000, perMinute = 700 } = settings;
  const { email, apiToken } = { ...ZENDESK_CREDENTIALS, ...settings };
  const faults = createFaultPanel(DeskFaults);
  const limit = createCallLimit(clock, perMinute, perMinute / 60);
  const answers = createIdempotentAnswers(keep);
  let origin = '';
  const tickets = createTickets({ clock: skewedClock(clock, faults), keep, origin: () => origin });
  const draws = { left: 0 };

  const open = (request: SimRequest, body: JsonValue): Reply => {
    const key = header(request, 'idempotency-key');
    const known = key === undefined ? undefined : answers.find(key, body);
    if (known === 'other body')
      return json(400, { error: 'IdempotentRequestError', description: 'The key was used with other parameters.' });
    if (known) return { ...known, headers: { ...known.headers, 'x-idempotency-lookup': 'hit' } };
    const asked = NewTicket.safeParse(body);
    if (!asked.success) return invalid(asked.error);
    const reply = json(201, tickets.open(asked.data.ticket), { 'x-idempotency-lookup': 'miss' });
    if (key !== undefined) answers.keep(key, body, reply);
    return reply;
  };

  const change = (id: number, body: JsonValue): Reply => {
    const kept = tickets.find(id);
    if (!kept) return notFound();
    const asked = TicketChange.safeParse(body);
    if (!asked.success) return invalid(asked.error);
    const { safe_update: isSafe, updated_stamp: stamp } = asked.data.ticket;
    if (kept.view.status === 'closed')
      return json(422, {
        error: 'RecordInvalid',
        description: 'Record validation errors',
        details: { status: [{ description: 'Status: closed prevents ticket update', error: 'InvalidValue' }] },
      });
    draws.left += faults.current().busyAgents ?? 0;
    if (draws.left >= 1) {
      draws.left -= 1;
      tickets.change(kept, {
        comment: { body: 'I am looking into it.', public: false },
        metadata: {},
        safe_update: false,
      });
    }
    if (isSafe && stamp !== kept.view.updated_at)
      return json(409, {
        error: 'UpdateConflict',
        description: 'Safe Update prevented an update to an outdated ticket.',
      });
    return json(200, tickets.change(kept, asked.data.ticket));
  };

  const audits = (id: number, url: URL): Reply => {
    const kept = tickets.find(id);
    if (!kept) return notFound();
    const page = Number(url.searchParams.get('page') ?? 1);
    const per = Math.min(PAGE, Number(url.searchParams.get('per_page') ?? PAGE));
    const shown = kept.audits.slice((page - 1) * per, page * per);
    const isLast = page * per >= kept.audits.length;
    const next = `${origin}/api/v2/tickets/${id}/audits.json?per_page=${per}&page=${page + 1}`;
    return json(200, {
      audits: shown,
      count: kept.audits.length,
      next_page: isLast ? null : next,
      previous_page: null,
    });
  };

  const handle = (request: SimRequest): Reply => {
    origin = request.url.origin;
    const shown = header(request, 'authorization');
    const isKnown = shown === basicAuth(`${email}/token`, apiToken);
    const { pathname, searchParams } = request.url;
    const call = `${request.method} ${pathname}`;
    if (call === 'GET /api/v2/users/me.json' && (isKnown || shown === undefined))
      return json(200, { user: isKnown ? { id: 1, name: 'Lockstep', email, role: 'agent' } : ANONYMOUS });
    if (!isKnown) return json(401, { error: "Couldn't authenticate you" });
    const { waitSeconds } = limit.take();
    if (waitSeconds !== undefined)
      return json(
        429,
        { error: 'APIRateLimitExceeded', description: 'Number of allowed API requests per minute exceeded' },
        {
          'retry-after': String(Math.ceil(waitSeconds)),
        },
      );
    if (call === 'GET /api/v2/tickets.json') {
      const found = tickets.about(searchParams.get('external_id') ?? undefined);
      return json(200, { tickets: found.slice(0, PAGE), count: found.length, next_page: null, previous_page: null });
    }
    const body = request.method === 'GET' ? null : readJson(request.body);
    if (body === undefined) return json(400, { error: 'InvalidJSON', description: 'The body is no JSON.' });
    if (call === 'POST /api/v2/tickets.json') return open(request, body);
    const [, id = '', part] = /^\/api\/v2\/tickets\/(\d+)(?:\/(audits|comments))?\.json$/.exec(pathname) ?? [];
    if (id === '') return notFound();
    if (request.method === 'PUT' && part === undefined) return change(Number(id), body);
    if (request.method !== 'GET') return notFound();
    if (part === 'audits') return audits(Number(id), request.url);
    const kept = tickets.find(Number(id));
    if (!kept) return notFound();
    return json(
      200,
      part === 'comments' ? { comments: kept.comments, count: kept.comments.length } : { ticket: kept.view },
    );
  };

  /** What an agent does by hand: `POST /_sim/agent` with `{ ticket, status }`. */
  const control = (request: SimRequest): Reply | undefined => {
    if (`${request.method} ${request.url.pathname}` !== 'POST /_sim/agent') return;
    const told = ByAgent.safeParse(readJson(request.body));
    const kept = told.success ? tickets.find(told.data.ticket) : undefined;
    if (!told.success || !kept) return json(422, { error: 'There is no such ticket, or no such state.' });
    return json(200, tickets.change(kept, { status: told.data.status, metadata: {}, safe_update: false }));
  };

  return createSimulator({
    system: 'zendesk',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle,
    control,
    state: () => ({ tickets: tickets.all(), keys: answers.size }),
    refuse: (status) => json(status, { error: status === 429 ? 'APIRateLimitExceeded' : 'ServiceUnavailable' }),
  });
}

const ByAgent = z.strictObject({ ticket: z.int(), status: z.enum(['open', 'pending', 'hold', 'solved', 'closed']) });
const ANONYMOUS = { id: null, name: 'Anonymous user', email: 'invalid@example.com', role: 'end-user' };

function notFound(): Reply {
  return json(404, { error: 'RecordNotFound', description: 'Not found' });
}

/** @see https://developer.zendesk.com/api-reference/introduction/requests/, 422 */
function invalid(error: z.ZodError): Reply {
  const details: Record<string, object[]> = {};
  for (const { path, message } of error.issues) {
    const field = path.slice(1).join('.') || 'base';
    details[field] = [...(details[field] ?? []), { description: `${field}: ${message}`, error: 'InvalidValue' }];
  }
  return json(422, { error: 'RecordInvalid', description: 'Record validation errors', details });
}
