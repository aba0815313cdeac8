export * from './cron.ts';
export * from './due-ticks.ts';
export * from './sentence.ts';
