export { type ToldChange, type ToldField, tellChanges } from './change-words.ts';
export { type ComparedFlow, compareFlows, isDifferent, type Side } from './compare-flows.ts';
export * from './surroundings.ts';
