export { type VariableUse, variableNamesIn, variablesIn } from './find-variables.ts';
export { nearestName } from './nearest-name.ts';
export * from './variable.ts';
