import { z } from 'zod';
import { Json } from '../run/json.ts';
import { EventTopic } from '../run/park.ts';
import { endpoint } from './endpoint.ts';

const Instant = z.iso.datetime();

/** How other systems that publish over HTTP prove who they are; as at a webhook. */
export const TopicDoor = z.object({
  verify: z.object({
    scheme: z.enum(['none', 'standard-webhooks', 'hmac', 'api-key']),
    /** Connection that holds the secret; every scheme but `none` needs one. */
    connection: z.string().min(1).max(100).optional(),
    header: z
      .string()
      .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'Use a header name.')
      .optional(),
    algorithm: z.enum(['sha256', 'sha512', 'sha1']).optional(),
    encoding: z.enum(['hex', 'base64']).optional(),
    prefix: z.string().max(40).optional(),
  }),
});
export type TopicDoor = z.infer<typeof TopicDoor>;

/** A year and a day. */
const MAX_RETENTION_MS = 31_622_400_000;
/** What a topic keeps at least, so that a reader that is away for a moment misses nothing. */
const MIN_RETENTION_MS = 60_000;

/** What people say about a topic. */
export const TopicSettings = z.object({
  description: z.string().max(2000).default(''),
  owner: z.string().max(120).optional(),
  contract: z.string().max(100).optional().describe('What payloads must fit; an event that does not is refused.'),
  retentionMs: z
    .int()
    .min(MIN_RETENTION_MS)
    .max(MAX_RETENTION_MS)
    .optional()
    .describe('How long events are kept; the default of the installation when absent.'),
  retentionBytes: z.int().min(1_000_000).optional().describe('The oldest events go when there are more bytes.'),
  door: TopicDoor.optional().describe('Lets other systems publish CloudEvents at /events/<topic>; absent: nobody.'),
});
export type TopicSettings = z.infer<typeof TopicSettings>;

/** A topic: where it stands, and what was said about it. */
export const TopicView = TopicSettings.extend({
  name: z.string(),
  /** False: it came about by its first event or its first reader. */
  declared: z.boolean(),
  /** In force: its own, or the default. */
  keptMs: z.int(),
  /** Offset of the newest event; 0 before the first. Offsets have no holes. */
  head: z.int(),
  /** Events kept, and their bytes. */
  events: z.int(),
  bytes: z.int(),
  newestAt: Instant.optional(),
  lastHour: z.int(),
  lastDay: z.int(),
  createdAt: Instant,
});
export type TopicView = z.infer<typeof TopicView>;

/** An event in a list; the preview is the beginning of its payload as JSON text. */
export const ListedEvent = z.object({
  offset: z.int(),
  key: z.string(),
  eventId: z.string(),
  receivedAt: Instant,
  /** When it happened, by the clock of the system it comes from; absent where nobody said. */
  sourceAt: Instant.optional(),
  bytes: z.int(),
  preview: z.string(),
});
export type ListedEvent = z.infer<typeof ListedEvent>;

export const EventView = ListedEvent.omit({ preview: true }).extend({
  payload: Json,
  /** Context attributes of an event that came as a CloudEvent. */
  attributes: z.record(z.string(), Json).optional(),
});
export type EventView = z.infer<typeof EventView>;

const TopicParams = z.object({ topic: EventTopic });

export const listTopics = endpoint({
  id: 'listTopics',
  method: 'get',
  path: '/topics',
  tag: 'Topics',
  summary: 'List topics by name',
  ok: z.object({ topics: z.array(TopicView) }),
  problems: [],
});

export const getTopic = endpoint({
  id: 'getTopic',
  method: 'get',
  path: '/topics/:topic',
  tag: 'Topics',
  summary: 'One topic',
  params: TopicParams,
  ok: TopicView,
  problems: ['not-found'],
});

export const putTopic = endpoint({
  id: 'putTopic',
  method: 'put',
  path: '/topics/:topic',
  tag: 'Topics',
  summary: 'Declare a topic, or say anew how it is kept; its events stay as they are',
  params: TopicParams,
  body: TopicSettings,
  ok: TopicView,
  problems: ['overloaded'],
});

export const listTopicEvents = endpoint({
  id: 'listTopicEvents',
  method: 'get',
  path: '/topics/:topic/events',
  tag: 'Topics',
  summary: 'List events of a topic, newest first',
  params: TopicParams,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    before: z.coerce.number().int().optional().describe('Offset; only events before it.'),
    key: z.string().max(300).optional(),
    from: Instant.optional(),
    to: Instant.optional().describe('Exclusive.'),
  }),
  ok: z.object({ events: z.array(ListedEvent), next: z.int().optional() }),
  problems: ['not-found'],
});

export const getTopicEvent = endpoint({
  id: 'getTopicEvent',
  method: 'get',
  path: '/topics/:topic/events/:offset',
  tag: 'Topics',
  summary: 'One event with its payload',
  params: TopicParams.extend({ offset: z.coerce.number().int().min(1) }),
  ok: EventView,
  problems: ['not-found'],
});

/** A published flow that listens to a topic, and how far it is. */
export const ConsumerView = z.object({
  flowId: z.string(),
  flowName: z.string(),
  node: z.string(),
  nodeName: z.string(),
  topic: z.string(),
  version: z.int(),
  /** Offset up to which everything was read. */
  place: z.int(),
  /** Events behind the place, and for how many milliseconds the oldest of them waits. */
  lag: z.int(),
  lagMs: z.number(),
  /** Events read that wait to be gathered. */
  waiting: z.int(),
  paused: z.boolean(),
  read: z.int(),
  /** Events that a filter passed over; runs begun; events that retention took before they were read. */
  passed: z.int(),
  begun: z.int(),
  expired: z.int(),
});
export type ConsumerView = z.infer<typeof ConsumerView>;

/** A step "Wait for event" that takes events of a topic into a run that is under way; it has no place on the topic. */
export const WaiterView = z.object({
  flowId: z.string(),
  flowName: z.string(),
  node: z.string(),
  nodeName: z.string(),
  /** The newest that is published, or of the runs that wait. */
  version: z.int(),
  /** Runs that wait for an event now. */
  waiting: z.int(),
});
export type WaiterView = z.infer<typeof WaiterView>;

export const listWaiters = endpoint({
  id: 'listWaiters',
  method: 'get',
  path: '/topics/:topic/waiters',
  tag: 'Topics',
  summary: 'Steps of published flows that wait for events of a topic, and how many runs wait now',
  params: TopicParams,
  ok: z.object({ waiters: z.array(WaiterView) }),
  problems: [],
});

export const listConsumers = endpoint({
  id: 'listConsumers',
  method: 'get',
  path: '/consumers',
  tag: 'Topics',
  summary: 'Flows that listen to topics, with their places and their lag',
  query: z.object({ topic: EventTopic.optional() }),
  ok: z.object({ consumers: z.array(ConsumerView) }),
  problems: [],
});
