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
  type Journal,
  type Lanes,
  type Mailbox,
  passing,
  type Sql,
  type Store,
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
  readonly records: RunRecords;
  /** Hears what any process is told on a channel; `onConnect` when messages may have been missed. */
  listen(channel: string, onMessage: (payload: string) => void, onConnect?: () => void): Promise<() => Promise<void>>;
  notify(channel: string, payload: string): Promise<void>;
}

/** Where runs, exceptions and versions stand, looked up one by one. Ids may be any text. */
export interface RunRecords {
  run(runId: string): Promise<RunRecord | undefined>;
  exception(exceptionId: string): Promise<{ readonly runId: string; readonly status: string } | undefined>;
  /** Snapshot of a published version. */
  snapshotOf(flowId: string, version: number): Promise<string | undefined>;
}

export interface RunRecord {
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

export function postgresStorage(store: Store): HostStorage {
  const { db, sql, journal, workers, mailbox, listen, notify } = store;
  const { flowVersions } = tables;
  const records: RunRecords = {
    async run(runId) {
      if (!validate(runId)) return undefined;
      const [row] = await passing(sql<Nullable<RunRecord>[]>`
        select flow_id as "flowId", version, snapshot_id as "snapshotId", status, test, key_run_id as "keyRunId",
          trigger_node as "triggerNode", trigger, business_key as "businessKey"
        from runs where id = ${runId}`);
      return row && { ...row, version: row.version ?? undefined, businessKey: row.businessKey ?? undefined };
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
  return { journal, workers, mailbox, lanes: createLanes(sql, laneTurn), acceptIn: accept, records, listen, notify };
}
