export { answerRow, type CodeAnswer } from './answer-row.ts';
export { applyChanges, changesBetween, diffRows, type RowChange } from './change-table.ts';
export { checkTable } from './check-table.ts';
export { directionOf, indexTable, type TableIndex, type TestedRow, testTable } from './find-in-table.ts';
export { asksTables, lookupsIn } from './find-lookups.ts';
export { type Likely, likelyValues } from './likeness.ts';
export { pinTables, type TablePins } from './pins.ts';
export * from './table.ts';
