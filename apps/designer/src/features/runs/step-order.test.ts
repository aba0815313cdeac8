import type { StepView } from '@lockstep/schema/api';
import { expect, it } from 'vitest';
import { barOf, inOrder, shownFirst, spanOf } from './step-order.ts';

function step(node: string, status: StepView['status'], from?: number, to?: number): StepView {
  return {
    node,
    name: node,
    type: 'map',
    status,
    attempts: [],
    ...(from === undefined ? {} : { startedAt: new Date(from).toISOString() }),
    ...(to === undefined ? {} : { endedAt: new Date(to).toISOString() }),
  };
}
const names = (steps: readonly StepView[]) => steps.map(({ node }) => node).join(' ');

it('lists steps as they began, then what may come, then what was not taken', () => {
  const steps = [
    step('skipped', 'skipped'),
    step('b', 'running', 20),
    step('later', 'pending'),
    step('a', 'succeeded', 10, 20),
  ];
  expect(names(inOrder(steps))).toBe('a b later skipped');
  // What an earlier run did was there from the beginning.
  expect(names(inOrder([...steps, step('kept', 'succeeded')]))).toBe('a kept b later skipped');
});

it('shows the failed step first, else what is under way, else the last that gave something', () => {
  const done = step('done', 'succeeded', 10, 20);
  const waiting = step('waiting', 'waiting', 20);
  expect(shownFirst([done, waiting, step('failed', 'failed', 30, 40)])?.node).toBe('failed');
  expect(shownFirst([done, waiting])?.node).toBe('waiting');
  expect(shownFirst([done, step('next', 'pending')])?.node).toBe('done');
  expect(shownFirst([])).toBeUndefined();
});

it('places a step on the time line of its run', () => {
  const steps = [step('a', 'succeeded', 0, 25), step('b', 'waiting', 25), step('c', 'pending')];
  expect(steps.map((one) => barOf(one, spanOf(steps, 100), 100))).toEqual([
    { left: 0, width: 0.25 },
    { left: 0.25, width: 0.75 },
    undefined,
  ]);
});
