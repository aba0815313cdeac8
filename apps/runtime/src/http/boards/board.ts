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

/** Promise to customers and partners: an order is in the books within a minute. */
export const ORDER_TO_ERP_MS = 60_000;
/** So much of what was promised must be kept. */
export const KEPT = 0.99;
