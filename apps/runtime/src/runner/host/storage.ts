import type { RunStatus, TriggerInfo } from '@lockstep/schema/run';
import { and, eq } from 'drizzle-orm';
import { validate } from 'uuid';
import { laneTurn } from '../../engine/index.ts';
import { readException } from '../../store/exceptions.ts';
import {
  type Accepted,
  type AcceptItem,
  accept,
  createLanes,
  createReplays,
  type Journal,
  type Lanes,
  type Mailbox,
  passing,
  type Replays,
  type Sql,
  type Store,
  storableKey,
  tables,
  type Workers,
} from '../../store/index.ts';

/**
 * What a host stands on: where runs are written down, who may write, what comes in for runs that wait. PostgreSQL gives it
 * to the product; the memory of one process gives it to flow tests and to the simulator.
 */
export interface HostStorage {
  readonly journal: Journal;
  readonly workers: Workers;
  readonly mailbox: Pick<Mailbox, 'match' | 'matchLeft'>;
  /** Absent where no flow has lanes. */
  readonly lanes?: Lanes;
  /** Accepts messages without a place in a transaction of the caller; absent where there are none. */
  readonly acceptIn?: (tx: Pick<Sql, 'unsafe'>, items: readonly AcceptItem[]) => Promise<readonly Accepted[]>;
  readonly replays: Replays;
  readonly records: RunRecords;
  /** In test mode: the id of the next run, where tests chose a seed. */
  readonly drawRunId?: () => Promise<string | undefined>;
  /** Hears what any process is told on a channel; `onConnect` when messages may have been missed. */
  listen(channel: string, onMessage: (payload: string) => void, onConnect?: () => void): Promise<() => Promise<void>>;
  notify(channel: string, payload: string): Promise<void>;
}

/** Where runs, exceptions and versions stand, looked up one by one. Ids may be any text. */
export interface RunRecords {
  run(runId: string): Promise<RunRecord | undefined>;
  exception(exceptionId: string): Promise<{ readonly runId: string; readonly status: string } | undefined>;
  /** A run and all others under its keys: the one they are named after, and what repeats it. The oldest first. */
  family(run: Pick<RunRecord, 'runId' | 'keyRunId'>): Promise<readonly RunRecord[]>;
  /** The newest open exception of some runs. */
  openException(runIds: readonly string[]): Promise<string | undefined>;
  /** Items of scopes of some runs that ended because nobody knows whether their step `node` happened; 10,000 at most. */
  unsureItems(
    runIds: readonly string[],
  ): Promise<readonly { readonly runId: string; readonly node: string; readonly item: string }[]>;
  /** The run that was begun under a dedupe key. */
  begunUnder(flowId: string, node: string, dedupeKey: string): Promise<string | undefined>;
  /** Snapshot of a published version. */
  snapshotOf(flowId: string, version: number): Promise<string | undefined>;
}

export interface RunRecord {
  readonly runId: string;
  /** The newest run that repeats it. */
  readonly replayedBy: string | undefined;
  readonly flowId: string;
  readonly version: number | undefined;
  readonly snapshotId: string;
  readonly status: RunStatus;
  readonly test: boolean;
  readonly keyRunId: string;
  readonly triggerNode: string;
  readonly trigger: TriggerInfo;
  readonly businessKey: string | undefined;
}

type Nullable<T> = { readonly [Key in keyof T]: undefined extends T[Key] ? NonNullable<T[Key]> | null : T[Key] };

/** More would not be told one by one. */
const MAX_UNSURE_ITEMS = 10_000;

function recordOf(row: Nullable<RunRecord>): RunRecord {
  const { version, businessKey, replayedBy } = row;
  return {
    ...row,
    version: version ?? undefined,
    businessKey: businessKey ?? undefined,
    replayedBy: replayedBy ?? undefined,
  };
}

export function postgresStorage(store: Store): HostStorage {
  const { db, sql, journal, workers, mailbox, testIds, listen, notify } = store;
  const { flowVersions } = tables;
  const columns = sql`id as "runId", flow_id as "flowId", version, snapshot_id as "snapshotId", status, test,
    key_run_id as "keyRunId", trigger_node as "triggerNode", trigger, business_key as "businessKey",
    replayed_by as "replayedBy"`;
  const records: RunRecords = {
    async run(runId) {
      if (!validate(runId)) return undefined;
      const [row] = await passing(sql<Nullable<RunRecord>[]>`select ${columns} from runs where id = ${runId}`);
      return row && recordOf(row);
    },
    async family({ runId, keyRunId }) {
      const rows = await passing(sql<Nullable<RunRecord>[]>`
        select ${columns} from runs
        where id = ${runId} or id = ${keyRunId} or (key_run_id = ${keyRunId} and replay_of is not null) order by id`);
      return rows.map(recordOf);
    },
    async openException(runIds) {
      const [row] = await passing(sql<{ id: string }[]>`
        select id from exceptions where run_id = any(${sql.array([...runIds], 2950)}::uuid[]) and status = 'open'
        order by id desc limit 1`);
      return row?.id;
    },
    unsureItems: (runIds) =>
      passing(sql<{ runId: string; node: string; item: string }[]>`
        select run_id as "runId", failed_node as node, case when parent = '' then '' else parent || '.' end || idx as item
        from run_items
        where run_id = any(${sql.array([...runIds], 2950)}::uuid[]) and status <> 'done' and failed_node is not null
          and failure ->> 'outcomeUnknown' = 'true'
        limit ${MAX_UNSURE_ITEMS}`),
    async begunUnder(flowId, node, dedupeKey) {
      const [row] = await passing(sql<{ runId: string }[]>`
        select run_id as "runId" from inbox
        where flow_id = ${flowId} and node = ${node} and dedupe_key = ${storableKey(dedupeKey)}`);
      return row?.runId;
    },
    exception: (exceptionId) => readException(db, exceptionId),
    async snapshotOf(flowId, version) {
      const [row] = await db
        .select({ snapshotId: flowVersions.snapshotId })
        .from(flowVersions)
        .where(and(eq(flowVersions.flowId, flowId), eq(flowVersions.version, version)));
      return row?.snapshotId;
    },
  };
  const [lanes, replays] = [createLanes(sql, laneTurn), createReplays(sql, laneTurn)];
  const ids = testIds && { drawRunId: () => passing(testIds.draw()) };
  return { journal, workers, mailbox, lanes, acceptIn: accept, replays, records, ...ids, listen, notify };
}
