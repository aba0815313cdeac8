import type { RunEvent } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { fold } from './fold.ts';
import type { Plan } from './plan.ts';
import { initialState } from './state.ts';
import { cancelled, failed, filtered, planOf, refused, retried, started, succeeded } from './testing.ts';
import { type Next, transition } from './transition.ts';

const line = planOf({ in: 'start', map: 'pure', post: 'write', undo: 'write', last: 'write' }, [
  'in.out > map',
  'map.out > post',
  'post.undo > undo',
  'post.out > last',
]);

function after(plan: Plan, ...events: readonly RunEvent[]): Next {
  return events.reduce<Next>((next, event) => transition(plan, next.state, event), {
    state: initialState,
    commands: [],
  });
}

const close = (status: string, ...failedNodes: string[]) => ({
  type: 'run.close',
  id: 'close',
  status,
  failed: failedNodes,
});

describe('L1: a run that is set aside in its lane', () => {
  it('ends done at once, without a step', () => {
    const { state, commands } = after(line, started('in'), filtered);
    expect(commands).toEqual([close('done')]);
    expect(state).toMatchObject({ status: 'done', filtered: 'stale', steps: { map: { status: 'cancelled' } } });
    expect(after(line, started('in'), filtered, succeeded('map')).state).toEqual(state);
  });

  it('may have been tried before: what it did stays, what failed is given up', () => {
    const history = [started('in'), succeeded('map'), succeeded('post'), failed('last', 1, refused)];
    const undone = [...history, succeeded('undo')];
    expect(after(line, ...undone, retried, filtered).commands).toEqual([]); // there was nothing to try again
    const plain = planOf({ in: 'start', post: 'write', last: 'write' }, ['in.out > post', 'post.out > last']);
    const { state, commands } = after(
      plain,
      started('in'),
      succeeded('post'),
      failed('last', 1, refused),
      retried,
      filtered,
    );
    expect(commands).toEqual([close('done')]);
    expect(state.steps).toMatchObject({ post: { status: 'succeeded' }, last: { status: 'cancelled', attempt: 2 } });
  });

  it('is nothing to a run that winds down, has ended, or was never accepted', () => {
    for (const history of [[], [started('in'), cancelled], [started('in'), failed('map', 1, refused)]]) {
      const { state } = after(line, ...history);
      expect(after(line, ...history, filtered).state).toEqual(state);
    }
  });
});

describe('R9: a cancel while nothing is under way', () => {
  const idle = { ...cancelled, idle: true } as const;

  it('ends a run that waits for its turn at once', () => {
    expect(after(line, started('in'), idle).commands).toEqual([close('cancelled')]);
    expect(after(line, started('in'), cancelled).commands).toEqual([]); // the step may be under way, so it settles
  });

  it('takes back what was done all the same', () => {
    const { state, commands } = after(line, started('in'), succeeded('map'), succeeded('post'), idle);
    expect(commands).toMatchObject([{ type: 'step.run', node: 'undo' }]);
    expect(state.steps.last).toMatchObject({ status: 'cancelled' });
    expect(
      after(line, started('in'), succeeded('map'), succeeded('post'), cancelled, idle).state.steps.last,
    ).toMatchObject({
      status: 'running',
    });
  });

  it('keeps an undo step that was to begin', () => {
    const failing = [started('in'), succeeded('map'), succeeded('post'), failed('last', 1, refused)];
    expect(after(line, ...failing, idle).state.steps.undo).toMatchObject({ status: 'running' });
  });
});

describe('L2: a message without a place', () => {
  const unplaced = { ...started('in'), unplaced: 'The key cannot be told.' };

  it('ends as an exception before any step, and begins when it is tried again', () => {
    const { state, commands } = fold(line, [unplaced]);
    expect(commands).toEqual([close('exception')]);
    expect(state).toMatchObject({ unplaced: 'The key cannot be told.', steps: { in: { status: 'succeeded' } } });
    expect(after(line, unplaced, retried).commands).toMatchObject([{ type: 'step.run', node: 'map' }]);
    expect(after(line, unplaced, retried).state).not.toHaveProperty('unplaced');
  });
});
