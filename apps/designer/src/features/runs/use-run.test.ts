import { expect, it } from 'vitest';
import { FLOW, runView, stepView } from '../../testing/samples.ts';
import { withChanges } from './use-run.ts';

const known = runView('r1', {
  status: 'running',
  stamp: '1',
  steps: [stepView('in'), stepView('erp', { status: 'running' })],
});
const { flow: _, ...now } = runView('r1', { stamp: '2', steps: [stepView('erp')] });

it('puts what changed into what is known, and leaves the rest the same objects', () => {
  const run = withChanges(known, now);
  expect(run).toEqual({ ...now, flow: FLOW, steps: [stepView('in'), stepView('erp')] });
  expect(run.steps[0]).toBe(known.steps[0]);
  expect(run.flow).toBe(known.flow);
});

it('keeps the list of steps where none changed', () => {
  expect(withChanges(known, { ...now, steps: [] }).steps).toBe(known.steps);
});

it('forgets what was known of another flow', () => {
  const flow = { ...FLOW, name: 'Orders, mended' };
  expect(withChanges(known, { ...now, flow })).toEqual({ ...now, flow });
});
