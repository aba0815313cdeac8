export * from './apply-change.ts';
export * from './case.ts';
export * from './machines.ts';
export * from './order-state.ts';
