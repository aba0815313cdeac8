export * from './endpoint.ts';
export * from './flows.ts';
export * from './live.ts';
export * from './problem.ts';
export * from './runs.ts';
export * from './world.ts';
