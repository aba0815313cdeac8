import { expect, it } from 'vitest';
import { chain, testCatalogue } from '../canvas/model/testing.ts';
import { doneSteps, type FirstStepsState } from './first-steps.ts';

const said = (change: Partial<FirstStepsState>) =>
  Object.entries(
    doneSteps({ flow: { nodes: [], edges: [] }, issues: [], tried: false, published: false, ...change }, testCatalogue),
  )
    .filter(([, done]) => done)
    .map(([step]) => step);
const flow = chain('in a');
const error = { severity: 'error', code: 'x', message: 'x' } as const;

it('goes from a start to a published flow, each step as soon as it is done', () => {
  expect(said({})).toEqual([]);
  expect(said({ flow: { ...flow, edges: [] } })).toEqual(['start']);
  expect(said({ flow, issues: [error] })).toEqual(['start', 'steps']);
  expect(said({ flow })).toEqual(['start', 'steps', 'settings']);
  expect(said({ flow, tried: true })).toEqual(['start', 'steps', 'settings', 'try']);
  expect(said({ flow, published: true })).toHaveLength(5);
});
