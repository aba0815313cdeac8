export { type Armed, failPoint } from './fail-point.ts';
export { FAIL_POINTS, type FailPoint } from './points.ts';
