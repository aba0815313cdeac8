export * from './csv/options.ts';
export { csvRows } from './csv/read.ts';
export type { LinePosition } from './kit/lines.ts';
export { type NdjsonItem, type NdjsonOptions, ndjsonRows } from './ndjson/read.ts';
