import type { EventCounts, EventRange, PublishOutcome } from '@lockstep/schema/node';
import { asStoreError } from '../journal/errors.ts';
import type { Sql } from '../open-store.ts';
import { countEvents } from './count-events.ts';
import {
  type EventsAfter,
  type EventsWanted,
  type ListedEvent,
  listEvents,
  readAfter,
  readEvent,
  readSome,
  type StoredEvent,
} from './events.ts';
import { createPublish, createPublishAll, type NewEvent } from './publish.ts';
import { retainEvents } from './retention.ts';
import {
  declareTopic,
  listTopics,
  readRules,
  type TopicDeclaration,
  type TopicRow,
  type TopicRules,
} from './topics.ts';

/** Where facts are kept in the order they were told. Everything is durable when it resolves. */
export interface TopicStore {
  /** @throws StoreUnavailableError when it is not known whether it was kept: tell it again with the same id */
  publish(event: NewEvent): Promise<PublishOutcome>;
  /** All of them, or none. */
  publishAll(events: readonly NewEvent[]): Promise<readonly PublishOutcome[]>;
  /** By name, those of the runtime left out. */
  list(): Promise<readonly TopicRow[]>;
  read(name: string): Promise<TopicRow | undefined>;
  /** Says how a topic is to be kept; makes it when there is none. Its events stay as they are. */
  declare(name: string, declaration: TopicDeclaration): Promise<void>;
  /** What is asked for at every event, of every topic of which there is something to know. */
  rules(): Promise<ReadonlyMap<string, TopicRules>>;
  /** Newest first. */
  listEvents(wanted: EventsWanted): Promise<readonly ListedEvent[]>;
  readEvent(topic: string, offset: number): Promise<StoredEvent | undefined>;
  /**
   * Events behind an offset, oldest first. Offsets have no holes and become visible in order, so a reader that goes on
   * behind the last one it was given misses none.
   */
  readAfter(wanted: EventsAfter): Promise<readonly StoredEvent[]>;
  /** Some events, oldest first; such as the topic let go may be missing. */
  readSome(
    topic: string,
    wanted: readonly Pick<StoredEvent, 'offset' | 'receivedAt'>[],
  ): Promise<readonly StoredEvent[]>;
  /** Different events by topic and business date. */
  countEvents(range: EventRange): Promise<EventCounts>;
  /** Lets go of what is over; `defaultMs` for topics that say nothing of it. */
  retain(defaultMs: number): Promise<void>;
}

export function createTopicStore(sql: Sql): TopicStore {
  const publishAll = createPublishAll(sql);
  return {
    publish: createPublish(sql),
    async publishAll(events) {
      try {
        return await publishAll(events);
      } catch (error) {
        throw asStoreError(error);
      }
    },
    list: () => listTopics(sql),
    async read(name) {
      return (await listTopics(sql, name))[0];
    },
    declare: (name, declaration) => declareTopic(sql, name, declaration),
    rules: () => readRules(sql),
    listEvents: (wanted) => listEvents(sql, wanted),
    readEvent: (topic, offset) => readEvent(sql, topic, offset),
    readAfter: (wanted) => readAfter(sql, wanted),
    readSome: (topic, wanted) => readSome(sql, topic, wanted),
    countEvents: (range) => countEvents(sql, range),
    retain: (defaultMs) => retainEvents(sql, defaultMs),
  };
}
