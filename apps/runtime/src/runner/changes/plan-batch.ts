import {
  changeOf,
  isOwnChange,
  missedChanges,
  type RecordChange,
  type UnpackedEvent,
} from '@lockstep/nodes/salesforce-events';
import type { Batch } from '../../pubsub/index.ts';

/** What the runs of one trigger are begun by. */
export interface ReadBy {
  readonly connection: string;
  readonly topic: string;
  readonly object: string;
  readonly ownChanges: boolean;
  /** Changes made before it, in ISO 8601, begin nothing. */
  readonly notBefore?: string | undefined;
  /** When the newest change before these was made. */
  readonly changedAt?: string | undefined;
}

export interface PlannedBatch {
  /** Runs to begin, in this order. */
  readonly runs: readonly { readonly change: RecordChange; readonly dedupeKey: string }[];
  /** When the newest change of them all was made. */
  readonly changedAt: string | undefined;
}

/**
 * What a batch begins: nothing for our own changes and for those from before the beginning; for an event that cannot be read, what says that
 * the flow has to read again. One event has one key, however often it comes; the transaction is in it, since another org counts anew.
 */
export function planBatch({ events }: Pick<Batch, 'events'>, by: ReadBy): PlannedBatch {
  let { changedAt } = by;
  const runs = events.flatMap(({ replayId, unpacked }) => {
    const read = 'problem' in unpacked ? undefined : changeOf(unpacked as UnpackedEvent);
    const change = read ?? missedChanges(by.object, { changeType: 'UNREADABLE', since: changedAt ?? null });
    if (change.committedAt !== null && (changedAt === undefined || change.committedAt > changedAt)) {
      changedAt = change.committedAt;
    }
    if (!by.ownChanges && isOwnChange(change, by.connection)) return [];
    if (by.notBefore !== undefined && change.committedAt !== null && change.committedAt < by.notBefore) return [];
    const place = `${Buffer.from(replayId).toString('hex')}:${change.transactionKey}:${change.sequenceNumber}`;
    return [{ change, dedupeKey: `change:${by.connection}:${by.topic}:${place}` }];
  });
  return { runs, changedAt };
}
