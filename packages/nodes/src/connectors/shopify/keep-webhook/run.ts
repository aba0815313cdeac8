import { type RunNode, type StepContext, StepError } from '@lockstep/schema/node';
import { z } from 'zod';
import { askShopify, changeAtShopify, unreadable } from '../client.ts';
import type { keepWebhook } from './definition.ts';

const FIND = `query Webhooks($topics: [WebhookSubscriptionTopic!], $after: String) {
  webhookSubscriptions(first: 100, topics: $topics, after: $after) {
    nodes { id uri } pageInfo { hasNextPage endCursor }
  }
}`;
const CREATE = `mutation Webhook($topic: WebhookSubscriptionTopic!, $webhookSubscription: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhookSubscription) {
    webhookSubscription { id } userErrors { field message }
  }
}`;

const Found = z.object({
  webhookSubscriptions: z.object({
    nodes: z.array(z.object({ id: z.string(), uri: z.string() })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});
const Made = z.object({ id: z.string() });

interface Wanted {
  readonly connection: string;
  readonly topic: string;
  readonly address: string;
}

export const runKeepWebhook: RunNode<typeof keepWebhook> = async ({ params }, ctx) => {
  const { topic, address } = params;
  const keptAs = (subscriptionId: string, how: 'there' | 'created') =>
    ({ port: 'kept', value: { subscriptionId, topic, address, how } }) as const;
  const there = await find(ctx, params);
  if (there !== undefined) return keptAs(there, 'there');
  try {
    return keptAs(await subscribe(ctx, params), 'created');
  } catch (error) {
    // Somebody else was faster, or an attempt before this one whose answer got lost.
    const made = isTaken(error) ? await find(ctx, params) : undefined;
    if (made === undefined) throw error;
    return keptAs(made, 'created');
  }
};

const nameOf = (topic: string): string => topic.replace('/', '_').toUpperCase();

async function find(ctx: StepContext, { connection, topic, address }: Wanted): Promise<string | undefined> {
  let after: string | null = null;
  do {
    const variables = { topics: [nameOf(topic)], after };
    const read = Found.safeParse(await askShopify(ctx, connection, { query: FIND, variables, write: false }));
    if (!read.success) throw unreadable(false);
    const { nodes, pageInfo } = read.data.webhookSubscriptions;
    const ours = nodes.find(({ uri }) => uri === address);
    if (ours) return ours.id;
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return undefined;
}

async function subscribe(ctx: StepContext, { connection, topic, address }: Wanted): Promise<string> {
  const { payload } = await changeAtShopify(ctx, connection, {
    query: CREATE,
    variables: { topic: nameOf(topic), webhookSubscription: { uri: address, format: 'JSON' } },
    field: 'webhookSubscriptionCreate',
    made: 'webhookSubscription',
  });
  const made = Made.safeParse(payload.webhookSubscription);
  if (!made.success) throw unreadable(true);
  return made.data.id;
}

function isTaken(error: unknown): boolean {
  return error instanceof StepError && /already been taken/i.test(error.failure.message);
}
