import { type EventBatch, type SourceTime, sourceTime, type TopicEvent, type TriggerInfo } from '@lockstep/schema/run';
import type { RunningReader } from '../../store/index.ts';
import type { StoredEvent } from '../../store/topics/events.ts';

/** What a run that an event began works on. */
export function eventMessage(
  topic: string,
  { offset, key, eventId, receivedAt, payload, attributes }: StoredEvent,
): TopicEvent {
  return { topic, key, eventId, offset, receivedAt, payload, ...(attributes && { cloudEvent: { ...attributes } }) };
}

/** What a run works on that many events began. */
export function batchMessage(topic: string, group: string, events: readonly StoredEvent[]): EventBatch {
  return { topic, group, count: events.length, events: events.map((event) => eventMessage(topic, event)) };
}

/** How the run came about. A replay says so, and by whom; the ids of events stay what they are. */
export function eventTrigger(
  { id, kind, topic, by }: Pick<RunningReader, 'id' | 'kind' | 'topic' | 'by'>,
  { offset, key, eventId }: Pick<StoredEvent, 'offset' | 'key' | 'eventId'>,
  { now, count, source }: { readonly now: number; readonly count?: number; readonly source?: SourceTime | undefined },
): TriggerInfo {
  const event = { topic, offset, key, eventId, ...(count !== undefined && { count }) };
  const told = { receivedAt: now, ...(source && { source }), event };
  if (kind === 'consumer') return { kind: 'event', ...told };
  return { kind: 'replay', ...told, replayId: id, ...(by !== null && { by }) };
}

/** What events say of themselves: of several the first, because what waits longest says how late we are. */
export function sourceOfEvents(
  events: readonly Pick<StoredEvent, 'sourceAt' | 'attributes'>[],
  now: number,
): SourceTime | undefined {
  const timed = events.flatMap(({ sourceAt, attributes }) => (sourceAt === null ? [] : [{ sourceAt, attributes }]));
  const [first] = timed.sort((one, other) => (one.sourceAt < other.sourceAt ? -1 : 1));
  // `time`: another system said so in a CloudEvent; `event`: a flow went on from what had happened.
  return first && sourceTime(first.sourceAt, first.attributes === null ? 'event' : 'time', now);
}
