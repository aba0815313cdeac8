import { RunEvent } from '@lockstep/schema/run';
import { failPoint } from '../../fail-points/index.ts';
import { forgetChanges } from '../cases/case-book.ts';
import { forgetTellings } from '../customers/customer-book.ts';
import type { Sql } from '../open-store.ts';
import { STATEMENTS } from '../sql/statements.ts';
import { forgetWrites } from '../values.ts';
import { accept } from './accept.ts';
import { append } from './append.ts';
import { createBatcher } from './batcher.ts';
import { passing } from './errors.ts';
import { gather } from './gather.ts';
import { readHistories, readItem } from './histories.ts';
import { onceAKey } from './once-a-key.ts';
import { storable } from './text.ts';
import type { Accepted, AcceptItem, Appended, AppendItem, Gathered, Gathering, History, Letter } from './types.ts';

/** No version of the engine ever kept a state. */
const NO_ENGINE = 0;

/** Where runs are written down. Everything here is durable when it resolves (`synchronous_commit` stays on). */
export interface Journal {
  /** @throws StoreUnavailableError when it is not known whether the message was accepted: ask again with the same key */
  accept(item: AcceptItem): Promise<Accepted>;
  /** @throws StoreUnavailableError; the same item may be given again and is written once */
  append(item: AppendItem): Promise<Appended>;
  /** History of a run from its beginning, whatever was kept; empty when there is no such run. */
  readEvents(runId: string): Promise<readonly RunEvent[]>;
  /**
   * Histories of runs by run id, each from the newest state that was kept by version `engine` of the engine; runs that are not
   * there are left out.
   */
  readHistories(runIds: readonly string[], engine: number): Promise<ReadonlyMap<string, History>>;
  /** What happened to one item of a scope, in order. */
  readItem(runId: string, item: string): Promise<readonly RunEvent[]>;
  /** Puts together what the items of a scope gave. Asked again it gives the same. */
  gather(gathering: Gathering): Promise<Gathered>;
  /** JSON text of a claim-checked value. @throws Error when there is none */
  loadPayload(ref: string): Promise<string>;
  /** Puts an event into a run's mailbox; answers the owner's epoch, or `not-open` when the run has ended or is unknown. */
  send(letter: Letter): Promise<{ readonly owner: number | undefined } | 'not-open'>;
  /** Letters not yet taken of the runs that `epoch` owns, or of one of them. */
  readMail(epoch: number, runId?: string): Promise<readonly Letter[]>;
  /**
   * Opens a run that ended as an exception again; `undefined` when it did not end so, a replay repeats it, or the exception
   * that a person acted on is not open any more.
   */
  retry(
    runId: string,
    event: RunEvent,
    exceptionId?: string,
  ): Promise<{ readonly flowId: string; readonly exceptionId?: string } | undefined>;
  /** Gives an open exception up; `undefined` when it is not open. */
  discard(exception: {
    readonly exceptionId: string;
    readonly by: string;
    readonly reason: string;
  }): Promise<{ readonly runId: string; readonly flowId: string } | undefined>;
  /** Makes partitions ahead and forgets what is long over: workers, letters, writes of values. */
  maintain(): Promise<void>;
}

/** Largest batches; beyond them a commit is cheap beside the rows. */
const MAX_ITEMS = 400;
const MAX_BYTES = 8 * 1024 * 1024;

export function createJournal(sql: Sql, appends: Sql): Journal {
  return {
    accept: createAccept(sql),
    append: createBatcher<AppendItem, Appended>({
      write: (items) => append(appends, items),
      sizeOf: ({ events, payloads }) => lengthOf(events) + lengthOf(payloads.map(({ body }) => body)),
      maxItems: MAX_ITEMS,
      maxBytes: MAX_BYTES,
      // While PostgreSQL works on one batch the next one is made into text: a tenth to a quarter more under load.
      lanes: 2,
    }),
    async readEvents(runId) {
      return (await readHistories(sql, [runId], NO_ENGINE)).get(runId)?.events ?? [];
    },
    readHistories: (runIds, engine) => readHistories(sql, runIds, engine),
    readItem: (runId, item) => readItem(sql, runId, item),
    gather: (gathering) => gather(sql, gathering),
    async loadPayload(ref) {
      const [row] = await passing(sql<{ body: string }[]>`select body from payloads where id = ${ref}`);
      if (!row) throw new Error(`There is no payload ${ref}.`);
      return row.body;
    },
    async send({ runId, id, event }) {
      const rows = await run<{ epoch: number | null }>(sql, STATEMENTS.cancel, [runId, id, JSON.stringify(event)]);
      return rows[0] ? { owner: rows[0].epoch ?? undefined } : 'not-open';
    },
    async readMail(epoch, runId) {
      const rows = await passing(sql<{ runId: string; id: string; event: unknown }[]>`
        select mail.run_id as "runId", mail.id, mail.event from run_mail mail join runs on runs.id = mail.run_id
        where mail.taken_at is null and runs.epoch = ${epoch} ${runId === undefined ? sql`` : sql`and mail.run_id = ${runId}`}
        order by mail.created_at`);
      return rows.map((row) => ({ ...row, event: RunEvent.parse(row.event) }));
    },
    async retry(runId, event, exceptionId) {
      const [row] = await passing(
        sql.begin(async (tx) => {
          await tx`select from lanes where (flow_id, key) in (
            select flow_id, key from lane_runs where run_id = ${runId}) for update`;
          await tx`select from runs where id = ${runId} for update`;
          if (exceptionId !== undefined) {
            const open = await tx`select from exceptions where id = ${exceptionId} and status = 'open' for update`;
            if (open.length === 0) return [];
          }
          return run<{ flow_id: string; exception_id: string | null }>(tx, STATEMENTS.retry, [
            runId,
            JSON.stringify(event),
          ]);
        }),
      );
      return row && { flowId: row.flow_id, ...(row.exception_id !== null && { exceptionId: row.exception_id }) };
    },
    async discard({ exceptionId, by, reason }) {
      const [row] = await passing(
        sql.begin(async (tx) => {
          // First the lane, which may be about to say that the run blocks it: each statement sees what the lock waited for.
          const runId = tx`(select run_id from exceptions where id = ${exceptionId})`;
          await tx`select from lanes where (flow_id, key) in (
            select flow_id, key from lane_runs where run_id = ${runId}) for update`;
          await tx`select from runs where id = ${runId} for update`;
          const discarded = await tx<{ runId: string; flowId: string }[]>`
            update exceptions set status = 'discarded', settled_at = now(), owner = ${storable(by)}, note = ${storable(reason)}
            where id = ${exceptionId} and status = 'open' returning run_id as "runId", flow_id as "flowId"`;
          for (const { runId: id } of discarded) {
            await tx`update runs set lane_state = 'turn' where id = ${id} and lane_state = 'blocking'`;
          }
          return discarded;
        }),
      );
      return row && { ...row };
    },
    async maintain() {
      await passing(sql`select ensure_run_event_partitions(2)`);
      await passing(sql`delete from workers where lease_until < now() - interval '1 hour'
        and not exists (select from runs where runs.ended_at is null and runs.epoch = workers.epoch)`);
      await passing(sql`delete from run_mail using runs
        where runs.id = run_mail.run_id and runs.ended_at is not null and run_mail.taken_at is null`);
      await forgetWrites(sql);
      await forgetChanges(sql);
      await forgetTellings(sql);
      await passing(sql`select ensure_topic_event_partitions(2)`);
      await passing(
        sql`delete from run_waits using runs where runs.id = run_waits.run_id and runs.ended_at is not null`,
      );
      await passing(sql`update approvals set status = 'withdrawn', settled_at = now() from runs
        where runs.id = approvals.run_id and runs.ended_at is not null and approvals.status = 'open'`);
    },
  };
}

/** Accepts in batches. */
function createAccept(sql: Sql): (item: AcceptItem) => Promise<Accepted> {
  return onceAKey(
    createBatcher<AcceptItem, Accepted>({
      async write(items) {
        failPoint('accept.before-commit');
        const accepted = await accept(sql, items);
        failPoint('accept.after-commit');
        return accepted;
      },
      sizeOf: ({ event, payloads }) => event.length + lengthOf(payloads.map(({ body }) => body)),
      maxItems: MAX_ITEMS,
      maxBytes: MAX_BYTES,
      lanes: 1,
    }),
  );
}

async function run<Row extends object>(
  sql: Pick<Sql, 'unsafe'>,
  statement: string,
  values: readonly string[],
): Promise<readonly Row[]> {
  return passing(sql.unsafe<Row[]>(statement, [...values], { prepare: true }));
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
