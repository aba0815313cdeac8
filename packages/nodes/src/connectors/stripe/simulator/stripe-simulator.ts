import { z } from 'zod';
import { createCallLimit } from '../../../simulators/kit/call-limit.ts';
import { wallOf } from '../../../simulators/kit/clock.ts';
import { createDeliveries } from '../../../simulators/kit/deliveries.ts';
import { header, json, type Reply, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';
import { createIdempotentAnswers } from '../../../simulators/kit/idempotency.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { createTarget } from '../../../simulators/kit/target.ts';
import { failed, notThere } from './errors.ts';
import { ANSWER_WITHIN_MS, createEvents, RETRY_WAITS_MS, type StripeEvent, type StripeWebhook } from './events.ts';
import { type Form, readForm } from './form.ts';
import { listPage } from './list.ts';
import { createPayments } from './payments.ts';
import { stripeSignature } from './signature.ts';

const Rate = z.number().min(0).max(1);

const StripeFaults = CommonFaults.extend({
  decline: Rate.optional()
    .describe('Share of cards that are declined, whatever card it is.')
    .meta({ label: 'Declines' }),
  keptFailure: Rate.optional()
    .describe('Share of writes that fail with 500; the failure is kept under the key and comes again with it.')
    .meta({ label: 'Failures kept under the key' }),
  workMs: z
    .number()
    .min(0)
    .max(60_000)
    .optional()
    .describe('Milliseconds a write takes; a second request with its key is a 409 meanwhile.')
    .meta({ label: 'Time a write takes, ms' }),
  pendingRefunds: Rate.optional().describe('Share of refunds that stay pending.').meta({ label: 'Refunds pending' }),
  rollSecret: z
    .boolean()
    .optional()
    .describe('Signs webhooks under a new secret beside the old one, as in the day a secret is rolled.')
    .meta({ label: 'Secret is rolled' }),
});

export interface StripeSettings extends SimulatorSettings {
  readonly secretKey?: string;
  readonly webhookSecret?: string;
  /** Where events go; may be set later. */
  readonly target?: string;
  /** What the waits before webhook retries are multiplied with; 1 is Stripe's three days. 1/600 where absent. */
  readonly timeScale?: number;
  /** Calls a second, and at once. 100 where absent. */
  readonly perSecond?: number;
  /** Objects of each kind remembered. 20,000 where absent. */
  readonly keep?: number;
}

/** Keys of a simulator that is not told others. */
export const STRIPE_CREDENTIALS = {
  secretKey: 'sk_test_lockstep_estate',
  webhookSecret: 'whsec_lockstep_estate_signing_secret',
} as const;

const API_VERSION = '2026-08-26.dahlia';

/**
 * A Stripe account in test mode: Payment Intents with manual capture, refunds, lists, `Idempotency-Key` with its rules
 * (a kept 500, another body, two at once), test cards that decline, and signed events at least once and in no order.
 */
export async function stripeSimulator(settings: StripeSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, keep = 20_000, perSecond = 100 } = settings;
  const { secretKey, webhookSecret } = { ...STRIPE_CREDENTIALS, ...settings };
  const ids = createRandom(seed, `stripe/ids/${clock()}`);
  const draws = createRandom(seed, 'stripe/own-faults');
  const faults = createFaultPanel(StripeFaults);
  const now = (): number => Math.floor((clock() + (faults.current().clockSkewMs ?? 0)) / 1000);
  const limit = createCallLimit(clock, perSecond, perSecond);
  const answers = createIdempotentAnswers(keep);
  const underWay = new Set<string>();
  const target = createTarget(settings.target);
  const deliveries = createDeliveries<StripeWebhook>({
    clock,
    faults,
    faultDraws: createRandom(seed, 'stripe/delivery-faults'),
    retryWaitsMs: RETRY_WAITS_MS,
    timeScale: settings.timeScale ?? 1 / 600,
    timeoutMs: ANSWER_WITHIN_MS,
    keep,
    target: () => target.url,
    headers: (_about, rawBody) => ({
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'Stripe-Signature': stripeSignature(
        faults.current().rollSecret === true ? [`${webhookSecret}_next`, webhookSecret] : [webhookSecret],
        Math.floor((wallOf(clock) + (faults.current().clockSkewMs ?? 0)) / 1000),
        rawBody,
      ),
    }),
  });
  const nextId = (): string => `evt_3${ids.hex(22)}`;
  const events = createEvents({ apiVersion: API_VERSION, keep, now, nextId, deliveries });
  const payments = createPayments({
    keep,
    ids,
    now,
    events,
    declines: () => draws.chance(faults.current().decline ?? 0),
    pends: () => draws.chance(faults.current().pendingRefunds ?? 0),
  });

  const read = (url: URL): Reply => {
    const [, , kind = '', id] = url.pathname.split('/');
    const lists = {
      payment_intents: payments.intents,
      charges: payments.charges,
      refunds: payments.refunds,
      events: events.all,
    };
    if (kind === 'balance') return json(200, { object: 'balance', available: [], livemode: false, pending: [] });
    const list = lists[kind as keyof typeof lists];
    if (!list) return unknownUrl('GET', url);
    if (id !== undefined) {
      const found = list.get(id);
      return found ? json(200, found) : notThere(kind.replace(/s$/, ''), id);
    }
    const intent = url.searchParams.get('payment_intent');
    const all: readonly { readonly id: string }[] = list.values();
    return listPage(
      url,
      intent === null ? all : all.filter((item) => 'payment_intent' in item && item.payment_intent === intent),
    );
  };

  const act = (url: URL, form: Form, origin: StripeEvent['request']): Reply => {
    const [, , kind, id = '', action] = url.pathname.split('/');
    if (kind === 'refunds' && id === '') return payments.refund(form, origin);
    if (kind !== 'payment_intents') return unknownUrl('POST', url);
    if (id === '') return payments.create(form, origin);
    if (action === 'confirm' || action === 'capture' || action === 'cancel') return payments[action](id, form, origin);
    return unknownUrl('POST', url);
  };

  const work = async (url: URL, form: Form, origin: StripeEvent['request']): Promise<Reply> => {
    const { workMs = 0, keptFailure = 0 } = faults.current();
    if (workMs > 0) await new Promise((resolve) => setTimeout(resolve, workMs));
    if (draws.chance(keptFailure)) return failed(500, { type: 'api_error', message: SORRY });
    return act(url, form, origin);
  };

  const write = async ({ url, body, ...request }: SimRequest, requestId: string): Promise<Reply> => {
    const text = body.toString('utf8');
    const key = header({ url, body, ...request }, 'idempotency-key');
    const origin = { id: requestId, idempotency_key: key ?? null };
    if (key === undefined) return work(url, readForm(text), origin);
    const asked = [url.pathname, [...new URLSearchParams(text)].map((pair) => pair.join('='))];
    if (key.length > 255)
      return failed(400, { type: 'idempotency_error', message: 'Idempotency keys have at most 255 characters.' });
    if (underWay.has(key)) return failed(409, IN_USE, { 'stripe-should-retry': 'true' });
    const known = answers.find(key, asked);
    if (known === 'other body') return failed(400, { type: 'idempotency_error', message: otherRequest(key) });
    if (known) return { ...known, headers: { ...known.headers, 'idempotent-replayed': 'true' } };
    underWay.add(key);
    try {
      const reply = await work(url, readForm(text), origin);
      // A request that was wrong in itself, or that met another one, never began: it may be mended under its key.
      if (reply.status < 400 || reply.status === 402 || reply.status >= 500) answers.keep(key, asked, reply);
      return reply;
    } finally {
      underWay.delete(key);
    }
  };

  const handle = async (request: SimRequest): Promise<Reply> => {
    const requestId = `req_${ids.hex(14)}`;
    const more = { 'request-id': requestId, 'stripe-version': header(request, 'stripe-version') ?? API_VERSION };
    const reply = await (async () => {
      if (!isSignedIn(request, secretKey)) return failed(401, NOT_SIGNED_IN);
      if (limit.take().waitSeconds !== undefined) return failed(429, TOO_MANY, { 'stripe-should-retry': 'true' });
      return request.method === 'POST' ? write(request, requestId) : read(request.url);
    })();
    return { ...reply, headers: { ...reply.headers, ...more } };
  };

  const simulator = await createSimulator({
    system: 'stripe',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle,
    control: (request) => target.control(request),
    state: () => ({
      payments: payments.intents.values(),
      charges: payments.charges.values(),
      refunds: payments.refunds.values(),
      events: events.all.values(),
      deliveries: deliveries.all(),
      idempotencyKeys: answers.size,
    }),
    refuse: (status) =>
      status === 429 ? failed(429, TOO_MANY) : failed(status, { type: 'api_error', message: SORRY }),
  });
  return {
    ...simulator,
    close: async () => {
      deliveries.close();
      await simulator.close();
    },
  };
}

/** `Bearer sk_…`, or Basic with the key as user. */
function isSignedIn(request: SimRequest, secretKey: string): boolean {
  const given = header(request, 'authorization');
  return given === `Bearer ${secretKey}` || given === `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`;
}

function unknownUrl(method: string, { pathname }: URL): Reply {
  return failed(404, { type: 'invalid_request_error', message: `Unrecognized request URL (${method}: ${pathname}).` });
}

function otherRequest(key: string): string {
  return `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
}

const SORRY = 'An unexpected error occurred. Sorry about that; we have been notified of the problem.';
const NOT_SIGNED_IN = { type: 'invalid_request_error', message: 'Invalid API Key provided: sk_test_****' } as const;
const TOO_MANY = {
  type: 'invalid_request_error',
  code: 'rate_limit',
  message: 'Request rate limit exceeded. Learn more about rate limits: https://stripe.com/docs/rate-limits.',
} as const;
const IN_USE = {
  type: 'idempotency_error',
  code: 'idempotency_key_in_use',
  message: 'There is currently another in-progress request using this Idempotent Key.',
} as const;
