export * from './events.ts';
export * from './failure.ts';
export * from './hook-method.ts';
export * from './json.ts';
export * from './lane.ts';
export * from './park.ts';
export * from './payload.ts';
export * from './source-time.ts';
