import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { foldedTo } from '../../store/flow-stats/read.ts';
import { flowExists } from '../../store/flows.ts';
import { BOARD_PLANS, binsOf } from '../boards/index.ts';
import { createCache } from '../cache.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';
import { noFlow } from './flows.ts';

const DAY_MS = 86_400_000;
/** What is asked for without an end is the same question for so long. */
const STEP_MS = 5_000;

/** The pictures of the boards. */
export function boardRoutes(app: Hono<AppEnv>, doors: Doors): void {
  const { db, now } = doors;
  /** Screens of many people ask for the same pictures. */
  const answers = createCache<api.Board>({ max: 50, ttlMs: STEP_MS, now });

  async function read(board: api.BoardName, from: number, to: number, flowId: string | undefined): Promise<api.Board> {
    const plan = BOARD_PLANS[board];
    const bins = binsOf(from, to);
    const [pictures, counted] = await Promise.all([plan.draw({ db, bins, flowId, now: now(), doors }), foldedTo(db)]);
    return {
      board,
      title: plan.title,
      lead: plan.lead,
      from: bins.from.toISOString(),
      to: bins.to.toISOString(),
      countedTo: (counted ?? new Date(0)).toISOString(),
      binMs: bins.binMinutes * 60_000,
      pictures: [...pictures],
    };
  }

  serve(app, api.getBoard, async ({ params: { board }, query, problem }) => {
    const to = query.to === undefined ? Math.ceil(now() / STEP_MS) * STEP_MS : Date.parse(query.to);
    const from = query.from === undefined ? to - DAY_MS : Date.parse(query.from);
    if (from >= to) throw problem('request-invalid', 'The time must begin before it ends: "from" is not before "to".');
    if (to - from > api.MAX_BOARD_DAYS * DAY_MS)
      throw problem('request-invalid', `Counts are kept for ${api.MAX_BOARD_DAYS} days; ask for no more.`);
    if (query.flow !== undefined && !(await flowExists(db, query.flow))) throw problem('not-found', noFlow(query.flow));
    return answers.get(JSON.stringify([board, from, to, query.flow]), () => read(board, from, to, query.flow));
  });
}
