import * as api from '@lockstep/schema/api';
import { apiAt, orFail } from './client.ts';
import type { RemoteOptions } from './flow-commands.ts';
import { type CommandIo, columns } from './io.ts';

export interface TopicsOptions extends RemoteOptions {
  /** Newest events to show; none when absent. */
  readonly events?: number;
  readonly key?: string;
}

/** `lockstep topics [topic]`: all of them, or one with its readers and, if wanted, its newest events. */
export async function topics(name: string | undefined, options: TopicsOptions, io: CommandIo): Promise<void> {
  if (name === undefined) return listAll(options, io);
  const { url, json, events: limit, key } = options;
  const call = apiAt(url);
  const params = { topic: name };
  const topic = orFail(await call(api.getTopic, { params }), url);
  const { consumers } = orFail(await call(api.listConsumers, { query: params }), url);
  const isListed = limit !== undefined || key !== undefined;
  const query = { limit: limit ?? 50, ...(key !== undefined && { key }) };
  const events = isListed ? orFail(await call(api.listTopicEvents, { params, query }), url).events : undefined;
  if (json) {
    io.out(JSON.stringify({ topic, consumers, ...(events && { events }) }, null, 2));
    return;
  }
  io.out(columns([HEAD, rowOf(topic, consumers)]));
  if (consumers.length > 0) {
    io.out('');
    io.out(columns([['reader', 'place', 'behind', 'runs', 'passed over', 'expired'], ...consumers.map(readerOf)]));
  }
  if (events === undefined) return;
  const rows = events.map((each) => [String(each.offset), each.receivedAt, each.key, each.eventId, each.preview]);
  io.out('');
  io.out(rows.length === 0 ? 'No events.' : columns([['offset', 'received', 'key', 'id', 'payload'], ...rows]));
}

const HEAD = ['topic', 'last hour', 'last day', 'events', 'bytes', 'newest', 'readers', 'behind'];

async function listAll({ url, json }: RemoteOptions, io: CommandIo): Promise<void> {
  const call = apiAt(url);
  const { topics: found } = orFail(await call(api.listTopics, {}), url);
  const { consumers } = orFail(await call(api.listConsumers, { query: {} }), url);
  if (json) {
    io.out(JSON.stringify({ topics: found, consumers }, null, 2));
    return;
  }
  const rows = found.map((topic) =>
    rowOf(
      topic,
      consumers.filter((consumer) => consumer.topic === topic.name),
    ),
  );
  io.out(rows.length === 0 ? 'No topics.' : columns([HEAD, ...rows]));
}

/** The slowest reader says how far a topic is behind. */
function rowOf(topic: api.TopicView, readers: readonly api.ConsumerView[]): readonly string[] {
  const { name, lastHour, lastDay, events, bytes, newestAt = 'never' } = topic;
  const behind = Math.max(0, ...readers.map(({ lag }) => lag));
  return [name, ...[lastHour, lastDay, events, bytes].map(String), newestAt, String(readers.length), String(behind)];
}

function readerOf({ flowId, version, paused, place, lag, begun, passed, expired }: api.ConsumerView) {
  const flow = `${flowId}@${version}${paused ? ' (paused)' : ''}`;
  return [flow, ...[place, lag, begun, passed, expired].map(String)];
}
