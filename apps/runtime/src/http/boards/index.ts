import type { BoardName } from '@lockstep/schema/api';
import type { BoardPlan } from './board.ts';
import { engine } from './engine.ts';
import { exceptions } from './exceptions.ts';
import { orders } from './orders.ts';
import { returns } from './returns.ts';
import { sla } from './sla.ts';
import { stock } from './stock.ts';
import { systems } from './systems.ts';
import { today } from './today.ts';

export { type Bins, binsOf } from './bins.ts';

export const BOARD_PLANS: Readonly<Record<BoardName, BoardPlan>> = {
  today,
  orders,
  exceptions,
  sla,
  stock,
  returns,
  systems,
  engine,
};
