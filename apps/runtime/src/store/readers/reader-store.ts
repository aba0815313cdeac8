import { failPoint } from '../../fail-points/index.ts';
import { asStoreError, passing } from '../journal/errors.ts';
import type { Accepted } from '../journal/types.ts';
import type { Sql } from '../open-store.ts';
import { STATEMENTS } from '../sql/statements.ts';
import { type BufferedEvent, drainBuffer, dueBuckets, fillBuffer, readBuffered } from './buffers.ts';
import { type ConsumerRow, listConsumers } from './consumer-list.ts';
import {
  abortReplay,
  createReplay,
  type EventSpan,
  listReplays,
  type NewReplay,
  offsetsOf,
  type ReplayRow,
  setReplay,
} from './replays.ts';
import { listWaiters, type WaiterRow } from './waiter-list.ts';

/** A reader that goes on, as it stands. */
export interface RunningReader {
  readonly id: string;
  readonly kind: 'consumer' | 'replay';
  readonly flowId: string;
  readonly node: string;
  readonly topic: string;
  /** Everything up to here was read. */
  readonly place: number;
  /** Commits so far; the next one must know it. */
  readonly turn: number;
  /** ISO; no event behind the place came before. */
  readonly placeAt: string | null;
  /** Of a replay: last offset that counts, key pattern, filter expression, runs a second, who began it. */
  readonly until: number | null;
  readonly keys: string | null;
  readonly filter: string | null;
  readonly perSecond: number | null;
  readonly by: string | null;
  /** When a replay may begin the next run, from now. */
  readonly nextInMs: number | null;
  /** Some process is at it at the moment. */
  readonly taken: boolean;
  /** Newest and oldest offset of the topic. */
  readonly head: number;
  readonly floor: number;
  /** Newest version of the flow. */
  readonly version: number;
  readonly snapshotId: string;
  /** Age of the oldest event that waits to be gathered; null when none does. */
  readonly gatheredMs: number | null;
}

/** What one commit of a reader does, beside beginning runs. */
export interface ReaderMove {
  readonly id: string;
  readonly turn: number;
  readonly place: number;
  readonly placeAt?: string | undefined;
  /** Added to the counts. */
  readonly read: number;
  readonly passed: number;
  readonly expired: number;
  /** A replay has come to its end. */
  readonly done: boolean;
  /** How long a replay waits before it begins the next run. */
  readonly pauseMs?: number | undefined;
  /** Offsets whose gathering is over, and events that wait to be gathered from now on. */
  readonly drained: readonly number[];
  readonly buffered: readonly BufferedEvent[];
}

/** Places of those that read topics. Whatever moves a place is one commit with the runs it begins. */
export interface ReaderStore {
  /** Readers that go on: all, or some. */
  running(ids?: readonly string[]): Promise<readonly RunningReader[]>;
  /** Tells the others that this worker is at it for `leaseMs`; false when another is, or it does not go on any more. */
  claim(id: string, claim: { readonly worker: string; readonly leaseMs: number }): Promise<boolean>;
  /** Lets the others have it at once. */
  release(id: string, worker: string): Promise<void>;
  /** Runs begun by events of a flow's trigger that have not ended, counted up to `limit`. */
  countOpen(trigger: { readonly flowId: string; readonly node: string }, limit: number): Promise<number>;
  /** Events that wait to be gathered in some buckets, oldest first. */
  buffered(id: string, buckets: readonly string[]): Promise<readonly BufferedEvent[]>;
  /** Buckets whose first event waits for at least `ageMs`, oldest first. */
  dueBuckets(wanted: {
    readonly id: string;
    readonly ageMs: number;
    readonly limit: number;
  }): Promise<readonly string[]>;
  /**
   * Moves a reader and accepts the runs it begins, in one commit. `outrun`: somebody moved it meanwhile, or it was paused or
   * ended; nothing was written.
   */
  begin(move: ReaderMove, runs: number, accept: AcceptIn): Promise<readonly Accepted[] | 'outrun'>;
  /** Ends a replay before its end; what it had gathered is given up. False when it has ended. */
  abort(id: string, reason: string): Promise<boolean>;
  /** Lets a replay rest, or go on. False when it has ended, or does so already. */
  setReplay(id: string, status: 'running' | 'paused'): Promise<boolean>;
  /** Begins a replay of a stretch. */
  createReplay(replay: NewReplay): Promise<void>;
  /** Newest first. */
  replays(wanted: Parameters<typeof listReplays>[1]): Promise<readonly ReplayRow[]>;
  /** Offsets of a stretch of time; `undefined` when there is no such topic. */
  offsets(span: EventSpan): ReturnType<typeof offsetsOf>;
  /** Consumers of all topics, or of one, by topic and flow. */
  consumers(topic?: string): Promise<readonly ConsumerRow[]>;
  /** Steps that take events of a topic into runs under way, by flow. */
  waiters(topic: string): Promise<readonly WaiterRow[]>;
}

/** Accepts messages in a transaction of the caller. */
export type AcceptIn = (tx: Pick<Sql, 'unsafe'>) => Promise<readonly Accepted[]>;

/** Ends the transaction. */
class Outrun extends Error {}

/** @param queries its own pool, so that a slow list never holds up the reading */
export function createReaderStore(sql: Sql, queries: Sql): ReaderStore {
  return {
    running(ids) {
      const only = ids === undefined ? null : sql.array([...ids], 2950);
      return passing(sql.unsafe<RunningReader[]>(STATEMENTS.readers, [only], { prepare: true }));
    },
    async claim(id, { worker, leaseMs }) {
      const rows = await passing(sql`
        update topic_readers set worker = ${worker}, lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
        where id = ${id} and status = 'running'
          and (worker = ${worker} or lease_until is null or lease_until < clock_timestamp())
        returning id`);
      return rows.length > 0;
    },
    async release(id, worker) {
      await passing(sql`
        update topic_readers set worker = null, lease_until = null where id = ${id} and worker = ${worker}`);
    },
    async countOpen({ flowId, node }, limit) {
      const [row] = await passing(sql<{ open: number }[]>`
        select count(*)::int as open from (
          select from runs where flow_id = ${flowId} and trigger_node = ${node} and event_offset is not null
            and ended_at is null limit ${limit}) as runs`);
      return row?.open ?? 0;
    },
    buffered: (id, buckets) => readBuffered(sql, id, buckets),
    dueBuckets: (wanted) => dueBuckets(sql, wanted),
    async begin(move, runs, accept) {
      try {
        const accepted = await sql.begin(async (tx) => {
          if (!(await movedOn(tx, move, runs))) throw new Outrun();
          if (move.drained.length > 0) await drainBuffer(tx, move.id, move.drained);
          if (move.buffered.length > 0) await fillBuffer(tx, move.id, move.buffered);
          const begun = await accept(tx);
          failPoint('accept.before-commit');
          return begun;
        });
        failPoint('accept.after-commit');
        return accepted as readonly Accepted[];
      } catch (error) {
        if (error instanceof Outrun) return 'outrun';
        throw asStoreError(error);
      }
    },
    abort: (id, reason) => abortReplay(sql, id, reason),
    consumers: (topic) => listConsumers(queries, topic),
    waiters: (topic) => listWaiters(queries, topic),
    offsets: (span) => offsetsOf(queries, span),
    createReplay: (replay) => createReplay(sql, replay),
    replays: (wanted) => listReplays(queries, wanted),
    setReplay: (id, status) => setReplay(sql, id, status),
  };
}

async function movedOn(tx: Pick<Sql, 'unsafe'>, move: ReaderMove, begun: number): Promise<boolean> {
  const { id, turn, place, placeAt, read, passed, expired, done, pauseMs } = move;
  const rows = await tx.unsafe(
    `update topic_readers r set place = $3, place_at = coalesce($4::timestamptz, place_at), turn = turn + 1,
      read = read + $5, passed = passed + $6, expired = expired + $7, begun = begun + $8, worker = null, lease_until = null,
      next_at = case when $9::float8 is not null then clock_timestamp() + $9::float8 * interval '1 millisecond' end,
      status = case when $10::boolean then 'done' else status end, ended_at = case when $10::boolean then now() end
    where id = $1 and turn = $2 and status = 'running'
      and not exists (select from flow_pauses p where p.flow_id = r.flow_id)
    returning 1`,
    [id, turn, place, placeAt ?? null, read, passed, expired, begun, pauseMs ?? null, done],
    { prepare: true },
  );
  return rows.length > 0;
}
