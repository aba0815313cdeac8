export { createGuards, type Guards } from './guards.ts';
export { outcomeOf, outcomeOfError } from './outcome.ts';
export type { Call, GuardedConnection, GuardStats, Outcome, Permit } from './types.ts';
