import type { ExceptionView } from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { iso } from './iso.ts';
import { passing } from './journal/errors.ts';
import type { Sql } from './open-store.ts';
import { publishWithin } from './topics/publish.ts';

/** What became of messages that needed a person, by the business key, else by the run. */
export const EXCEPTION_TOPIC = 'run.exception';

interface News {
  readonly id: string;
  readonly status: Exclude<ExceptionView['status'], 'retrying'>;
  readonly runId: string;
  readonly flowId: string;
  readonly flowName: string | null;
  readonly version: number | null;
  readonly node: string;
  readonly category: ExceptionView['category'];
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly businessKey: string | null;
  readonly caseKind: string | null;
  readonly raisedAt: string;
  readonly settledAt: string | null;
  readonly by: string | null;
  /** Flows with further exceptions about the same key that are not settled. */
  readonly stillOpen: readonly string[];
  readonly quiet: boolean;
}

/**
 * Tells of at most `limit` exceptions whose state nobody was told of, and writes down in the same commit that it was. Whoever looks at
 * the same time takes others. A state that passed before anybody looked is not told of.
 *
 * Nothing is told of test runs, nor of runs that such news began, or that were called by those: else a flow that answers them, and
 * fails, would begin itself for ever.
 *
 * @returns how many were dealt with
 */
export function tellExceptions(
  sql: Sql,
  { limit, base }: { readonly limit: number; readonly base: string },
): Promise<number> {
  return passing(
    sql.begin(async (tx) => {
      const news = await tx<News[]>`
        with recursive
          untold as (
            select * from exceptions where told is distinct from status and status <> 'retrying'
            order by id limit ${limit} for update skip locked
          ),
          began as (
            select untold.id, runs.trigger, runs.test from untold join runs on runs.id = untold.run_id
            union all
            select began.id, runs.trigger, began.test from began
            join runs on runs.id = (readable(began.trigger) -> 'call' ->> 'runId')::uuid
          )
        select id, status, run_id as "runId", flow_id as "flowId", version, node, category, code, reason, attempts,
          business_key as "businessKey", ${iso(sql, 'raised_at')} as "raisedAt", ${iso(sql, 'settled_at')} as "settledAt", owner as by,
          (select name from flows where flows.id = flow_id) as "flowName",
          array(
            select distinct other.flow_id from exceptions other
            where other.business_key = untold.business_key and other.status in ('open', 'retrying') and other.id <> untold.id
            order by 1
          ) as "stillOpen",
          (select kind from cases where key = business_key order by changed_at desc limit 1) as "caseKind",
          exists (
            select from began
            where began.id = untold.id and (began.test or began.trigger -> 'event' ->> 'topic' = ${EXCEPTION_TOPIC})
          ) as quiet
        from untold order by id`;
      if (news.length === 0) return 0;
      const told = news.filter(({ quiet }) => !quiet);
      await publishWithin(
        tx,
        told.map((one) => ({
          topic: EXCEPTION_TOPIC,
          key: one.businessKey ?? one.runId,
          eventId: `${one.id}:${one.status}`,
          payload: payloadOf(one, base),
        })),
      );
      await tx`update exceptions set told = status where id in ${tx(news.map(({ id }) => id))}`;
      return news.length;
    }),
  );
}

/** Links lead to the designer. */
function payloadOf(news: News, base: string): Json {
  const { id, status, runId, flowId, flowName, businessKey, caseKind, settledAt, by } = news;
  const isSettled = status !== 'open';
  return {
    exception: id,
    state: isSettled ? 'settled' : 'raised',
    // Of the same key: what is settled here is not the end of it while others are open.
    stillOpen: news.stillOpen,
    ...(isSettled && { how: status, settledAt, ...(by !== null && { by }) }),
    flow: flowId,
    flowName: flowName ?? flowId,
    version: news.version,
    run: runId,
    step: news.node,
    category: news.category,
    code: news.code,
    reason: news.reason,
    attempts: news.attempts,
    raisedAt: news.raisedAt,
    ...(businessKey !== null && { businessKey }),
    ...(caseKind !== null && businessKey !== null && { case: { kind: caseKind, key: businessKey } }),
    links: {
      run: `${base}/runs/${runId}`,
      ...(caseKind !== null &&
        businessKey !== null && {
          case: `${base}/cases/${encodeURIComponent(caseKind)}/${encodeURIComponent(businessKey)}`,
        }),
    },
  };
}
