import { failPoint } from '../../fail-points/index.ts';
import { createBatcher } from '../journal/batcher.ts';
import { passing } from '../journal/errors.ts';
import { onceAKey } from '../journal/once-a-key.ts';
import type { Sql } from '../open-store.ts';
import { enterLanes } from './enter.ts';
import { goOn, lockLanes } from './go-on.ts';
import type { LaneAccepted, LaneItem, LaneName, LaneNews, Lanes, TakeTurn } from './types.ts';

/** Messages in one transaction: while it lasts, their lanes are locked. */
const MAX_ITEMS = 200;
const MAX_BYTES = 8 * 1024 * 1024;

const NOTHING: LaneNews = { taken: [], left: 0, setAside: [], holds: [] };

/** The lanes of all processes on one database. */
export function createLanes(sql: Sql, turn: TakeTurn): Lanes {
  const write = createBatcher<LaneItem, LaneAccepted>({
    async write(items) {
      failPoint('accept.before-commit');
      const accepted = await sql.begin((tx) => enterLanes(tx, items, turn));
      failPoint('accept.after-commit');
      return accepted as readonly LaneAccepted[];
    },
    sizeOf: ({ event, payloads }) => payloads.reduce((sum, { body }) => sum + body.length, event.length),
    maxItems: MAX_ITEMS,
    maxBytes: MAX_BYTES,
    lanes: 1,
  });
  return {
    accept: onceAKey(write),
    acceptIn: (tx, items) => enterLanes(tx, items, turn),
    async goOn({ runs, lanes }, taker) {
      const names = [...lanes, ...(await lanesOf(sql, runs))];
      if (names.length === 0) return NOTHING;
      failPoint('lane.before-commit');
      const news = await passing(sql.begin((tx) => goOn(tx, distinct(names), taker, turn)));
      failPoint('lane.after-commit');
      return news as LaneNews;
    },
    async findDue(limit) {
      const [runs, lanes] = await Promise.all([
        passing(sql<{ id: string }[]>`
          select id from runs where ended_at is not null and lane_state in ('waiting', 'turn', 'passing')
          limit ${limit}`),
        passing(sql<LaneName[]>`
          select flow_id as "flowId", key from lanes where look_at <= now() order by look_at limit ${limit}`),
      ]);
      return { runs: runs.map(({ id }) => id), lanes };
    },
    async moveOn(runId) {
      const names = await lanesOf(sql, [runId]);
      const rows = await passing(
        // Under the lock of the lane, which may just be hearing of the end: it must not block after this said it goes on.
        sql.begin(async (tx) => {
          await lockLanes(tx, names);
          return tx`
            update runs set lane_state = 'passing' where id = ${runId} and (
              lane_state = 'blocking' or (lane_state = 'turn' and ended_at is not null and status = 'exception'))
            returning id`;
        }),
      );
      return rows.length > 0;
    },
  };
}

async function lanesOf(sql: Sql, runs: readonly string[]): Promise<readonly LaneName[]> {
  if (runs.length === 0) return [];
  return passing(sql<LaneName[]>`
    select distinct flow_id as "flowId", key from lane_runs where run_id = any(${sql.array([...runs], 2950)}::uuid[])`);
}

function distinct(names: readonly LaneName[]): readonly LaneName[] {
  return [...new Map(names.map((name) => [`${name.flowId}\n${name.key}`, name])).values()];
}
