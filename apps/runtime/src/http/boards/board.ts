import type { Picture } from '@lockstep/schema/api';
import type { Db } from '../../store/index.ts';
import type { Doors } from '../ports.ts';
import type { Bins } from './bins.ts';

/** What a board is drawn from. */
export interface BoardSource {
  readonly db: Db;
  readonly bins: Bins;
  readonly flowId?: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly doors: Pick<Doors, 'connections' | 'guards' | 'catalogue'>;
}

/** A board: what it is called, what it is for, and how its pictures are made. */
export interface BoardPlan {
  readonly title: string;
  readonly lead: string;
  readonly draw: (source: BoardSource) => Promise<readonly Picture[]>;
}

/** Milestone that an order is in the books, as "Order to cash" tells it. */
export const IN_THE_BOOKS = 'in the ERP';
/** Promise to customers and partners: an order is in the books within a minute. */
export const ORDER_TO_ERP_MS = 60_000;
/** The same time a week before, up to the moment that is now. */
export function aWeekBefore({ bins, now }: Pick<BoardSource, 'bins' | 'now'>): {
  readonly from: Date;
  readonly to: Date;
} {
  const to = Math.min(bins.to.getTime(), now);
  return { from: new Date(bins.from.getTime() - WEEK_MS), to: new Date(to - WEEK_MS) };
}

const WEEK_MS = 7 * 86_400_000;

/** So much of what was promised must be kept. */
export const KEPT = 0.99;
