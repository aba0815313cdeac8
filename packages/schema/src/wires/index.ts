export { checkWires, type NodeText } from './check-wires.ts';
