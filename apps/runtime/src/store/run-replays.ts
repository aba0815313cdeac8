import type { MessageChange } from '@lockstep/schema/api';
import { failPoint } from '../fail-points/index.ts';
import { accept, storableKey } from './journal/accept.ts';
import { passing } from './journal/errors.ts';
import { storable } from './journal/text.ts';
import type { Accepted, AcceptItem } from './journal/types.ts';
import { LANE_CHANNEL } from './lanes/channel.ts';
import { enterLanes } from './lanes/enter.ts';
import { lockLanes } from './lanes/go-on.ts';
import { laneId, run, type Tx } from './lanes/lane-row.ts';
import type { LaneAccepted, LaneName, TakeTurn } from './lanes/types.ts';
import type { Sql } from './open-store.ts';

/** What a replay was planned on, and who wanted it. */
export interface Takeover {
  /** The run that is repeated. */
  readonly runId: string;
  /** All runs under the keys of this one, and the newest event of each, as the plan saw them. */
  readonly seen: readonly { readonly runId: string; readonly seq: number }[];
  /** The open exception among them, which goes with the replay. */
  readonly exceptionId: string | undefined;
  readonly by: string;
  /** Why the person wants it, what was changed in the message, and steps to be done again. */
  readonly reason: string;
  readonly changes: readonly MessageChange[];
  readonly repeated: readonly string[];
}

export type ReplayAccepted = Accepted & Partial<Pick<LaneAccepted, 'lane' | 'news'>>;

/** Where replays begin. */
export interface Replays {
  /**
   * Accepts a replay and gives it what the run before left open, in one commit: both are linked, the exception goes on with the
   * new run as `retrying`, and the lane that it blocked goes on, the replay at the old place.
   *
   * `changed`: something happened to one of the runs since the plan was made. A run that was begun under the same dedupe key is
   * answered as by `Journal.accept`.
   *
   * @throws StoreUnavailableError when it is not known whether it was accepted: ask again with the same key
   */
  begin(item: AcceptItem, takeover: Takeover): Promise<ReplayAccepted | 'changed'>;
}

export function createReplays(sql: Sql, turn: TakeTurn): Replays {
  return {
    async begin(item, takeover) {
      failPoint('accept.before-commit');
      const begun = await passing(sql.begin((tx) => begin(tx, item, takeover, turn)));
      failPoint('accept.after-commit');
      return begun as ReplayAccepted | 'changed';
    },
  };
}

interface FamilyRow {
  readonly id: string;
  readonly last_seq: number;
  readonly ended: boolean;
}

/** Locks in the order of all others: lanes, then runs, then exceptions. */
async function begin(
  tx: Tx,
  item: AcceptItem,
  takeover: Takeover,
  turn: TakeTurn,
): Promise<ReplayAccepted | 'changed'> {
  await lockLanesOf(tx, item, takeover);
  if (item.dedupeKey !== undefined && (await isKnown(tx, item))) return take(tx, item, turn);
  const family = await rows<FamilyRow>(
    tx,
    `select id, last_seq, ended_at is not null as ended from runs
    where id = $1::uuid or id = $2::uuid or (key_run_id = $1::uuid and replay_of is not null) order by id for update`,
    [item.keyRunId, takeover.runId],
  );
  const seen = new Map(takeover.seen.map(({ runId, seq }) => [runId, seq]));
  const isSame = family.length === seen.size && family.every(({ id, last_seq }) => seen.get(id) === last_seq);
  if (!isSame || family.some(({ ended }) => !ended)) return 'changed';
  const ids = uuids(family.map(({ id }) => id));
  const [open] = await rows<{ id: string; run_id: string }>(
    tx,
    `select id, run_id from exceptions where run_id = any ($1::uuid[]) and status = 'open' order by id desc limit 1 for update`,
    [ids],
  );
  if (open?.id !== takeover.exceptionId) return 'changed';
  await rows(
    tx,
    `with old as (
      update runs set replayed_by = $2::uuid, lane_state = case when lane_state = 'blocking' then 'turn' else lane_state end
      where id = $1::uuid or id = $3::uuid or (id = any ($4::uuid[]) and lane_state = 'blocking') returning lane_state
    )
    select pg_notify('${LANE_CHANNEL}', '') from old where lane_state = 'turn'`,
    [takeover.runId, item.runId, open?.run_id ?? takeover.runId, ids],
  );
  if (open) await moveException(tx, { id: open.id, from: open.run_id, to: item.runId }, takeover);
  return take(tx, item, turn);
}

async function take(tx: Tx, item: AcceptItem, turn: TakeTurn): Promise<ReplayAccepted> {
  const { lane } = item;
  const [accepted] = lane ? await enterLanes(tx, [{ ...item, lane }], turn) : await accept(tx, [item]);
  if (!accepted) throw new Error(`The accept of run ${item.runId} gave no answer.`);
  return accepted;
}

/** The lanes of the runs before, and the one the replay enters, in order of their keys; made where they are not there. */
async function lockLanesOf(tx: Tx, item: AcceptItem, { seen }: Takeover): Promise<void> {
  const { flowId, lane } = item;
  const old = await rows<LaneName>(
    tx,
    `select distinct flow_id as "flowId", key from lane_runs where run_id = any ($1::uuid[])`,
    [uuids(seen.map(({ runId }) => runId))],
  );
  if (!lane) {
    if (old.length > 0) await lockLanes(tx, old);
    return;
  }
  const names = new Map([...old, { flowId, key: lane.key }].map((name) => [laneId(named(name)), name]));
  const entries = [...names.values()].map(({ flowId: flow, key }) => ({
    flow,
    key,
    settings: lane.settings,
    count: 0,
  }));
  await run(tx, 'enter', entries);
}

const named = ({ flowId: flow_id, key }: LaneName) => ({ flow_id, key });

async function isKnown(tx: Tx, { flowId, triggerNode, dedupeKey = '' }: AcceptItem): Promise<boolean> {
  const known = await rows(
    tx,
    'select from inbox where flow_id = $1::text and node = $2::text and dedupe_key = $3::text',
    [flowId, triggerNode, storableKey(dedupeKey)],
  );
  return known.length > 0;
}

/** The exception goes on with the replay: how that one ends is how it ends. */
async function moveException(
  tx: Tx,
  { id, from, to }: { readonly id: string; readonly from: string; readonly to: string },
  { by, reason, changes, repeated }: Takeover,
): Promise<void> {
  await rows(
    tx,
    `with moved as (
      update exceptions set status = 'retrying', run_id = $3::uuid, settled_at = null, note = null where id = $1::uuid returning id
    )
    insert into exception_replays (run_id, exception_id, from_run_id, by, reason, changes, repeated)
    select $3::uuid, id, $2::uuid, $4::text, $5::text, $6::text::json, $7::text::json from moved`,
    [id, from, to, storable(by), storable(reason), JSON.stringify(changes), JSON.stringify(repeated)],
  );
}

function uuids(ids: readonly string[]): string {
  return `{${ids.join(',')}}`;
}

function rows<Row extends object>(
  tx: Tx,
  statement: string,
  values: readonly (string | number)[],
): Promise<readonly Row[]> {
  return tx.unsafe<Row[]>(statement, [...values], { prepare: true });
}
