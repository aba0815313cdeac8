export { type Command, type ItemEnd, pending } from './commands.ts';
export { fold, inputSource } from './fold.ts';
export { resultOf } from './items.ts';
export { laneTurn } from './lanes/turn.ts';
export { checkMigration, type Drawn, type Obstacle } from './migration.ts';
export { frameAt, itemPath, type Place, placeOf, placesIn, refOf, stepAt } from './place.ts';
export { compilePlan, type NodeId, type Plan, PlanError, type PlanNode } from './plan.ts';
export { retryDelayMs } from './retry-delay.ts';
export {
  type Frame,
  initialState,
  type Page,
  type RunState,
  type ScopeState,
  type StepRef,
  type StepState,
  stepOf,
} from './state.ts';
export { type Next, transition } from './transition.ts';
export { undoneIn } from './undoing.ts';

/** Written with each run when it begins, so that a later engine knows by which rules its events were made. */
export const ENGINE_VERSION = 4;
