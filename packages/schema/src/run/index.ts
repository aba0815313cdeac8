export * from './events.ts';
export * from './failure.ts';
export * from './json.ts';
