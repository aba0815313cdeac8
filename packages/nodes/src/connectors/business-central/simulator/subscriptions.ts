import { z } from 'zod';
import { type Clock, createTimers } from '../../../simulators/kit/clock.ts';
import type { Deliveries, WebhookAbout } from '../../../simulators/kit/deliveries.ts';
import { type JsonValue, json, type Reply } from '../../../simulators/kit/exchange.ts';
import type { Random } from '../../../simulators/kit/random.ts';
import type { BcRecord } from './records.ts';
import { failed } from './replies.ts';

export interface Subscription {
  readonly subscriptionId: string;
  readonly notificationUrl: string;
  readonly resource: string;
  readonly clientState: string;
  readonly expirationDateTime: string;
  readonly version: number;
}

export interface Subscriptions {
  all(): readonly Subscription[];
  /** `subscriptions` or `subscriptions('id')`. The address is asked before anything is kept. */
  ask(request: {
    readonly method: string;
    readonly id: string | undefined;
    readonly ifMatch: string | undefined;
    readonly body: JsonValue | undefined;
  }): Promise<Reply>;
  /** Subscribes an address to entity sets without asking it, as an administrator would, in place of the one before; for good. */
  stand(notificationUrl: string | undefined, resources: readonly string[], clientState: string): void;
  /** A record has changed: those who want to know are told after a while. */
  tell(record: BcRecord, changeType: 'created' | 'updated'): void;
  close(): void;
}

export interface BcWebhook extends WebhookAbout {
  readonly subscriptionId: string;
  readonly url: string;
}

const DAY_MS = 86_400_000;

const Body = z.object({
  notificationUrl: z.url({ protocol: /^https?$/ }),
  resource: z.string().regex(/companies\([^)]*\)\/[a-zA-Z]+$/),
  clientState: z.string().max(2048).default(''),
});

export interface SubscriptionSettings {
  readonly ids: Random;
  readonly clock: Clock;
  /** Milliseconds changes are gathered for before they are told. */
  readonly gatherMs: number;
  readonly isCollection: () => boolean;
  readonly deliveries: (subscription: Subscription) => Deliveries<BcWebhook>;
  /** The client state a notification bears: that of its subscription, or the next while secrets are rotated. */
  readonly stateOf: (clientState: string) => string;
}

/** Who is told of changes, and until when. @see learn.microsoft.com, "Working with Webhooks in Dynamics 365 Business Central" */
export function createSubscriptions({
  ids,
  clock,
  gatherMs,
  isCollection,
  deliveries,
  stateOf,
}: SubscriptionSettings): Subscriptions {
  const known = new Map<string, Subscription>();
  const gathered = new Map<string, object[]>();
  const timers = createTimers(clock);
  const live = (): Subscription[] => {
    for (const { subscriptionId, expirationDateTime } of known.values()) {
      if (Date.parse(expirationDateTime) <= clock()) known.delete(subscriptionId);
    }
    return [...standing, ...known.values()];
  };
  let standing: readonly Subscription[] = [];
  const until = (): string => new Date(clock() + 3 * DAY_MS).toISOString().replace(/\.\d+Z$/, 'Z');
  const keep = async (subscription: Subscription, status: number): Promise<Reply> => {
    if (!(await saysBack(subscription.notificationUrl, ids.hex(32)))) {
      return failed(
        400,
        'Application_CallbackException',
        'The notification URL must respond with the validation token.',
      );
    }
    known.set(subscription.subscriptionId, subscription);
    return json(status, shown(subscription));
  };

  return {
    all: live,
    ask: async ({ method, id, ifMatch, body }) => {
      if (id === undefined && method === 'GET') return json(200, { value: live().map(shown) });
      const before = id === undefined ? undefined : live().find(({ subscriptionId }) => subscriptionId === id);
      if (id !== undefined && !before)
        return failed(404, 'Internal_RecordNotFound', 'The subscription does not exist.');
      if (before && method === 'GET') return json(200, shown(before));
      if (before && method === 'DELETE') {
        known.delete(before.subscriptionId);
        return { status: 204 };
      }
      const parsed = Body.safeParse(body);
      if (!parsed.success)
        return failed(400, 'BadRequest', `${parsed.error.issues[0]?.path.join('.')} is required or wrong.`);
      if (!before)
        return keep({ subscriptionId: ids.hex(32), ...parsed.data, expirationDateTime: until(), version: 1 }, 201);
      if (ifMatch === undefined) return failed(400, 'BadRequest_InvalidRequest', 'The If-Match header is required.');
      if (ifMatch !== '*' && ifMatch !== shown(before)['@odata.etag']) {
        return failed(409, 'Request_EntityChanged', 'Another user has already changed the record.');
      }
      return keep({ ...before, ...parsed.data, expirationDateTime: until(), version: before.version + 1 }, 200);
    },
    stand: (notificationUrl, resources, clientState) => {
      standing =
        notificationUrl === undefined
          ? []
          : resources.map((resource) => ({
              ...{ subscriptionId: `standing ${resource} ${notificationUrl}`, notificationUrl, resource, clientState },
              ...{ expirationDateTime: '9999-12-31T00:00:00Z', version: 1 },
            }));
    },
    tell: ({ entity, id, fields }, changeType) => {
      for (const subscription of live()) {
        const { subscriptionId, resource, clientState, expirationDateTime } = subscription;
        if (!resource.endsWith(`/${entity}`)) continue;
        const lastModifiedDateTime = String(fields.lastModifiedDateTime);
        const collection = `${resource}?$filter=lastModifiedDateTime%20gt%20${lastModifiedDateTime}`;
        const what = isCollection()
          ? { resource: collection, changeType: 'collection' }
          : { resource: `${resource.replace(/^\//, '')}(${id})`, changeType };
        const notice = {
          subscriptionId,
          clientState: stateOf(clientState),
          expirationDateTime,
          ...what,
          lastModifiedDateTime,
        };
        const waiting = gathered.get(subscriptionId);
        if (waiting) {
          waiting.push(notice);
          continue;
        }
        gathered.set(subscriptionId, [notice]);
        timers.later(gatherMs, () => {
          const value = gathered.get(subscriptionId) ?? [];
          gathered.delete(subscriptionId);
          const about = { webhookId: ids.uuid(), subscriptionId, url: subscription.notificationUrl };
          void deliveries(subscription)
            .deliver(about, JSON.stringify({ value }))
            .then(({ attempts }) => {
              const status = attempts.at(-1)?.httpStatus;
              if (status !== undefined && !isBearable(status)) known.delete(subscriptionId);
            });
        });
      }
    },
    close: timers.close,
  };
}

/** Anything else ends the subscription at once. */
function isBearable(status: number): boolean {
  return (status >= 200 && status < 300) || status === 408 || status === 429 || status >= 500;
}

async function saysBack(url: string, token: string): Promise<boolean> {
  const asked = `${url}${url.includes('?') ? '&' : '?'}validationToken=${token}`;
  try {
    const answer = await fetch(asked, { method: 'POST', signal: AbortSignal.timeout(5_000), redirect: 'manual' });
    return answer.ok && (await answer.text()) === token;
  } catch {
    return false;
  }
}

function shown({ version, subscriptionId, ...subscription }: Subscription) {
  const etag = `W/"${Buffer.from(`${subscriptionId};${version}`).toString('base64')}"`;
  return { '@odata.etag': etag, subscriptionId, ...subscription, userId: '00000000-0000-0000-0000-000000000001' };
}
