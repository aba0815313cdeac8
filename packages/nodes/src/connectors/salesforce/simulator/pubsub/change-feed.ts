import type { Clock } from '../../../../simulators/kit/clock.ts';
import type { JsonObject } from '../../../../simulators/kit/exchange.ts';
import type { Random } from '../../../../simulators/kit/random.ts';
import { topicOf } from '../../pubsub/changes.ts';
import type { ChangeSchemas } from './change-schema.ts';
import type { EventBus } from './event-bus.ts';

/** What happened to a record. */
export interface RecordNews {
  readonly kind: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly object: string;
  readonly id: string;
  /** Fields that changed, with their values; null was emptied. */
  readonly fields: JsonObject;
}

export interface ChangeFeed {
  note(news: RecordNews): void;
  /** What is noted inside belongs together, and is told only when it counts. */
  transaction<T>(work: () => { readonly keep: boolean; readonly value: T }): T;
  /** Notes what is done inside as done through this origin. */
  as<T>(origin: string, work: () => T): T;
  /** The org could not say what changed, nor of which records. */
  overflow(object: string): void;
}

export interface FeedParts {
  readonly bus: EventBus;
  readonly schemas: ChangeSchemas;
  readonly ids: Random;
  readonly clock: Clock;
  /** True where the org knows that something changed, and not what. */
  readonly isGap: () => boolean;
}

const USER = '005000000000001AAA';

/** Tells the bus of changes: records that one transaction changes alike within a second are one event. */
export function createChangeFeed({ bus, schemas, ids, clock, isGap }: FeedParts): ChangeFeed {
  let open: RecordNews[] | undefined;
  let origin = '';
  let commits = 0;

  const publish = (object: string, header: JsonObject, fields: JsonObject = {}): void => {
    commits += 1;
    const whole = {
      entityName: object,
      changeOrigin: origin,
      commitTimestamp: clock(),
      commitNumber: commits,
      commitUser: USER,
      nulledFields: [],
      diffFields: [],
      changedFields: [],
      ...header,
    };
    bus.publish(topicOf(object), schemas.shape(object, whole, fields));
  };
  const tell = (news: readonly RecordNews[]): void => {
    const alike = Map.groupBy(news, ({ kind, object, fields }) => JSON.stringify([kind, object, fields]));
    const transactionKey = `${ids.hex(8)}-${ids.hex(4)}-${ids.hex(4)}-${ids.hex(4)}-${ids.hex(12)}`;
    let sequenceNumber = 0;
    for (const group of alike.values()) {
      const [{ kind, object, fields }] = group as [RecordNews];
      sequenceNumber += 1;
      const recordIds = group.map(({ id }) => id);
      if (isGap()) {
        publish(object, { recordIds, changeType: `GAP_${kind}`, transactionKey, sequenceNumber });
        continue;
      }
      const told = kind === 'DELETE' ? {} : { ...fields, LastModifiedDate: Math.floor(clock()) };
      schemas.learn(object, told);
      const names = Object.keys(told);
      publish(
        object,
        {
          recordIds,
          changeType: kind,
          transactionKey,
          sequenceNumber,
          // A new record says all it has; nothing of it is a change.
          changedFields: kind === 'UPDATE' ? [...schemas.bitmap(object, names)] : [],
          nulledFields: [
            ...schemas.bitmap(
              object,
              names.filter((name) => fields[name] === null),
            ),
          ],
        },
        told,
      );
    }
  };
  return {
    note: (news) => {
      if (open) open.push(news);
      else tell([news]);
    },
    transaction: (work) => {
      const outer = open;
      open = [];
      let keeps = false;
      try {
        const { keep, value } = work();
        keeps = keep;
        return value;
      } finally {
        const noted = open;
        open = outer;
        if (keeps && outer) outer.push(...noted);
        else if (keeps) tell(noted);
      }
    },
    as: (by, work) => {
      const before = origin;
      origin = by;
      try {
        return work();
      } finally {
        origin = before;
      }
    },
    overflow: (object) =>
      publish(object, {
        recordIds: ['000000000000000AAA'],
        changeType: 'GAP_OVERFLOW',
        transactionKey: ids.hex(32),
        sequenceNumber: 1,
      }),
  };
}
