import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import type { ConsumerRow } from '../../store/readers/consumer-list.ts';
import type { TopicRow } from '../../store/topics/topics.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { nodeName } from '../views/node-name.ts';

/** Topics and their events. */
export function topicRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { topics } = doors;

  serve(app, api.listTopics, async () => ({ topics: (await topics.list()).map(view) }));

  serve(app, api.getTopic, async ({ params: { topic }, problem }) => {
    const row = await topics.read(topic);
    if (!row) throw problem('not-found', noTopic(topic));
    return view(row);
  });

  serve(app, api.putTopic, async ({ params: { topic }, body, problem }) => {
    const { contract, door } = body;
    if (contract !== undefined && !doors.contracts.find(contract)) {
      throw problem('request-invalid', `There is no contract "${contract}".`);
    }
    const wrong = door && (await doorProblem(door));
    if (wrong !== undefined) throw problem('request-invalid', wrong);
    await topics.declare(topic, body);
    await doors.topicBook.refresh();
    const row = await topics.read(topic);
    if (!row) throw new Error(`The topic ${topic} was not written.`);
    return view(row);
  });

  serve(app, api.listTopicEvents, async ({ params: { topic }, query, problem }) => {
    const { limit, before, key, from, to } = query;
    if (!(await topics.read(topic))) throw problem('not-found', noTopic(topic));
    const found = await topics.listEvents({
      topic,
      key,
      before,
      from,
      to,
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      events: page.map(withTimes),
      ...(found.length > limit && last && { next: last.offset }),
    };
  });

  serve(app, api.getTopicEvent, async ({ params: { topic, offset }, problem }) => {
    const event = await topics.readEvent(topic, offset);
    if (!event) throw problem('not-found', `"${topic}" keeps no event ${offset}.`);
    const { attributes, ...rest } = event;
    return { ...withTimes(rest), ...(attributes && { attributes: { ...attributes } }) };
  });

  serve(app, api.listConsumers, async ({ query: { topic } }) => {
    const rows = await doors.readers.consumers(topic);
    return { consumers: await Promise.all(rows.map(consumer)) };
  });

  serve(app, api.listWaiters, async ({ params: { topic } }) => {
    const rows = await doors.readers.waiters(topic);
    const waiters = rows.map(async ({ snapshotId, ...row }) => {
      return { ...row, nodeName: await nodeName(doors, snapshotId, row.node) };
    });
    return { waiters: await Promise.all(waiters) };
  });

  async function consumer({ snapshotId, ...row }: ConsumerRow): Promise<api.ConsumerView> {
    return { ...row, nodeName: await nodeName(doors, snapshotId, row.node) };
  }

  async function doorProblem({ verify: { scheme, connection, header } }: api.TopicDoor): Promise<string | undefined> {
    if (scheme === 'none') return undefined;
    if (scheme === 'hmac' && header === undefined) return 'Name the header that carries the signature.';
    if (connection === undefined) return 'Choose the connection with the secret.';
    const isKnown = (await doors.connections.list()).some(({ id }) => id === connection);
    return isKnown ? undefined : `There is no connection "${connection}" in this environment.`;
  }

  function view({ floor, ...row }: TopicRow): api.TopicView {
    return {
      ...row,
      keptMs: row.retentionMs ?? doors.config.eventRetentionDays * DAY_MS,
      events: row.head - floor + 1,
    };
  }
}

/** Without the time of the source where there is none. */
function withTimes<Event extends { readonly sourceAt: string | null }>({ sourceAt, ...event }: Event) {
  return { ...event, ...(sourceAt !== null && { sourceAt }) };
}

const DAY_MS = 86_400_000;

function noTopic(name: string): string {
  return `There is no topic "${name}".`;
}
