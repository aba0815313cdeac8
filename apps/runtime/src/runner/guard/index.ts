export { createGuards, type Guards } from './guards.ts';
export { outcomeOf, outcomeOfError } from './outcome.ts';
export { refusal } from './refusals.ts';
export type { Call, GuardedConnection, GuardStats, Outcome, Permit } from './types.ts';
