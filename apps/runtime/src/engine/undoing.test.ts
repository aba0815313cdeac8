import type { RunEvent } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { inputSource } from './fold.ts';
import type { Plan } from './plan.ts';
import { PlanError } from './plan.ts';
import { initialState } from './state.ts';
import {
  busy,
  cancelled,
  failed,
  fired,
  gave,
  lost,
  planOf,
  refused,
  resumed,
  retried,
  started,
  succeeded,
} from './testing.ts';
import { type Next, transition } from './transition.ts';

function after(plan: Plan, ...events: readonly RunEvent[]): Next {
  let next: Next = { state: initialState, commands: [] };
  for (const event of events) next = transition(plan, next.state, event);
  return next;
}

const ids = ({ commands }: Next) => commands.map(({ id }) => id);
const close = ({ commands }: Next) => commands.find(({ type }) => type === 'run.close');
const retry = { maxAttempts: 2, baseMs: 100, capMs: 1000, jitter: 0 };

/** Two branches that each do something with a way back, and a step behind them that fails. */
const plan = planOf(
  {
    in: 'start',
    a: 'write',
    b: 'write',
    last: 'pure',
    'undo-a': { type: 'write', policy: { retry } },
    'undo-b': 'once',
  },
  ['in.out > a', 'in.out > b', 'a.out > last', 'b.out > last', 'a.undo > undo-a', 'b.undo > undo-b'],
);
const both = [started('in'), succeeded('b'), succeeded('a')];
const broken = [...both, failed('last', 1, refused)];

describe('R14: undoing', () => {
  it('is no part of the normal way', () => {
    const next = after(plan, ...both, succeeded('last'));
    expect(close(next)).toEqual({ type: 'run.close', id: 'close', status: 'done', failed: [] });
    expect(next.state.steps['undo-a']).toEqual({ status: 'skipped', attempt: 0 });
  });

  it('takes back what succeeded, the newest first, one after another, before the run ends', () => {
    const first = after(plan, ...broken);
    expect([first.state.status, ids(first)]).toEqual(['running', ['undo-a:1']]);
    const second = after(plan, ...broken, succeeded('undo-a'));
    expect(ids(second)).toEqual(['undo-b:1']);
    expect(close(after(plan, ...broken, succeeded('undo-a'), succeeded('undo-b')))).toEqual({
      type: 'run.close',
      id: 'close',
      status: 'exception',
      failed: ['last'],
      undo: { undone: ['a', 'b'], left: [], uncertain: [] },
    });
  });

  it('works on what the undone step gave', () => {
    const { state } = after(plan, ...broken);
    expect(inputSource(plan, state, 'undo-a')).toBe('a');
    expect(state.steps.a?.output).toEqual(gave('a'));
  });

  it('waits for steps under way, and takes back what they did meanwhile', () => {
    const wide = planOf({ in: 'start', a: 'write', b: 'write', u: 'write' }, [
      'in.out > a',
      'in.out > b',
      'b.undo > u',
    ]);
    expect(ids(after(wide, started('in'), failed('a', 1, refused)))).toEqual([]);
    expect(ids(after(wide, started('in'), failed('a', 1, refused), succeeded('b')))).toEqual(['u:1']);
    expect(ids(after(wide, started('in'), failed('a', 1, refused), failed('b', 1, refused)))).toEqual(['close']);
  });

  it('happens when a run is cancelled, and ends it cancelled', () => {
    expect(ids(after(plan, ...both, cancelled))).toEqual([]);
    const undone = [...both, cancelled, succeeded('last'), succeeded('undo-a'), succeeded('undo-b')];
    expect(close(after(plan, ...undone))).toMatchObject({ status: 'cancelled', undo: { undone: ['a', 'b'] } });
  });

  it('does not happen for a failure that an error port catches', () => {
    const caught = planOf({ in: 'start', a: 'write', u: 'write', b: 'write', note: 'pure' }, [
      'in.out > a',
      'a.undo > u',
      'a.out > b',
      'b.error > note',
    ]);
    const next = after(caught, started('in'), succeeded('a'), failed('b', 1, refused), succeeded('note'));
    expect(close(next)).toMatchObject({ status: 'done' });
  });

  it('tries its steps again, although the run winds down', () => {
    const next = after(plan, ...broken, failed('undo-a', 1, busy));
    expect([next.state.status, ids(next)]).toEqual(['waiting', ['undo-a:1:timer']]);
    expect(ids(after(plan, ...broken, failed('undo-a', 1, busy), fired('undo-a', 1)))).toEqual(['undo-a:2']);
  });

  it('stops at an undo step that fails and says what stands', () => {
    const next = after(plan, ...broken, failed('undo-a', 1, refused));
    expect(close(next)).toEqual({
      type: 'run.close',
      id: 'close',
      status: 'exception',
      failed: ['last', 'undo-a'],
      undo: { undone: [], left: ['a', 'b'], uncertain: [] },
    });
    const cancel = after(plan, ...both, cancelled, succeeded('last'), failed('undo-a', 1, refused));
    expect(close(cancel), 'a cancelled run, too, must be looked at').toMatchObject({ status: 'exception' });
  });

  it('goes on by hand, and then the run is closed for good', () => {
    const again = [...broken, failed('undo-a', 1, refused), retried];
    expect(ids(after(plan, ...again))).toEqual(['undo-a:2']);
    const end = after(plan, ...again, succeeded('undo-a', 2), succeeded('undo-b'));
    expect(close(end)).toMatchObject({ status: 'exception', undo: { undone: ['a', 'b'], left: [] } });
    expect(transition(plan, end.state, retried)).toEqual({ state: end.state, commands: [] });
  });

  it('never takes back what is not known to have happened, and says so', () => {
    const next = after(plan, started('in'), succeeded('b'), failed('a', 1, { ...lost, kind: 'unknown' }));
    expect(ids(next)).toEqual(['undo-b:1']);
    const end = transition(plan, next.state, succeeded('undo-b'));
    expect(close(end)).toMatchObject({ undo: { undone: ['b'], left: [], uncertain: ['a'] } });
  });

  it('leaves alone what a replay was seeded with: another run did that', () => {
    const seed = [{ node: 'a', port: 'out', output: gave('a') }];
    const next = after(plan, { type: 'run.started', at: 0, node: 'in', output: gave('in'), seed }, succeeded('b'));
    expect(ids(transition(plan, next.state, failed('last', 1, refused)))).toEqual(['undo-b:1']);
  });

  it('knows after a takeover that an undo step may have had its effect', () => {
    const next = after(plan, ...broken, resumed);
    expect(next.commands).toMatchObject([{ id: 'undo-a:1', outcomeUnknown: true }]);
    const once = after(plan, ...broken, succeeded('undo-a'), resumed);
    expect(close(once)).toMatchObject({ status: 'exception', undo: { undone: ['a'], left: ['b'] } });
  });

  it.each([
    ['leads on', ['a.undo > u', 'u.out > b']],
    ['is led to by others', ['a.undo > u', 'in.out > u']],
    ['is one of two', ['a.undo > u', 'a.undo > b']],
  ])('refuses an undo step that %s', (_, edges) => {
    const nodes = { in: 'start', a: 'write', b: 'write', u: 'write' };
    expect(() => planOf(nodes, ['in.out > a', ...edges])).toThrow(PlanError);
  });
});
