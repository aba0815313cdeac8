export * from './csv/options.ts';
export { csvRows, readCsv } from './csv/read.ts';
export { writeCsv } from './csv/write.ts';
export type { LinePosition } from './kit/lines.ts';
export { type NdjsonItem, type NdjsonOptions, ndjsonRows } from './ndjson/read.ts';
