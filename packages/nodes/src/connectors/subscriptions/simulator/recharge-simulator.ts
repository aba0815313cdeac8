import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { createCallLimit } from '../../../simulators/kit/call-limit.ts';
import { createTimers, wallOf } from '../../../simulators/kit/clock.ts';
import { createDeliveries, type WebhookAbout } from '../../../simulators/kit/deliveries.ts';
import { header, json, type Reply, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { badField, CommonFaults, createFaultPanel } from '../../../simulators/kit/faults.ts';
import { createGenerator, GeneratorBody } from '../../../simulators/kit/generator.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import type { OrderProfile } from '../../../simulators/kit/order-profile.ts';
import { createRandom } from '../../../simulators/kit/random.ts';
import { createSigning } from '../../../simulators/kit/secrets.ts';
import { createSimulator, type Simulator, type SimulatorSettings } from '../../../simulators/kit/simulator.ts';
import { createTarget } from '../../../simulators/kit/target.ts';
import { type Charge, chargeView, type SubscriptionSeed } from './charge.ts';

const RechargeFaults = CommonFaults.extend({
  decline: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Share of renewals whose card is declined; they are tried again, three times in all.')
    .meta({ label: 'Cards declined' }),
});

export interface RechargeSettings extends SimulatorSettings {
  readonly accessToken?: string;
  readonly webhookSecret?: string;
  /** Where webhooks go; may be set later. */
  readonly target?: string;
  readonly subscriptions?: readonly SubscriptionSeed[];
  /** Milliseconds from one renewal to the next; by the clock of the simulator. seven days where absent, 24 at most. */
  readonly renewMs?: number;
  /** Renewals a minute that come due before their day, so that a demo sees some. 0 where absent. */
  readonly ordersPerMinute?: number;
  /** How buyers behave; `steady` where absent. */
  readonly profile?: OrderProfile;
  /** First number of charges. 1 where absent. */
  readonly firstNumber?: number;
  /** What the waits before webhook retries are multiplied with. 1/600 where absent. */
  readonly timeScale?: number;
  /** Charges remembered. 20,000 where absent. */
  readonly keep?: number;
}

/** Token and client secret of a simulator that is not told others. */
export const RECHARGE_CREDENTIALS = {
  accessToken: 'sk_1x1_lockstep_estate',
  webhookSecret: 'lockstep_estate_recharge_client_secret',
} as const;

const WEEK_MS = 7 * 86_400_000;
const RETRY_WAITS_MS = Array.from({ length: 20 }, (_, at) => Math.min(14_400_000, 60_000 * 2 ** at));
const MOST_ATTEMPTS = 3;

/** A store at Recharge: subscriptions that renew by the clock, cards that are declined, skipped charges, signed webhooks. */
export async function rechargeSimulator(settings: RechargeSettings = {}): Promise<Simulator> {
  const { seed = 'lockstep', clock = Date.now, keep = 20_000, renewMs = WEEK_MS, firstNumber = 1 } = settings;
  const { accessToken, webhookSecret } = { ...RECHARGE_CREDENTIALS, ...settings };
  const faults = createFaultPanel(RechargeFaults);
  const draws = createRandom(seed, 'recharge/own-faults');
  const ids = createRandom(seed, `recharge/ids/${clock()}`);
  const limit = createCallLimit(clock, 40, 2);
  const timers = createTimers(clock);
  const target = createTarget(settings.target);
  const charges = keepLast<number, Charge>(keep);
  const subscriptions = settings.subscriptions ?? [];
  const skew = (): number => faults.current().clockSkewMs ?? 0;
  const now = (): number => clock() + skew();
  let nextCharge = firstNumber;

  const signing = createSigning(webhookSecret, { faults, draws: createRandom(seed, 'recharge/secrets') });
  const deliveries = createDeliveries<WebhookAbout & { readonly topic: string }>({
    clock,
    faults,
    faultDraws: createRandom(seed, 'recharge/delivery-faults'),
    retryWaitsMs: RETRY_WAITS_MS,
    timeScale: settings.timeScale ?? 1 / 600,
    timeoutMs: 5_000,
    keep,
    target: () => target.url,
    headers: ({ topic }, rawBody) => {
      const seconds = Math.floor((wallOf(clock) + skew()) / 1000);
      return {
        'content-type': 'application/json',
        'x-recharge-topic': topic,
        'x-recharge-webhook-timestamp': String(seconds),
        'x-recharge-webhook-signature': rechargeSignature(signing(), seconds, rawBody),
      };
    },
  });

  const view = (charge: Charge): object =>
    chargeView(charge, subscriptions[charge.subscription - 1] as SubscriptionSeed);
  const tell = (topic: string, charge: Charge): void => {
    void deliveries.deliver({ webhookId: ids.uuid(), topic }, JSON.stringify({ charge: view(charge) }));
  };
  const queue = (subscription: number, scheduledAt: number): void => {
    const at = now();
    const charge: Charge = {
      id: nextCharge++,
      subscription,
      status: 'queued',
      attempts: 0,
      createdAt: at,
      scheduledAt,
      updatedAt: at,
      processedAt: null,
      isOver: false,
    };
    charges.set(charge.id, charge);
    timers.later(Math.max(0, scheduledAt - clock()), () => process(charge));
  };
  /** Takes the money of a charge that is due, or leaves it where it was skipped; the next one is queued when this one is over. */
  const process = (charge: Charge): void => {
    if (charge.isOver) return;
    const at = now();
    if (charge.status !== 'skipped') {
      charge.attempts += 1;
      charge.updatedAt = at;
      const isDeclined = draws.chance(faults.current().decline ?? 0);
      charge.status = isDeclined ? 'error' : 'success';
      charge.processedAt = isDeclined ? null : at;
      if (isDeclined && charge.attempts < MOST_ATTEMPTS) {
        timers.later(renewMs / 10, () => process(charge));
        tell('charge/failed', charge);
        return;
      }
      tell(isDeclined ? 'charge/max_retries_reached' : 'charge/paid', charge);
    }
    charge.isOver = true;
    queue(charge.subscription, clock() + renewMs);
  };
  for (const [at] of subscriptions.entries())
    queue(at + 1, clock() + Math.round((renewMs * (at + 1)) / subscriptions.length));

  const generator = createGenerator(clock, createRandom(seed, 'recharge/renewals'), () => {
    const next = charges.values().find(({ isOver }) => !isOver);
    if (next) process(next);
  });
  generator.set({ ordersPerMinute: settings.ordersPerMinute ?? 0, profile: settings.profile });

  const list = ({ searchParams: query }: URL): Reply => {
    const size = Math.min(250, Math.max(1, Number(query.get('limit') ?? '50') || 50));
    const status = query.get('status');
    const from = Number(query.get('cursor') ?? '0') || 0;
    const all = charges.values().filter((charge) => status === null || charge.status === status);
    const next = from + size < all.length ? String(from + size) : null;
    return json(200, { next_cursor: next, previous_cursor: null, charges: all.slice(from, from + size).map(view) });
  };

  const handle = (request: SimRequest): Reply => {
    const { pathname } = request.url;
    if (header(request, 'x-recharge-access-token') !== accessToken) return json(401, { error: 'bad authentication' });
    if (limit.take().waitSeconds !== undefined) return json(429, { error: 'The rate limit is exceeded.' });
    if (`${request.method} ${pathname}` === 'GET /charges') return list(request.url);
    const [, id, action] = /^\/charges\/(\d+)(\/skip)?$/.exec(pathname) ?? [];
    const charge = charges.get(Number(id));
    if (!charge) return json(404, { errors: 'Not Found' });
    if (request.method === 'GET' && action === undefined) return json(200, { charge: view(charge) });
    if (request.method !== 'POST' || action === undefined) return json(405, { errors: 'Method Not Allowed' });
    if (!Skip.safeParse(readJson(request.body)).success)
      return json(422, { errors: { purchase_item_ids: ['Missing data for required field.'] } });
    if (charge.status !== 'queued') return json(422, { errors: { status: [`The charge is ${charge.status}.`] } });
    charge.status = 'skipped';
    charge.updatedAt = now();
    return json(200, { charge: view(charge) });
  };

  const sim = await createSimulator({
    system: 'recharge',
    port: settings.port,
    controlPort: settings.controlPort,
    secure: settings.secure,
    seed,
    faults,
    handle,
    control: (request) => {
      if (`${request.method} ${request.url.pathname}` === 'POST /_sim/due') {
        const due = charges.values().filter(({ isOver }) => !isOver);
        for (const charge of due) process(charge);
        return json(200, { processed: due.length });
      }
      if (`${request.method} ${request.url.pathname}` === 'PUT /_sim/generator') {
        const wanted = GeneratorBody.safeParse(readJson(request.body));
        if (!wanted.success) return badField(wanted.error);
        generator.set(wanted.data);
        return json(200, { ordersPerMinute: generator.ordersPerMinute, profile: generator.profile });
      }
      return target.control(request);
    },
    state: () => ({ charges: charges.values().map(view), deliveries: deliveries.all() }),
    refuse: (status) => json(status, { error: 'Try again later.' }),
  });
  return {
    ...sim,
    close: () => {
      generator.close();
      timers.close();
      deliveries.close();
      return sim.close();
    },
  };
}

const Skip = z.object({ purchase_item_ids: z.array(z.int()).min(1) });

/** `X-Recharge-Webhook-Signature`. @see https://docs.getrecharge.com/docs/webhooks-overview#validating-webhooks */
export function rechargeSignature(secret: string, seconds: number, rawBody: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${rawBody}`).digest('hex')}`;
}
