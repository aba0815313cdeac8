import type { AnswerDifference } from '@lockstep/schema/capabilities';
import { passing } from '../journal/errors.ts';
import type { Sql } from '../open-store.ts';

/** A call that went to a second flow too. */
export interface ShadowCall {
  /** Idempotency key of the call. */
  readonly key: string;
  readonly capability: string;
  readonly binding: number;
  /** The run that called. */
  readonly runId: string;
  readonly businessKey: string | undefined;
  readonly liveFlow: string;
  readonly shadowFlow: string;
  readonly liveRunId: string;
}

/** Runs of the two flows whose answers are to be compared. */
export interface OpenShadow {
  readonly key: string;
  readonly capability: string;
  readonly binding: number;
  readonly liveRunId: string;
  readonly shadowRunId: string;
}

/** What came of it. `failed`: the second flow did; `skipped`: nothing to compare, the reason says why. */
export type ShadowVerdict =
  | { readonly state: 'same' }
  | { readonly state: 'different'; readonly differences: readonly AnswerDifference[] }
  | { readonly state: 'failed' | 'skipped'; readonly reason: string };

/** What is kept about second calls. Each is one statement, durable when it resolves. @throws StoreUnavailableError */
export interface ShadowStore {
  /** False when the call is known: its second call was begun, or left out. */
  isNew(key: string): Promise<boolean>;
  /** Keeps a second call that was begun, or why none was. Of the same key only the first is kept. */
  keep(call: ShadowCall, made: { readonly shadowRunId: string } | { readonly skipped: string }): Promise<void>;
  /** Not compared yet, of which `runId` is one of the two runs. */
  of(runId: string): Promise<readonly OpenShadow[]>;
  /** Of those whose runs have both ended, the oldest. */
  left(): Promise<readonly OpenShadow[]>;
  /** False when it was settled before. */
  settle(key: string, verdict: ShadowVerdict): Promise<boolean>;
}

/** Looked after in one go. */
const LEFT_LIMIT = 100;

export function createShadowStore(sql: Sql): ShadowStore {
  const open = () =>
    sql`key, capability, binding, live_run_id as "liveRunId", shadow_run_id as "shadowRunId" from capability_shadows s`;
  return {
    async isNew(key) {
      const rows = await passing(sql`select 1 from capability_shadows where key = ${key}`);
      return rows.length === 0;
    },
    async keep({ key, capability, binding, runId, businessKey = null, liveFlow, shadowFlow, liveRunId }, made) {
      const [shadowRunId, reason] = 'skipped' in made ? [null, made.skipped] : [made.shadowRunId, null];
      await passing(sql`
        insert into capability_shadows
          (key, capability, binding, run_id, business_key, live_flow, shadow_flow, live_run_id, shadow_run_id, state, reason, settled_at)
        values (${key}, ${capability}, ${binding}, ${runId}, ${businessKey}, ${liveFlow}, ${shadowFlow}, ${liveRunId}, ${shadowRunId},
          ${shadowRunId === null ? 'skipped' : 'open'}, ${reason}, ${shadowRunId === null ? sql`now()` : null})
        on conflict (key) do nothing`);
    },
    async of(runId) {
      const rows = await passing(sql<OpenShadow[]>`
        select ${open()} where state = 'open' and (live_run_id = ${runId} or shadow_run_id = ${runId})`);
      return rows.map((row) => ({ ...row }));
    },
    async left() {
      const rows = await passing(sql<OpenShadow[]>`
        select ${open()} join runs live on live.id = s.live_run_id join runs other on other.id = s.shadow_run_id
        where state = 'open' and live.ended_at is not null and other.ended_at is not null
        order by s.created_at limit ${LEFT_LIMIT}`);
      return rows.map((row) => ({ ...row }));
    },
    async settle(key, verdict) {
      const { state } = verdict;
      const reason = 'reason' in verdict ? verdict.reason : null;
      const differences = JSON.stringify('differences' in verdict ? verdict.differences : []);
      const rows = await passing(sql`
        update capability_shadows set state = ${state}, reason = ${reason}, differences = ${differences}::text::jsonb, settled_at = now()
        where key = ${key} and state = 'open' returning key`);
      return rows.length > 0;
    },
  };
}
