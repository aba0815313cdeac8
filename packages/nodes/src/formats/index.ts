export * from './csv/options.ts';
export { csvRows } from './csv/read.ts';
