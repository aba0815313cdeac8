import { asStoreError, passing } from '../journal/errors.ts';
import type { Sql } from '../open-store.ts';
import { STATEMENTS } from '../sql/statements.ts';
import { release, type Topical } from './release.ts';

export interface Decision {
  readonly approvalId: string;
  readonly decision: 'approved' | 'rejected';
  readonly by: string;
  readonly comment: string;
}

/** What comes in for runs that wait, beside the events of their topics (`topics/publish.ts`). Durable when it resolves. */
export interface Mailbox {
  /** Lets the waits of a topic and key that have just begun take events that came before them. */
  match(on: Topical): Promise<number>;
  /** Does so for waits that began at least `ageMs` ago and were left: by a crash between the two. */
  matchLeft(ageMs: number): Promise<number>;
  /** A person's answer; `undefined` when the approval is not open, or its deadline has passed. */
  decide(decision: Decision): Promise<{ readonly runId: string; readonly flowId: string } | undefined>;
}

/** Topics and keys looked after in one go. */
const LEFT_LIMIT = 100;

export function createMailbox(sql: Sql): Mailbox {
  /** One at a time for a topic and key, publishers too: so waits and events that arrive together see one another. */
  async function match(on: Topical): Promise<number> {
    try {
      return await sql.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(hashtextextended(${`${on.topic}\n${on.key}`}, 4700))`;
        return release(tx, on);
      });
    } catch (error) {
      throw asStoreError(error);
    }
  }

  return {
    match,
    async matchLeft(ageMs) {
      const left = await passing(sql<Topical[]>`
        select distinct topic, key from (
          select topic, key from run_waits join runs on runs.id = run_waits.run_id
          where not checked and created_at < now() - ${ageMs} * interval '1 millisecond' and runs.ended_at is null
          order by created_at limit ${LEFT_LIMIT}) as oldest`);
      let runs = 0;
      for (const on of left) runs += await match(on);
      return runs;
    },
    async decide({ approvalId, decision, by, comment }) {
      const [row] = await passing(
        sql.unsafe<{ run_id: string; flow_id: string }[]>(STATEMENTS.decide, [approvalId, decision, by, comment], {
          prepare: true,
        }),
      );
      return row && { runId: row.run_id, flowId: row.flow_id };
    },
  };
}
