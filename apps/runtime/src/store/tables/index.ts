export * from './connection-guards.ts';
export * from './connections.ts';
export * from './exceptions.ts';
export * from './flows.ts';
export * from './journal.ts';
export * from './runs.ts';
export * from './schedules.ts';
export * from './waits.ts';
