export * from './edits.ts';
export * from './flow.ts';
export * from './issue.ts';
