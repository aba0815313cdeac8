import type { PublishOutcome } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { failPoint } from '../../fail-points/index.ts';
import { asStoreError, passing } from '../journal/errors.ts';
import type { Sql } from '../open-store.ts';
import { STATEMENTS } from '../sql/statements.ts';

/** A fact to tell to the runs that wait for it, now or within its time. */
export interface ArrivedEvent {
  readonly topic: string;
  readonly key: string;
  readonly eventId: string;
  readonly payload: Json;
  /** How long it is kept for waits that begin later, in milliseconds. */
  readonly keepMs: number;
}

export interface Decision {
  readonly approvalId: string;
  readonly decision: 'approved' | 'rejected';
  readonly by: string;
  readonly comment: string;
}

export interface Topical {
  readonly topic: string;
  readonly key: string;
}

/**
 * What comes in for runs that wait. Everything is durable when it resolves: an event that is kept, and the letters to the
 * runs it lets go on, in one commit.
 */
export interface Mailbox {
  /** @throws StoreUnavailableError when it is not known whether it was kept: tell it again with the same id */
  publish(event: ArrivedEvent): Promise<PublishOutcome>;
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
  /** One at a time for a topic and key, so that waits and events that arrive together see one another. */
  async function locked<T>({ topic, key }: Topical, work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return (await sql.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(hashtextextended(${`${topic}\n${key}`}, 4700))`;
        return work(tx);
      })) as T;
    } catch (error) {
      throw asStoreError(error);
    }
  }

  const match = (on: Topical) => locked(on, (tx) => release(tx, on));

  return {
    async publish(event) {
      const { topic, key, eventId, payload, keepMs } = event;
      const outcome = await locked(event, async (tx): Promise<PublishOutcome> => {
        const kept = await tx`
          insert into events (topic, key, event_id, payload, expires_at)
          values (${topic}, ${key}, ${eventId}, ${JSON.stringify(payload)}::text::json,
            clock_timestamp() + ${keepMs} * interval '1 millisecond')
          on conflict (topic, key, event_id) do nothing returning seq`;
        if (kept.length === 0) return { outcome: 'duplicate', runs: 0 };
        const runs = await release(tx, event);
        failPoint('event.before-commit');
        return { outcome: runs > 0 ? 'delivered' : 'kept', runs };
      });
      failPoint('event.after-commit');
      return outcome;
    },
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

type Tx = Parameters<Parameters<Sql['begin']>[1]>[0];

/** A run with several waits takes one event for each, so this goes on until nothing is taken. */
async function release(tx: Tx, { topic, key }: Topical): Promise<number> {
  const runs = new Set<string>();
  for (;;) {
    const rows = await tx.unsafe<{ run_id: string }[]>(STATEMENTS.matchWaits, [topic, key], { prepare: true });
    if (rows.length === 0) return runs.size;
    for (const { run_id } of rows) runs.add(run_id);
  }
}
