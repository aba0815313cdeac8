export * from './csv/options.ts';
export { csvRows, readCsv } from './csv/read.ts';
export { writeCsv } from './csv/write.ts';
export { readEdifact } from './edi/edifact/read.ts';
export { readX12 } from './edi/x12/read.ts';
export { x12Tokens } from './edi/x12/segment-reader.ts';
export type { LinePosition } from './kit/lines.ts';
export { type NdjsonItem, type NdjsonOptions, ndjsonRows } from './ndjson/read.ts';
