import type { RunEvent } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import type { Plan } from './plan.ts';
import { initialState, type RunState } from './state.ts';
import { busy, failed, fired, planOf, refused, resumed, retried, started, succeeded } from './testing.ts';
import { type Next, transition } from './transition.ts';

const retry = { maxAttempts: 2, baseMs: 100, capMs: 1000, jitter: 0 };

function after(plan: Plan, ...events: readonly RunEvent[]): Next {
  let next: Next = { state: initialState, commands: [] };
  for (const event of events) next = transition(plan, next.state, event);
  return next;
}
const marks = ({ steps }: RunState) =>
  Object.entries(steps).flatMap(([id, { status, outcomeUnknown }]) => (outcomeUnknown ? [`${id} ${status}`] : []));

it('R10: an effect behind a pure step that fails when computed again is told, when it begins, that it may have begun', () => {
  const plan = planOf({ in: 'start', map: { type: 'pure', policy: { retry } }, post: 'write', note: 'write' }, [
    'in.out > map',
    'map.out > post',
    'post.out > note',
  ]);
  const again = after(plan, started('in'), resumed, failed('map', 1, busy), fired('map', 1), succeeded('map', 2));
  expect(again.commands).toMatchObject([{ id: 'post:1', outcomeUnknown: true }]);
  expect(marks(again.state)).toEqual(['post running']);
  const next = transition(plan, again.state, succeeded('post'));
  expect(next.commands).toMatchObject([{ id: 'note:1', outcomeUnknown: false }]);
});

it('R10: the mark outlives the end of the run and a retry by hand', () => {
  const plan = planOf({ in: 'start', map: 'pure', post: 'write' }, ['in.out > map', 'map.out > post']);
  const ended = after(plan, started('in'), resumed, failed('map', 1, refused));
  expect(ended.state).toMatchObject({ status: 'exception', doubtful: ['post'] });
  const tried = [retried, succeeded('map', 2)].reduce<Next>(
    (next, event) => transition(plan, next.state, event),
    ended,
  );
  expect(tried.commands).toMatchObject([{ id: 'post:1', outcomeUnknown: true }]);
});

it('R10: a `once` effect in doubt is not begun: it fails, by its error port when that is drawn', () => {
  const nodes = { in: 'start', map: { type: 'pure', policy: { retry } }, post: 'once', side: 'write', ask: 'pure' };
  const edges = ['in.out > map', 'map.out > post', 'map.out > side'];
  const history = [started('in'), resumed, failed('map', 1, busy), fired('map', 1), succeeded('map', 2)];
  const uncaught = after(planOf(nodes, edges), ...history);
  expect(uncaught.state).toMatchObject({
    status: 'running', // `side` was reached at the same time and settles
    ending: 'exception',
    steps: {
      post: { status: 'failed', attempt: 1, failure: { code: 'outcome-unknown' } },
      side: { status: 'running' },
    },
  });
  expect(uncaught.commands).toMatchObject([{ id: 'side:1', outcomeUnknown: true }]);
  const caught = after(planOf(nodes, [...edges, 'post.error > ask']), ...history);
  expect(caught.state.ending).toBeUndefined();
  expect(caught.commands).toMatchObject([{ id: 'side:1' }, { id: 'ask:1' }]);
});

it('R10: an effect that the run passes by this time keeps the mark', () => {
  const plan = planOf({ in: 'start', map: 'pure', post: 'write', tell: 'write' }, [
    'in.out > map',
    'map.out > post',
    'map.error > tell',
  ]);
  const { state } = after(plan, started('in'), resumed, failed('map', 1, refused));
  expect(marks(state)).toEqual(['post skipped']);
});

it('R10: nothing is in doubt that still needed an effect, a read, or another branch under way', () => {
  const plan = planOf(
    {
      in: 'start',
      map: 'pure',
      post: 'write',
      behind: 'write',
      look: 'read',
      found: 'write',
      join: 'write',
      slow: 'write',
    },
    [
      'in.out > map',
      'in.out > slow',
      'map.out > post',
      'post.out > behind',
      'map.out > look',
      'look.out > found',
      'map.out > join',
      'slow.out > join',
    ],
  );
  const { state } = after(plan, started('in'), resumed);
  expect(state.doubtful).toEqual(['post']);
  expect(after(plan, started('in'), succeeded('map'), resumed).state.doubtful).toBeUndefined();
});
