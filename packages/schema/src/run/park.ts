import { z } from 'zod';
import { Json } from './json.ts';
import { Payload } from './payload.ts';

/** What happened somewhere, as runs wait for it: a fact on a topic about one key. */
export const TOPIC_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/;
/** Longest key and event id, in characters. */
export const MAX_EVENT_KEY = 300;
/** Largest payload of an event, a callback or the details of an approval, in bytes of JSON. */
export const MAX_EVENT_BYTES = 256 * 1024;

/** Text as a name of things: not empty, no control characters. */
const Name = z
  .string()
  .min(1)
  .max(MAX_EVENT_KEY)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'Use no control characters.');

export const EventTopic = z.string().regex(TOPIC_PATTERN, 'Use letters, digits, dots, dashes and slashes.');
export const EventKey = Name;
export const EventId = Name;

/** What a wait for an event gives when the event came. */
export const ReceivedEvent = z.object({
  topic: z.string(),
  key: z.string(),
  eventId: z.string(),
  receivedAt: z.iso.datetime(),
  payload: Json,
});
export type ReceivedEvent = z.infer<typeof ReceivedEvent>;

/** What a run that an event began works on. */
export const TopicEvent = ReceivedEvent.extend({
  /** Its number on the topic: from 1, without holes. */
  offset: z.int(),
  /** Context attributes of an event that came as a CloudEvent. */
  cloudEvent: z.record(z.string(), Json).optional(),
});
export type TopicEvent = z.infer<typeof TopicEvent>;

/** What a run works on that many events began. */
export const EventBatch = z.object({
  topic: z.string(),
  /** What they were gathered by; empty where all are gathered together. */
  group: z.string(),
  count: z.int(),
  /** In the order of the topic. */
  events: z.array(TopicEvent),
});
export type EventBatch = z.infer<typeof EventBatch>;

/** What a wait for a callback gives when the other system answered. */
export const CallbackAnswer = z.object({ receivedAt: z.iso.datetime(), payload: Json });
export type CallbackAnswer = z.infer<typeof CallbackAnswer>;

/** What a person answered to an approval. */
export const ApprovalOutcome = z.object({
  approvalId: z.string(),
  decision: z.enum(['approved', 'rejected']),
  comment: z.string(),
  by: z.string(),
  decidedAt: z.iso.datetime(),
});
export type ApprovalOutcome = z.infer<typeof ApprovalOutcome>;

/** Ports a person's answer leaves on. */
const Answers = z.object({ approved: z.string(), rejected: z.string() });

/** What ends a parked step before its deadline. */
export const ParkedOn = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    topic: z.string(),
    key: z.string(),
    port: z.string(),
    /** Events received before this moment (epoch milliseconds) do not count; any that is kept when absent. */
    since: z.number().optional(),
  }),
  /** A request to the step's own address below `/callbacks/`. */
  z.object({ kind: z.literal('callback'), port: z.string() }),
  /** The end of a run that the step called; goes on at `port` with what that run returned, or fails as it did. */
  z.object({
    kind: z.literal('call'),
    runId: z.string(),
    flowId: z.string(),
    version: z.int(),
    port: z.string(),
    /** The capability that was called, and the version of the binding that chose the flow. */
    capability: z.string().optional(),
    binding: z.int().optional(),
  }),
  z.object({
    kind: z.literal('approval'),
    /** Drawn by the host. */
    approvalId: z.string(),
    title: z.string(),
    details: Json.optional(),
    assignee: z.string().optional(),
    ports: Answers,
  }),
]);
export type ParkedOn = z.infer<typeof ParkedOn>;

/**
 * Why a step waits, at least one of both: for something to come in, or for a moment, at which it goes on by `port` with
 * `output` when nothing came before.
 */
export const Park = z.object({
  on: ParkedOn.optional(),
  deadline: z.object({ at: z.number(), port: z.string(), output: Payload }).optional(),
});
export type Park = z.infer<typeof Park>;

/** What let a parked step go on. */
export const ReleaseCause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), topic: z.string(), key: z.string(), eventId: z.string() }),
  z.object({ kind: z.literal('callback') }),
  z.object({ kind: z.literal('call'), runId: z.string() }),
  z.object({ kind: z.literal('approval'), approvalId: z.string(), by: z.string() }),
]);
export type ReleaseCause = z.infer<typeof ReleaseCause>;
