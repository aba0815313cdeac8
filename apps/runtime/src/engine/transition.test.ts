import type { RunEvent } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import type { Plan } from './plan.ts';
import { initialState } from './state.ts';
import {
  busy,
  cancelled,
  failed,
  fired,
  gave,
  lost,
  paused,
  planOf,
  refused,
  resumed,
  retried,
  started,
  succeeded,
} from './testing.ts';
import { type Next, transition } from './transition.ts';

const retry = { maxAttempts: 2, baseMs: 100, capMs: 1000, jitter: 0.2 };
const line = planOf({ in: 'start', post: { type: 'write', policy: { retry } }, note: 'pure' }, [
  'in.out > post',
  'post.out > note',
]);

/** The commands of the last event, and the state after all of them. */
function after(plan: Plan, ...events: readonly RunEvent[]): Next {
  let next: Next = { state: initialState, commands: [] };
  for (const event of events) next = transition(plan, next.state, event);
  return next;
}

const run = (node: string, attempt = 1, outcomeUnknown = false) => ({
  type: 'step.run',
  id: `${node}:${attempt}`,
  node,
  attempt,
  outcomeUnknown,
  timeoutMs: 30_000,
});
const timer = (node: string, attempt: number, at: number) => ({
  type: 'timer.set',
  id: `${node}:${attempt}:timer`,
  node,
  attempt,
  at,
});
const close = (status: string, ...failedNodes: readonly string[]) => ({
  type: 'run.close',
  id: 'close',
  status,
  failed: failedNodes,
});
const statuses = ({ state }: Next) =>
  Object.fromEntries(Object.entries(state.steps).map(([id, { status }]) => [id, status]));

describe('R1, R2: events that do not belong change nothing', () => {
  it.each([
    ['a second start', [started('in')], started('in')],
    ['a success before the start', [], succeeded('post')],
    ['a success that comes twice', [started('in'), succeeded('post')], succeeded('post')],
    ['a failure after the success', [started('in'), succeeded('post')], failed('post', 1, busy)],
    ['the result of an older attempt', [started('in'), failed('post', 1, busy), fired('post', 1)], succeeded('post')],
    ['a result for an attempt not yet begun', [started('in')], succeeded('post', 2)],
    ['a timer that was not set', [started('in')], fired('post', 1)],
    ['a timer that fires twice', [started('in'), failed('post', 1, busy), fired('post', 1)], fired('post', 1)],
    ['a result for an unknown node', [started('in')], succeeded('ghost')],
    ['a retry of a run that goes on', [started('in')], retried],
    ['a retry of a run that is done', [started('in'), succeeded('post'), succeeded('note')], retried],
    ['a cancel after the end', [started('in'), succeeded('post'), succeeded('note')], cancelled],
    ['a second cancel', [started('in'), cancelled], cancelled],
    ['a takeover before the start', [], resumed],
    ['a takeover after the end', [started('in'), failed('post', 1, refused)], resumed],
  ])('%s', (_, history, late) => {
    const { state } = after(line, ...history);
    const next = transition(line, state, late);
    expect(next.commands).toEqual([]);
    expect(next.state).toBe(state);
  });
});

describe('R3: start', () => {
  it('takes the receiving trigger as done and skips the others', () => {
    const plan = planOf({ hook: 'start', button: 'start', map: 'pure' }, ['hook.out > map', 'button.out > map']);
    expect(after(plan, started('button'))).toEqual({
      state: {
        status: 'running',
        steps: {
          hook: { status: 'skipped', attempt: 0 },
          button: { status: 'succeeded', attempt: 1, port: 'out', output: gave('button') },
          map: { status: 'running', attempt: 1 },
        },
      },
      commands: [run('map')],
    });
  });

  it('begins what follows seeded steps and never runs these', () => {
    const seed = [{ node: 'post', port: 'out', output: { ref: 'p1', bytes: 9 } }];
    const next = after(line, { type: 'run.started', at: 0, node: 'in', output: gave('in'), seed });
    expect(next.commands).toEqual([run('note')]);
    expect(next.state.steps.post).toEqual({
      status: 'succeeded',
      attempt: 0,
      port: 'out',
      output: { ref: 'p1', bytes: 9 },
    });
  });

  it('ends a message that nothing takes as an exception, also when tried again', () => {
    expect(after(line, started('gone')).commands).toEqual([close('exception')]);
    expect(after(line, started('gone'), retried).commands).toEqual([]);
  });
});

describe('R4, R5: branches and joins', () => {
  const diamond = planOf({ in: 'start', route: 'switch', left: 'pure', right: 'pure', join: 'pure' }, [
    'in.out > route',
    'route.a > left',
    'route.b > right',
    'left.out > join',
    'right.out > join',
  ]);

  it('skips the branch that can no longer arrive and goes on without it', () => {
    const next = after(diamond, started('in'), succeeded('route', 1, 'b'));
    expect(next.commands).toEqual([run('right')]);
    expect(statuses(next)).toEqual({ in: 'succeeded', route: 'succeeded', left: 'skipped', right: 'running' });
    expect(after(diamond, started('in'), succeeded('route', 1, 'b'), succeeded('right')).commands).toEqual([
      run('join'),
    ]);
  });

  it('skips everything behind a port that leads nowhere', () => {
    const next = after(diamond, started('in'), succeeded('route', 1, 'otherwise'));
    expect(next.commands).toEqual([close('done')]);
    expect(statuses(next)).toEqual({
      in: 'succeeded',
      route: 'succeeded',
      left: 'skipped',
      right: 'skipped',
      join: 'skipped',
    });
  });

  it('begins all ends of a fork at once, in node order, and the join once, after the last', () => {
    const fork = planOf({ late: 'pure', in: 'start', early: 'pure', join: 'pure' }, [
      'in.out > early',
      'in.out > late',
      'late.out > join',
      'early.out > join',
    ]);
    expect(after(fork, started('in')).commands).toEqual([run('late'), run('early')]);
    expect(after(fork, started('in'), succeeded('early')).commands).toEqual([]);
    expect(after(fork, started('in'), succeeded('early'), succeeded('late')).commands).toEqual([run('join')]);
  });

  it('is not confused by a node called constructor', () => {
    const plan = planOf({ in: 'start', constructor: 'pure' }, ['in.out > constructor']);
    expect(after(plan, started('in')).commands).toEqual([run('constructor')]);
    expect(after(plan, started('in'), succeeded('constructor')).commands).toEqual([close('done')]);
  });
});

describe('R6: end', () => {
  it('ends done when the last step has settled', () => {
    const next = after(line, started('in'), succeeded('post'), succeeded('note'));
    expect([next.state.status, next.commands]).toEqual(['done', [close('done')]]);
  });

  it('ends at once when there is nothing to do', () => {
    expect(after(planOf({ in: 'start' }, []), started('in')).commands).toEqual([close('done')]);
  });
});

describe('R7: retry', () => {
  it('sets a timer, and nothing else, when a step fails for a passing reason', () => {
    const next = after(line, started('in'), failed('post', 1, busy));
    expect(next.commands).toEqual([timer('post', 1, 1090)]);
    expect(next.state.status).toBe('waiting');
    expect(next.state.steps.post).toEqual({ status: 'waiting', attempt: 1, failure: busy, dueAt: 1090 });
  });

  it('begins the next attempt when the timer fires', () => {
    const next = after(line, started('in'), failed('post', 1, busy), fired('post', 1));
    expect(next.commands).toEqual([run('post', 2)]);
    expect(next.state.status).toBe('running');
  });
});

describe('R17: what does not count', () => {
  it('waits as long as the connection says, beyond the cap, and keeps the budget', () => {
    const { state, commands } = after(line, started('in'), failed('post', 1, paused));
    expect(commands).toEqual([timer('post', 1, 91_000)]);
    expect(state.steps.post).toEqual({ status: 'waiting', attempt: 1, failure: paused, dueAt: 91_000, budgetFrom: 2 });
  });

  it('leaves a step that was kept waiting all its attempts', () => {
    const kept = [1, 2, 3].flatMap((n) => [
      failed('post', n, n === 2 ? { ...busy, probe: true } : paused),
      fired('post', n),
    ]);
    const waiting = after(line, started('in'), ...kept, failed('post', 4, busy));
    expect(statuses(waiting)).toEqual({ in: 'succeeded', post: 'waiting' });
    const ended = after(
      line,
      started('in'),
      ...kept,
      failed('post', 4, busy),
      fired('post', 4),
      failed('post', 5, busy),
    );
    expect(ended.commands).toEqual([close('exception', 'post')]);
  });

  it('makes nothing passing that is not: a refusal stays one', () => {
    const next = after(line, started('in'), failed('post', 1, { ...refused, probe: true }));
    expect(next.commands).toEqual([close('exception', 'post')]);
  });
});

describe('R8: failure', () => {
  it('ends the run as an exception after the last attempt', () => {
    const next = after(line, started('in'), failed('post', 1, busy), fired('post', 1), failed('post', 2, busy));
    expect(next.commands).toEqual([close('exception', 'post')]);
    expect(next.state).toEqual({
      status: 'exception',
      ending: 'exception',
      steps: {
        in: { status: 'succeeded', attempt: 1, port: 'out', output: gave('in') },
        post: { status: 'failed', attempt: 2, failure: busy },
      },
    });
  });

  it('goes on at the error port when it is drawn', () => {
    const plan = planOf({ in: 'start', post: 'write', note: 'pure', alert: 'pure' }, [
      'in.out > post',
      'post.out > note',
      'post.error > alert',
    ]);
    const next = after(plan, started('in'), failed('post', 1, refused));
    expect(next.commands).toEqual([run('alert')]);
    expect(next.state.steps.post).toEqual({ status: 'failed', attempt: 1, failure: refused, port: 'error' });
    expect(next.state.steps.note).toEqual({ status: 'skipped', attempt: 0 });
    expect(after(plan, started('in'), failed('post', 1, refused), succeeded('alert')).commands).toEqual([
      close('done'),
    ]);
  });
});

const three = planOf({ in: 'start', a: 'write', b: 'write', c: 'write', after: 'pure' }, [
  'in.out > a',
  'in.out > b',
  'in.out > c',
  'b.out > after',
]);

describe('R9: winding down', () => {
  it('lets running steps settle, drops timers, begins nothing new, then names what failed', () => {
    const history = [started('in'), failed('c', 1, busy), failed('a', 1, refused)];
    const down = after(three, ...history);
    expect([down.state.status, down.commands]).toEqual(['running', []]);
    const next = after(three, ...history, succeeded('b'));
    expect(next.commands).toEqual([close('exception', 'a')]);
    expect(statuses(next)).toEqual({ in: 'succeeded', a: 'failed', b: 'succeeded', c: 'cancelled' });
    expect(next.state.steps.c).toEqual({ status: 'cancelled', attempt: 1, failure: busy });
  });

  it('takes no further attempt at a step that fails while winding down', () => {
    const next = after(three, started('in'), failed('a', 1, refused), failed('b', 1, busy), failed('c', 1, refused));
    expect(next.commands).toEqual([close('exception', 'a', 'c')]);
    expect(statuses(next)).toEqual({ in: 'succeeded', a: 'failed', b: 'cancelled', c: 'failed' });
  });

  it('cancels: steps under way settle, waiting ones are dropped, then the run ends cancelled', () => {
    const history = [started('in'), succeeded('a'), failed('c', 1, busy), cancelled];
    expect(after(three, ...history).commands).toEqual([]);
    const next = after(three, ...history, succeeded('b'));
    expect(next.commands).toEqual([close('cancelled')]);
    expect(statuses(next)).toEqual({ in: 'succeeded', a: 'succeeded', b: 'succeeded', c: 'cancelled' });
  });

  it('cancels a run at once when nothing runs', () => {
    expect(after(line, started('in'), failed('post', 1, busy), cancelled).commands).toEqual([close('cancelled')]);
    expect(after(line, cancelled).commands).toEqual([close('cancelled')]);
  });

  it('lets a cancel win over an exception under way', () => {
    const next = after(three, started('in'), failed('a', 1, refused), cancelled, succeeded('b'), succeeded('c'));
    expect(next.commands).toEqual([close('cancelled', 'a')]);
  });
});

describe('R10: unknown outcomes', () => {
  const mixed = planOf({ in: 'start', map: 'pure', post: 'write', pay: 'once', wait: 'write' }, [
    'in.out > map',
    'in.out > post',
    'in.out > pay',
    'in.out > wait',
  ]);

  it('remembers in every later attempt that an earlier one may have had its effect', () => {
    const next = after(line, started('in'), failed('post', 1, lost), fired('post', 1));
    expect(next.commands).toEqual([run('post', 2, true)]);
    expect(
      after(line, started('in'), failed('post', 1, lost), fired('post', 1), failed('post', 2, busy), retried).commands,
    ).toEqual([run('post', 3, true)]);
  });

  it('commands running steps again on a takeover, effects as unknown, and timers as they were', () => {
    const plan = planOf({ in: 'start', map: 'pure', post: 'write', wait: 'write' }, [
      'in.out > map',
      'in.out > post',
      'in.out > wait',
    ]);
    const next = after(plan, started('in'), failed('wait', 1, busy), resumed);
    expect(next.commands).toEqual([run('map'), run('post', 1, true), timer('wait', 1, 1450)]);
    expect(transition(plan, next.state, resumed)).toEqual(next);
  });

  it('fails a once effect whose outcome is unknown after a takeover, and does not repeat it', () => {
    const next = after(mixed, started('in'), resumed);
    expect(next.commands).toEqual([run('map'), run('post', 1, true), run('wait', 1, true)]);
    expect(next.state.steps.pay).toEqual({
      status: 'failed',
      attempt: 1,
      outcomeUnknown: true,
      failure: {
        kind: 'unknown',
        category: 'unknown',
        code: 'outcome-unknown',
        message: 'It is not known whether the effect of this step happened. The process was lost.',
        outcomeUnknown: true,
      },
    });
  });

  it('fails a once effect at once when its answer was lost, and repeats it when nothing was sent', () => {
    const plan = planOf({ in: 'start', pay: 'once' }, ['in.out > pay']);
    const next = after(plan, started('in'), failed('pay', 1, lost));
    expect(next.commands).toEqual([close('exception', 'pay')]);
    expect(next.state.steps.pay?.failure).toMatchObject({ kind: 'unknown', code: 'outcome-unknown' });
    expect(after(plan, started('in'), failed('pay', 1, busy)).commands).toEqual([timer('pay', 1, 1450)]);
  });

  it('takes the error port of a once effect whose outcome is unknown', () => {
    const plan = planOf({ in: 'start', pay: 'once', ask: 'pure' }, ['in.out > pay', 'pay.error > ask']);
    expect(after(plan, started('in'), resumed).commands).toEqual([run('ask')]);
  });
});

describe('R11: retry by hand', () => {
  it('opens failed and dropped steps at their next attempt, and begins what was kept back', () => {
    const history = [started('in'), failed('c', 1, busy), failed('a', 1, refused), succeeded('b')];
    const next = after(three, ...history, retried);
    expect(next.commands).toEqual([run('a', 2), run('c', 2), run('after')]);
    expect(next.state.status).toBe('running');
    expect(next.state).not.toHaveProperty('ending');
  });

  it('counts the retry budget anew, the wait too', () => {
    const history = [started('in'), failed('post', 1, busy), fired('post', 1), failed('post', 2, busy), retried];
    expect(after(line, ...history, failed('post', 3, busy)).commands).toEqual([timer('post', 3, 1090)]);
    expect(
      after(line, ...history, failed('post', 3, busy), fired('post', 3), failed('post', 4, busy)).commands,
    ).toEqual([close('exception', 'post')]);
  });

  it('leaves a step that went on through its error port as it is', () => {
    const plan = planOf({ in: 'start', a: 'write', b: 'write', alert: 'pure' }, [
      'in.out > a',
      'in.out > b',
      'a.error > alert',
    ]);
    const next = after(
      plan,
      started('in'),
      failed('a', 1, refused),
      failed('b', 1, refused),
      succeeded('alert'),
      retried,
    );
    expect(next.commands).toEqual([run('b', 2)]);
  });

  it('lets a person repeat a once effect, which is told that the outcome is unknown', () => {
    const plan = planOf({ in: 'start', pay: 'once' }, ['in.out > pay']);
    expect(after(plan, started('in'), resumed, retried).commands).toEqual([run('pay', 2, true)]);
  });
});
