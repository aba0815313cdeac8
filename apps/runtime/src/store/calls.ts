import type { Binding } from '@lockstep/schema/capabilities';
import type { FailureCategory, FailureKind, RunStatus } from '@lockstep/schema/run';
import { type BoundRun, bindingForRun, type HeldBinding, readBinding } from './capabilities/bindings.ts';
import type { CallableVersion } from './flow-calls.ts';
import { passing } from './journal/errors.ts';
import type { Sql } from './open-store.ts';

/** Which run a call begins, chosen once for its key. */
export interface ChosenCall {
  readonly flowId: string;
  readonly version: number;
  readonly snapshotId: string;
  /** Start of the called flow. */
  readonly node: string;
  /** Of a call of a capability: which, and the version of the binding that chose the flow; null for a call of a flow. */
  readonly capability: string | null;
  readonly binding: number | null;
  /** The repetition that answers for the call; null while it is the first run. */
  readonly repeatedBy: string | null;
  /** How many repetitions there were. */
  readonly repeats: number;
}

/** One attempt of a step that calls. */
export interface CallAttempt {
  readonly runId: string;
  /** `node`, or `node@item` for a step of an item of a scope. */
  readonly node: string;
  readonly attempt: number;
}

/** A step that waits for a called run, or gave up waiting. */
export interface WaitingCall extends CallAttempt {
  readonly port: string;
  readonly state: 'open' | 'ended' | 'withdrawn';
}

/** Why a run ended as an exception, as its newest exception says. */
export interface RunFailure {
  readonly node: string;
  readonly kind: FailureKind;
  readonly category: FailureCategory;
  readonly code: string;
  readonly reason: string;
}

/** What is kept about calls of flows. Each is one statement, durable when it resolves. @throws StoreUnavailableError */
export interface CallStore {
  /** Published versions of a flow that is not deleted; `undefined` when there is none of this id. */
  versionsOf(flowId: string): Promise<readonly CallableVersion[] | undefined>;
  /** Version that was chosen for a step when its flow was published. */
  pinnedVersion(caller: {
    readonly flowId: string;
    readonly version: number;
    readonly node: string;
  }): Promise<number | undefined>;
  /** The binding of a capability that a run goes by: the same for all its calls, attempts and replays. */
  bindingFor(run: BoundRun): Promise<HeldBinding | undefined>;
  /** One version of a binding. */
  binding(capability: string, version: number): Promise<Binding | undefined>;
  find(key: string): Promise<ChosenCall | undefined>;
  /** Keeps the choice, unless there is one already; answers the one that holds. */
  choose(key: string, choice: Omit<ChosenCall, 'repeatedBy' | 'repeats'>): Promise<ChosenCall>;
  /** From now on `runId` answers for the call, as its repetition number `repeats`. */
  repeat(key: string, repetition: { readonly runId: string; readonly repeats: number }): Promise<void>;
  /** Attempts of a step that have waited, or asked a called run to go on. */
  attemptsOf(step: Omit<CallAttempt, 'attempt'>): Promise<readonly number[]>;
  /**
   * Writes down that an attempt has a called run go on whose newest event is `seq`. False when it did so before, of another
   * run or at another event: an attempt that is made again after a crash has got through then.
   */
  ask(
    call: CallAttempt & { readonly calledRunId: string; readonly port: string; readonly seq: number },
  ): Promise<boolean>;
  /** Where a run stands. */
  standing(runId: string): Promise<{ readonly status: RunStatus; readonly seq: number } | undefined>;
  /** Steps for which something is still to be done about a called run. */
  waitingFor(calledRunId: string): Promise<readonly WaitingCall[]>;
  settle(call: CallAttempt): Promise<void>;
  /**
   * Called runs about which somebody is still to be told: those it is `known` of; besides, those whose end a step that began
   * to wait at the same moment may have missed, of the `recent` waits or of `all`.
   */
  left(among: 'known' | 'recent' | 'all'): Promise<readonly string[]>;
  failureOf(runId: string): Promise<RunFailure | undefined>;
}

/** Looked after in one go. */
const LEFT_LIMIT = 200;
/** A wait and the end it waits for can only miss one another when both are written at the same moment. */
const MISSED_WITHIN = '10 minutes';

export function createCallStore(sql: Sql): CallStore {
  const chosen = () =>
    sql`flow_id as "flowId", version, snapshot_id as "snapshotId", node, capability, binding, repeated_by as "repeatedBy", repeats`;
  return {
    async versionsOf(flowId) {
      const rows = await passing(sql<{ version: number | null; snapshotId: string; semver: string | null }[]>`
        select version, snapshot_id as "snapshotId", semver from flows left join flow_versions on flow_id = flows.id
        where flows.id = ${flowId} and deleted_at is null`);
      if (rows.length === 0) return undefined;
      return rows.flatMap(({ version, ...row }) => (version === null ? [] : [{ version, ...row }]));
    },
    async pinnedVersion({ flowId, version, node }) {
      const [row] = await passing(sql<{ pinned: number | null }[]>`
        select pinned from flow_calls where flow_id = ${flowId} and version = ${version} and node = ${node}`);
      return row?.pinned ?? undefined;
    },
    bindingFor: (run) => bindingForRun(sql, run),
    binding: (capability, version) => readBinding(sql, capability, version),
    async find(key) {
      const [row] = await passing(sql<ChosenCall[]>`select ${chosen()} from calls where key = ${key}`);
      return row && { ...row };
    },
    async choose(key, { flowId, version, snapshotId, node, capability, binding }) {
      // Updates nothing, so that a rival which is just committing is waited for and seen.
      const [row] = await passing(sql<ChosenCall[]>`
        insert into calls (key, flow_id, version, snapshot_id, node, capability, binding)
        values (${key}, ${flowId}, ${version}, ${snapshotId}, ${node}, ${capability}, ${binding})
        on conflict (key) do update set key = excluded.key returning ${chosen()}`);
      if (!row) throw new Error(`The call ${key} was not written.`);
      return { ...row };
    },
    async repeat(key, { runId, repeats }) {
      await passing(sql`update calls set repeated_by = ${runId}, repeats = ${repeats}
        where key = ${key} and repeats = ${repeats - 1}`);
    },
    async attemptsOf({ runId, node }) {
      const rows = await passing(sql<{ attempt: number }[]>`
        select attempt from run_calls where run_id = ${runId} and node = ${node}`);
      return rows.map(({ attempt }) => attempt);
    },
    async ask({ runId, node, attempt, calledRunId, port, seq }) {
      const [row] = await passing(sql<{ isSame: boolean }[]>`
        insert into run_calls as known (run_id, node, attempt, called_run_id, port, state, asked_seq)
        values (${runId}, ${node}, ${attempt}, ${calledRunId}, ${port}, 'asked', ${seq})
        on conflict (run_id, node, attempt) do update set asked_seq = known.asked_seq
        returning called_run_id = ${calledRunId} and asked_seq = ${seq} as "isSame"`);
      return row?.isSame === true;
    },
    async standing(runId) {
      const [row] = await passing(sql<{ status: RunStatus; seq: number }[]>`
        select status, last_seq as seq from runs where id = ${runId}`);
      return row && { ...row };
    },
    async waitingFor(calledRunId) {
      const rows = await passing(sql<WaitingCall[]>`
        select run_id as "runId", node, attempt, port, state from run_calls
        where called_run_id = ${calledRunId} and state in ('open', 'ended', 'withdrawn')`);
      return rows.map((row) => ({ ...row }));
    },
    async settle({ runId, node, attempt }) {
      await passing(sql`update run_calls set state = 'settled'
        where run_id = ${runId} and node = ${node} and attempt = ${attempt}`);
    },
    async left(among) {
      const since = among === 'all' ? sql`` : sql`and waits.created_at > now() - ${MISSED_WITHIN}::interval`;
      const missed = sql`union select called_run_id from run_calls waits join runs on runs.id = waits.called_run_id
        where state = 'open' and runs.ended_at is not null ${since}`;
      const rows = await passing(sql<{ id: string }[]>`
        select called_run_id as id from run_calls where state in ('ended', 'withdrawn')
        ${among === 'known' ? sql`` : missed} limit ${LEFT_LIMIT}`);
      return rows.map(({ id }) => id);
    },
    async failureOf(runId) {
      const [row] = await passing(sql<RunFailure[]>`
        select node, kind, category, code, reason from exceptions where run_id = ${runId} order by id desc limit 1`);
      return row && { ...row };
    },
  };
}
