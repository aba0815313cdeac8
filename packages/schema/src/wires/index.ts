export { answersOf, type FlowAnswer } from './answers.ts';
export { callbacksOf, type FlowCallback } from './callbacks.ts';
export { checkOwners } from './check-owners.ts';
export { checkWires, type NodeText } from './check-wires.ts';
export { type ForeignField, foreignFields, foreignText, foreignWrites } from './foreign-fields.ts';
