import type { EventBatch, TopicEvent, TriggerInfo } from '@lockstep/schema/run';
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
  { now, count }: { readonly now: number; readonly count?: number },
): TriggerInfo {
  const event = { topic, offset, key, eventId, ...(count !== undefined && { count }) };
  if (kind === 'consumer') return { kind: 'event', receivedAt: now, event };
  return { kind: 'replay', receivedAt: now, event, replayId: id, ...(by !== null && { by }) };
}
