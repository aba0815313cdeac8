import type { LaneSettings } from '@lockstep/schema/graph';
import type { LaneMemory, LaneRun } from '@lockstep/schema/run';
import type { Sql } from '../open-store.ts';
import { LANE_STATEMENTS } from '../sql/statements.ts';

/** Statements of one transaction, or outside of one. */
export type Tx = Pick<Sql, 'unsafe'>;

/** A lane whose row is locked. */
export interface LaneRow {
  readonly flow_id: string;
  readonly key: string;
  readonly settings: LaneSettings;
  /** Text of a bigint. */
  readonly places: string | number;
  holder: string | null;
  done_rank: string | null;
  done_run: string | null;
  reached_rank: string | null;
  readonly paused: boolean;
  /** The database's clock, epoch milliseconds. */
  readonly now_ms: number;
}

export interface LineRow {
  readonly flow_id: string;
  readonly key: string;
  readonly run_id: string;
  readonly place: number;
  readonly rank: string | null;
  readonly even_stale: boolean;
  /** It was tried before, so its history says more than that it was accepted. */
  readonly begun: boolean;
  readonly since_ms: number;
}

export const laneId = ({ flow_id, key }: Pick<LaneRow, 'flow_id' | 'key'>) => `${flow_id}\n${key}`;

export async function run<Row extends object>(
  tx: Tx,
  statement: keyof typeof LANE_STATEMENTS,
  items: readonly object[],
  ...more: readonly (string | number)[]
): Promise<readonly Row[]> {
  return tx.unsafe<Row[]>(LANE_STATEMENTS[statement], [JSON.stringify(items), ...more], { prepare: true });
}

export function memoryOf({ settings, holder, done_rank, done_run, reached_rank }: LaneRow): LaneMemory {
  return {
    settings,
    isFree: holder === null,
    ...(done_rank !== null && { done: { rank: BigInt(done_rank), runId: done_run ?? '' } }),
    ...(reached_rank !== null && { reached: BigInt(reached_rank) }),
  };
}

export function waitingRun({ run_id, place, rank, even_stale, since_ms }: LineRow): LaneRun {
  return {
    runId: run_id,
    place,
    sinceMs: since_ms,
    ...(rank !== null && { rank: BigInt(rank) }),
    ...(even_stale && { evenStale: true }),
  };
}

/** The greater of two ranks; null is less than any. */
export function greater(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return BigInt(b) > BigInt(a) ? b : a;
}
