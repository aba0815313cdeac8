import type { Metrics } from '../http/metrics.ts';
import type { LiveFeed } from '../http/ports.ts';
import { type BulkRetries, createBulkRetries } from '../runner/bulk/bulk-retries.ts';
import { startMissedWatch } from '../runner/cases/missed.ts';
import { type ChangeDoors, startChangeReaders } from '../runner/changes/change-readers.ts';
import { startExceptionNews } from '../runner/exceptions/exception-news.ts';
import type { Host } from '../runner/host/index.ts';
import { startRunRetention } from '../runner/life/retention.ts';
import { type MessageDoors, startMessageReaders } from '../runner/messages/message-readers.ts';
import { type PickupDoors, startPickups } from '../runner/pickups/pickups.ts';
import type { LoadedFlow } from '../runner/steps/index.ts';
import { createCorrections } from '../runner/tables/corrections.ts';
import { startRetention } from '../runner/topics/retention.ts';
import { startScheduler } from '../scheduler/scheduler.ts';
import type { Store } from '../store/index.ts';
import { POLICY_CHANNEL } from '../store/life/policies.ts';
import type { Logger } from '../telemetry/index.ts';
import { watchLedger } from './ledger-watch.ts';
import type { Stack } from './stack.ts';
import { watchStats } from './stats-watch.ts';

/** What goes by the clock, whatever messages come. */
export interface Ticking extends Pick<BulkRetries, 'nudge'> {
  /** What waited for codes that tables have by now. */
  readonly corrections: Pick<BulkRetries, 'nudge'>;
  isLooking(): boolean;
  /** Lets everything look that is due by the clock; resolves when it has. */
  looked(): Promise<unknown>;
}

/** Starts schedules, looks into folders, bulk retries, corrections, retention of events and runs, the counts of steps, and the audit of the ledger. Any number of processes may have this duty. */
export async function startTicking({
  store,
  host,
  loadSnapshot,
  live,
  metrics,
  stack,
  keepEventsMs,
  baseUrl,
  pickups,
  messages,
  changes,
  now,
  log,
}: {
  readonly store: Store;
  readonly host: Host;
  readonly loadSnapshot: (snapshotId: string) => Promise<LoadedFlow>;
  readonly live: LiveFeed;
  readonly metrics: Pick<Metrics, 'setLedger' | 'removed' | 'caseMissed'>;
  /** Stops what is started here. */
  readonly stack: Stack;
  readonly keepEventsMs: number;
  /** Address people reach this Lockstep under, for links in what is told. */
  readonly baseUrl: () => string;
  /** What it takes to look into folders of other machines. */
  readonly pickups: Pick<PickupDoors, 'files' | 'connections' | 'guards'>;
  /** What it takes to read message brokers. */
  readonly messages: Pick<MessageDoors, 'brokers' | 'catalogue' | 'connections' | 'sandbox'>;
  /** What it takes to read the changes of other systems. */
  readonly changes: Pick<ChangeDoors, 'pubSub' | 'signIn'>;
  readonly now: () => number;
  readonly log: Logger;
}): Promise<Ticking> {
  const { db } = store;
  const bulkRetries = stack.add(
    createBulkRetries({
      db,
      host,
      onError: (error) => log.warn('A bulk retry could not go on; it is tried again.', { error }),
    }),
  );
  const corrections = stack.add(
    createCorrections({
      db,
      host,
      loadSnapshot,
      bulkRetries,
      onError: (error) =>
        log.warn('Runs that waited for a code could not be tried again; it is tried again.', { error }),
    }),
  );
  stack.add(
    startRetention({
      topics: store.topics,
      keepMs: keepEventsMs,
      onError: (error) => log.warn('Old events could not be let go; it is tried again.', { error }),
    }),
  );
  const runRetention = stack.add(
    startRunRetention({
      sql: store.sql,
      db,
      onRemoved: metrics.removed,
      onError: (error) => log.warn('Old runs could not be removed; it is tried again.', { error }),
    }),
  );
  await store.listen(POLICY_CHANNEL, runRetention.nudge);
  const missed = stack.add(
    startMissedWatch({
      cases: store.cases,
      publish: store.topics.publish,
      baseUrl,
      onMissed: (kind, { text = '' }) => metrics.caseMissed(kind, text),
      onError: (error) => log.warn('Cases could not be looked at for what is missing; it is tried again.', { error }),
    }),
  );
  stack.add(
    startExceptionNews({
      sql: store.sql,
      baseUrl,
      onError: (error) => log.warn('Exceptions could not be told of; it is tried again.', { error }),
    }),
  );
  metrics.setLedger(stack.add(watchLedger({ store, live, log })).counts);
  stack.add(
    watchStats({ store, onError: (error) => log.warn('Steps could not be counted; it is tried again.', { error }) }),
  );
  const folders = await stack.add(startPickups({ ...pickups, db, host, listen: store.listen, now, log }));
  const reading = { ...messages, db, listen: store.listen, host, loadSnapshot, now, log };
  await stack.add(startMessageReaders(reading));
  await stack.add(startChangeReaders({ ...reading, ...changes }));
  const scheduler = await stack.add(startScheduler({ db, host, listen: store.listen, now, log }));
  return {
    nudge: bulkRetries.nudge,
    corrections,
    isLooking: scheduler.isLooking,
    looked: () => Promise.all([scheduler, missed, folders].map((each) => each.looked())),
  };
}
