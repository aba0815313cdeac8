import { describe, expect, it } from 'vitest';
import { fold, inputSource } from './fold.ts';
import { busy, failed, planOf, refused, started, succeeded } from './testing.ts';

describe('fold', () => {
  const plan = planOf({ in: 'start', a: 'write', b: 'write', c: 'write' }, ['in.out > a', 'in.out > b', 'in.out > c']);

  it('gives the commands whose answer is outstanding, in node order', () => {
    const { state, commands } = fold(plan, [started('in'), failed('b', 1, busy), succeeded('a')]);
    expect(state.status).toBe('running');
    expect(commands.map(({ id }) => id)).toEqual(['b:1:timer', 'c:1']);
  });

  it('gives the closing of an ended run, and nothing of a queued one', () => {
    expect(fold(plan, [started('in'), succeeded('a'), succeeded('b'), succeeded('c')]).commands).toEqual([
      { type: 'run.close', id: 'close', status: 'done', failed: [] },
    ]);
    expect(fold(plan, []).commands).toEqual([]);
  });
});

describe('R5: inputSource', () => {
  const plan = planOf({ in: 'start', route: 'switch', x: 'write', y: 'pure', join: 'pure' }, [
    'in.out > route',
    'route.a > x',
    'route.a > y',
    'y.out > join',
    'x.out > join',
    'x.error > join',
    'route.b > join',
  ]);
  const sourceAfter = (...events: Parameters<typeof fold>[1][]) =>
    inputSource(
      plan,
      fold(
        plan,
        events.flatMap((some) => [...some]),
      ).state,
      'join',
    );

  it('is the first live edge in drawing order, whichever step was first', () => {
    const history = [started('in'), succeeded('route', 1, 'a'), succeeded('x'), succeeded('y')];
    expect(sourceAfter(history)).toBe('y');
  });

  it('is the other branch when the first one is dead', () => {
    expect(sourceAfter([started('in'), succeeded('route', 1, 'b')])).toBe('route');
  });

  it('is the failed step when its error port is live', () => {
    const edges = ['in.out > post', 'post.error > alert'];
    const caught = planOf({ in: 'start', post: 'write', alert: 'pure' }, edges);
    expect(inputSource(caught, fold(caught, [started('in'), failed('post', 1, refused)]).state, 'alert')).toBe('post');
  });

  it('is nothing for a trigger', () => {
    expect(inputSource(plan, fold(plan, [started('in')]).state, 'in')).toBeUndefined();
  });
});
