import type { RunEvent } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { fold } from './fold.ts';
import type { Plan } from './plan.ts';
import { initialState } from './state.ts';
import { failed, gave, planOf, refused, resumed, retried, started, succeeded } from './testing.ts';
import { type Next, transition } from './transition.ts';

function after(plan: Plan, ...events: readonly RunEvent[]): Next {
  let next: Next = { state: initialState, commands: [] };
  for (const event of events) next = transition(plan, next.state, event);
  return next;
}

const ids = ({ commands }: Next) => commands.map(({ id }) => id);
const close = ({ commands }: Next) => commands.find(({ type }) => type === 'run.close');
const kept = (node: string, port = 'out') => ({ node, port, output: gave(`${node} of the first`), at: 1, runId: 'r' });

const plan = planOf({ in: 'start', map: 'pure', a: 'write', b: 'write', pay: 'once', end: 'pure' }, [
  'in.out > map',
  'map.out > a',
  'a.out > b',
  'b.out > pay',
  'pay.out > end',
]);

describe('R27: what earlier runs did', () => {
  it('is done when it would begin, with what it gave then and without a command, and not before', () => {
    const replay = { ...started('in'), kept: [kept('a'), kept('b')] };
    const first = after(plan, replay);
    expect([ids(first), first.state.steps.a]).toEqual([['map:1'], undefined]);
    const second = after(plan, replay, succeeded('map'));
    expect(ids(second)).toEqual(['pay:1']);
    expect(second.state.steps.b).toEqual({
      status: 'succeeded',
      attempt: 0,
      port: 'out',
      output: gave('b of the first'),
    });
  });

  it('begins nothing when what comes before it fails this time, and is skipped where no way leads to it', () => {
    const fork = planOf({ in: 'start', route: 'switch', a: 'write', b: 'write' }, [
      'in.out > route',
      'route.a > a',
      'route.b > b',
    ]);
    const replay = { ...started('in'), kept: [kept('a')] };
    const failing = after(fork, replay, failed('route', 1, refused));
    expect([failing.state.status, failing.state.steps.a]).toEqual(['exception', undefined]);
    const other = after(fork, replay, succeeded('route', 1, 'b'));
    expect([ids(other), other.state.steps.a]).toEqual([['b:1'], { status: 'skipped', attempt: 0 }]);
  });

  it('goes on at the port at which it was left then', () => {
    const fork = planOf({ in: 'start', ask: 'write', yes: 'pure', alarm: 'pure' }, [
      'in.out > ask',
      'ask.out > yes',
      'ask.error > alarm',
    ]);
    expect(ids(after(fork, { ...started('in'), kept: [kept('ask')] }))).toEqual(['yes:1']);
  });

  it('is not undone by the replay: another run did it', () => {
    const pair = planOf({ in: 'start', a: 'write', last: 'pure', 'undo-a': 'write' }, [
      'in.out > a',
      'a.out > last',
      'a.undo > undo-a',
    ]);
    const end = after(pair, { ...started('in'), kept: [kept('a')] }, failed('last', 1, refused));
    expect(close(end)).toEqual({ type: 'run.close', id: 'close', status: 'exception', failed: ['last'] });
    const item: RunEvent = {
      ...(succeeded('a') as Extract<RunEvent, { type: 'step.succeeded' }>),
      kept: { runId: 'r', at: 1 },
    };
    expect(close(after(pair, started('in'), item, failed('last', 1, refused)))).toMatchObject({ failed: ['last'] });
    expect(after(pair, started('in'), item).state.done).toBeUndefined();
  });

  it('is told as an unknown outcome where nobody knows, and stops a step that is done once', () => {
    const unsure = { ...started('in'), kept: [kept('a')], unsure: ['b', 'pay'] };
    const first = after(plan, unsure, succeeded('map'));
    expect(first.commands).toMatchObject([{ id: 'b:1', outcomeUnknown: true }]);
    const end = after(plan, unsure, succeeded('map'), succeeded('b'));
    expect(end.state.steps.pay).toMatchObject({ status: 'failed', failure: { code: 'outcome-unknown' } });
    expect(end.state.steps.pay?.failure?.message).toContain('An earlier run of this message began it');
    // R11: a person may do it all the same.
    expect(ids(after(plan, unsure, succeeded('map'), succeeded('b'), retried))).toEqual(['pay:2']);
  });

  it('is as after a takeover when nothing was written in between: what lies behind may have begun', () => {
    const replay = { ...started('in'), kept: [kept('a')] };
    const taken = after(plan, replay, resumed, succeeded('map'));
    expect(taken.commands).toMatchObject([{ id: 'b:1', outcomeUnknown: true }]);
  });

  it('is told of items by their place', () => {
    const each = planOf({ in: 'start', lines: 'each', send: { type: 'write', scope: 'lines' } }, [
      'in.out > lines',
      'lines.each > send',
    ]);
    const fed: RunEvent = {
      type: 'scope.fed',
      at: 1,
      node: 'lines',
      attempt: 1,
      count: 2,
      page: gave('page'),
      durationMs: 0,
    };
    const first = after(each, { ...started('in'), kept: [], unsure: ['send@1'] }, fed);
    expect(first.commands).toMatchObject([{ id: 'send@0:1', outcomeUnknown: false }]);
    const second = after(each, { ...started('in'), kept: [], unsure: ['send@1'] }, fed, {
      ...(succeeded('send') as Extract<RunEvent, { type: 'step.succeeded' }>),
      item: '0',
    });
    expect(second.commands.filter(({ type }) => type === 'step.run')).toMatchObject([
      { id: 'send@1:1', outcomeUnknown: true },
    ]);
  });

  it('folds from its events as it went', () => {
    const events = [{ ...started('in'), kept: [kept('a')], unsure: ['b'] }, succeeded('map'), succeeded('b')];
    expect(fold(plan, events).state).toEqual(after(plan, ...events).state);
  });
});
