import type { RunNode } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { secretsOf } from '../../../webhooks/index.ts';
import { listAt } from '../../kit/read-json.ts';
import { askBusinessCentral, unreadable } from '../client.ts';
import { API } from '../connection.ts';
import type { keepBcSubscription } from './definition.ts';

const Subscription = z.looseObject({
  subscriptionId: z.string(),
  notificationUrl: z.string(),
  resource: z.string(),
  expirationDateTime: z.string(),
  '@odata.etag': z.string().optional(),
});

export const runKeepBcSubscription: RunNode<typeof keepBcSubscription> = async ({ params }, ctx) => {
  const { connection, entity, notificationUrl } = params;
  const { settings } = await ctx.connection(connection);
  // The first line is the newest secret; the others are still taken until every subscription was renewed.
  const clientState = secretsOf(settings.webhookSecret)[0] ?? '';
  const resource = `${API}/companies(${settings.company ?? ''})/${entity}`;
  const { body } = await askBusinessCentral(ctx, connection, {
    method: 'GET',
    path: 'subscriptions',
    root: true,
    write: false,
  });
  const known = listAt(body, 'value').flatMap((one) => Subscription.safeParse(one).data ?? []);
  const ours = known.find((one) => one.notificationUrl === notificationUrl && sameResource(one.resource, resource));
  const wanted = { notificationUrl, resource, clientState };
  const answer = ours
    ? await askBusinessCentral(ctx, connection, {
        method: 'PATCH',
        path: `subscriptions('${ours.subscriptionId}')`,
        root: true,
        body: wanted,
        headers: { 'if-match': ours['@odata.etag'] ?? '*' },
        write: true,
      })
    : await askBusinessCentral(ctx, connection, {
        method: 'POST',
        path: 'subscriptions',
        root: true,
        body: wanted,
        write: true,
      });
  return { port: 'kept', value: keptAs(answer.body, ours ? 'renewed' : 'created') };
};

function keptAs(body: Json | undefined, how: 'created' | 'renewed') {
  const read = Subscription.safeParse(body);
  if (!read.success) return unreadable(true);
  return { subscriptionId: read.data.subscriptionId, expiresOn: read.data.expirationDateTime, how };
}

/** Business Central leaves the first slash away now and then. */
function sameResource(a: string, b: string): boolean {
  return a.replace(/^\//, '').toLowerCase() === b.replace(/^\//, '').toLowerCase();
}
