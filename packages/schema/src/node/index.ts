export * from './cases.ts';
export * from './context.ts';
export * from './define-node.ts';
export * from './failures.ts';
export * from './limits.ts';
export * from './parking.ts';
export { rankOf } from './rank.ts';
export * from './scope.ts';
export * from './values.ts';
