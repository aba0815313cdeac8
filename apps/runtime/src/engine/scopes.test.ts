import type { RunEvent } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import type { Command } from './commands.ts';
import { inputSource } from './fold.ts';
import { frameAt } from './place.ts';
import { type Plan, PlanError } from './plan.ts';
import { initialState } from './state.ts';
import {
  busy,
  cancelled,
  expired,
  failed,
  fed,
  fired,
  gave,
  inItem,
  judged,
  lost,
  type NodeSketch,
  parked,
  planOf,
  refused,
  released,
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

const ids = ({ commands }: { readonly commands: readonly Command[] }) => commands.map(({ id }) => id);
const close = ({ commands }: Next) => commands.find(({ type }) => type === 'run.close');
const gathered = (node: string, attempt: number): RunEvent => succeeded(node, attempt, 'done');
const at = (item: string, node: string, attempt = 1, port = 'out') => inItem(item, succeeded(node, attempt, port));

/** One step for each line, and one after all of them. */
const lines = (
  params: NodeSketch['params'] = {},
  more: Readonly<Record<string, NodeSketch>> = {},
  edges: string[] = [],
) =>
  planOf(
    {
      in: 'start',
      lines: { type: 'each', params },
      put: {
        type: 'write',
        scope: 'lines',
        policy: { retry: { maxAttempts: 2, baseMs: 100, capMs: 1000, jitter: 0 } },
      },
      ...more,
      after: 'pure',
    },
    ['in.out > lines', 'lines.each > put', 'lines.done > after', ...edges],
  );
const begun = [started('in'), fed('lines', 3)];

describe('R18: a body', () => {
  it('is gone through once for each item, then the scope goes on', () => {
    const plan = lines();
    expect(ids(after(plan, started('in')))).toEqual(['lines:1']);
    expect(ids(after(plan, ...begun))).toEqual(['put@0:1']);
    expect(ids(after(plan, ...begun, at('0', 'put')))).toEqual(['lines:ended:0', 'put@1:1']);
    const items = [...begun, at('0', 'put'), at('1', 'put'), at('2', 'put')];
    expect(ids(after(plan, ...items))).toEqual(['lines:ended:2', 'lines:2']);
    expect(after(plan, ...items).commands[1]).toEqual({
      type: 'scope.gather',
      id: 'lines:2',
      node: 'lines',
      attempt: 2,
      ended: 3,
      failed: 0,
      stopped: false,
    });
    expect(ids(after(plan, ...items, gathered('lines', 2)))).toEqual(['after:1']);
    expect(close(after(plan, ...items, gathered('lines', 2), succeeded('after')))).toMatchObject({ status: 'done' });
  });

  it('is gone through by the rules of a run: forks, joins, dead paths', () => {
    const plan = planOf(
      {
        in: 'start',
        lines: 'each',
        route: { type: 'switch', scope: 'lines' },
        a: { type: 'write', scope: 'lines' },
        b: { type: 'write', scope: 'lines' },
        join: { type: 'pure', scope: 'lines' },
      },
      [
        'in.out > lines',
        'lines.each > route',
        'route.a > a',
        'route.a > b',
        'a.out > join',
        'b.out > join',
        'route.b > join',
      ],
    );
    const fork = [started('in'), fed('lines', 2), at('0', 'route', 1, 'a')];
    expect(ids(after(plan, ...fork))).toEqual(['a@0:1', 'b@0:1']);
    expect(ids(after(plan, ...fork, at('0', 'b')))).toEqual([]);
    const joined = after(plan, ...fork, at('0', 'b'), at('0', 'a'));
    expect(ids(joined)).toEqual(['join@0:1']);
    const frame = frameAt(plan, joined.state, { node: 'join', item: '0' });
    expect(frame && inputSource(plan, frame, 'join')).toBe('a');
    expect(frame && inputSource(plan, frame, 'route'), 'the item itself').toBe('lines');
    const other = [...fork, at('0', 'b'), at('0', 'a'), at('0', 'join'), at('1', 'route', 1, 'b')];
    expect(ids(after(plan, ...other))).toEqual(['join@1:1']);
  });

  it('has steps with a name of their own in each item, and events of one mean nothing to another', () => {
    const plan = lines({ parallelism: 2 });
    const { state } = after(plan, ...begun);
    for (const stray of [
      succeeded('put'),
      at('7', 'put'),
      at('0.0', 'put'),
      inItem('0', succeeded('after')),
      at('2', 'put'),
    ]) {
      expect(transition(plan, state, stray)).toEqual({ state, commands: [] });
    }
    const one = after(plan, ...begun, at('1', 'put'));
    expect(ids(one)).toEqual(['lines:ended:1', 'put@2:1']);
    expect(transition(plan, one.state, at('1', 'put')), 'a late answer of an item that ended').toEqual({
      state: one.state,
      commands: [],
    });
  });

  it('may hold another scope', () => {
    const plan = planOf(
      { in: 'start', lines: 'each', parts: { type: 'each', scope: 'lines' }, put: { type: 'write', scope: 'parts' } },
      ['in.out > lines', 'lines.each > parts', 'parts.each > put'],
    );
    const inner = [started('in'), fed('lines', 2), inItem('0', fed('parts', 2))];
    expect(ids(after(plan, ...inner))).toEqual(['put@0.0:1']);
    const end = [...inner, at('0.0', 'put'), at('0.1', 'put'), inItem('0', gathered('parts', 2))];
    expect(ids(after(plan, ...end))).toEqual(['lines:ended:0', 'parts@1:1']);
    const empty = after(plan, ...end, inItem('1', fed('parts', 0)));
    expect(ids(empty)).toEqual(['parts@1:2']);
    expect(ids(after(plan, ...end, inItem('1', fed('parts', 0)), inItem('1', gathered('parts', 2))))).toEqual([
      'lines:ended:1',
      'lines:2',
    ]);
  });

  it('is left out when its scope is disabled: the scope passes its input on', () => {
    const nodes = {
      in: 'start',
      lines: { type: 'each', policy: { disabled: true } },
      put: { type: 'write', scope: 'lines' },
      after: 'pure',
    };
    const plan = planOf(nodes, ['in.out > lines', 'lines.each > put', 'lines.done > after']);
    expect(plan.byId.get('lines')).toMatchObject({ firstPort: 'done' });
    const next = after(plan, started('in'), succeeded('lines', 1, 'done'));
    expect(ids(next)).toEqual(['after:1']);
    expect(close(transition(plan, next.state, succeeded('after')))).toMatchObject({ status: 'done' });
  });

  it.each<[string, Record<string, string | NodeSketch>, string[]]>([
    [
      'an edge out of it',
      { put: { type: 'write', scope: 'lines' }, after: 'pure' },
      ['lines.each > put', 'put.out > after'],
    ],
    ['an edge into it', { put: { type: 'write', scope: 'lines' } }, ['in.out > put']],
    ['items led elsewhere', { after: 'pure' }, ['lines.each > after']],
    ['no scope around it', { put: { type: 'write', scope: 'in' } }, []],
    ['itself within it', { a: { type: 'each', scope: 'b' }, b: { type: 'each', scope: 'a' } }, []],
  ])('is refused with %s', (_, nodes, edges) => {
    expect(() => planOf({ in: 'start', lines: 'each', ...nodes }, ['in.out > lines', ...edges])).toThrow(PlanError);
  });
});

describe('R19: feeding', () => {
  it('asks for more while fewer items wait to begin than may run, from where the last pull ended', () => {
    const plan = lines({ parallelism: 2 });
    const first = [started('in'), fed('lines', 3, 1, { page: 2 })];
    expect(ids(after(plan, ...first))).toEqual(['lines:2', 'put@0:1', 'put@1:1']);
    expect(after(plan, ...first).commands[0]).toMatchObject({ type: 'step.run', pull: { cursor: { page: 2 } } });
    const second = [...first, fed('lines', 1, 2, { page: 3 })];
    expect(ids(after(plan, ...second)), 'two wait to begin').toEqual([]);
    expect(ids(after(plan, ...second, at('0', 'put')))).toEqual(['lines:ended:0', 'lines:3', 'put@2:1']);
  });

  it('goes on asking when a pull gave nothing but a way on, and ends with the last', () => {
    const plan = lines();
    const empty = [started('in'), fed('lines', 0, 1, 'b'), fed('lines', 0, 2, 'c')];
    expect(ids(after(plan, ...empty))).toEqual(['lines:3']);
    expect(after(plan, ...empty, fed('lines', 0, 3)).commands).toMatchObject([
      { type: 'scope.gather', id: 'lines:4', ended: 0 },
    ]);
  });

  it('tries a pull again under the policy, each with a budget of its own, while its items go on', () => {
    const policy = { retry: { maxAttempts: 2, baseMs: 100, capMs: 1000, jitter: 0 } };
    const plan = planOf(
      {
        in: 'start',
        lines: { type: 'pages', policy, params: { parallelism: 2 } },
        put: { type: 'write', scope: 'lines' },
      },
      ['in.out > lines', 'lines.each > put'],
    );
    const pulls = [
      started('in'),
      failed('lines', 1, busy),
      fired('lines', 1),
      fed('lines', 1, 2, 'b'),
      failed('lines', 3, busy),
    ];
    const waiting = after(plan, ...pulls);
    expect(waiting.commands).toEqual([{ type: 'timer.set', id: 'lines:3:timer', node: 'lines', attempt: 3, at: 1100 }]);
    expect(ids(after(plan, ...pulls, at('0', 'put')))).toEqual(['lines:ended:0']);
    expect(ids(after(plan, ...pulls, fired('lines', 3)))).toEqual(['lines:4']);
    const gone = [...pulls, fired('lines', 3), failed('lines', 4, busy)];
    expect(after(plan, ...gone).state.steps.lines).toMatchObject({ status: 'open' });
    expect(close(after(plan, ...gone, at('0', 'put')))).toMatchObject({ status: 'exception', failed: ['lines'] });
    expect(ids(after(plan, ...gone, at('0', 'put'), retried)), 'from the same place').toEqual(['lines:5']);
  });

  it('keeps of the pages those whose items have not ended', () => {
    const plan = lines({ parallelism: 3 });
    const page = { ref: 'p-1', bytes: 300_000 };
    const pulled = { ...fed('lines', 2, 1, 'b'), page } as RunEvent;
    const events = [started('in'), pulled, fed('lines', 2, 2, 'c')];
    const pages = (...more: RunEvent[]) => after(plan, ...events, ...more).state.steps.lines?.scope?.pages;
    expect(pages()).toEqual([
      { from: 0, count: 2, page },
      { from: 2, count: 2, cursor: 'b' },
    ]);
    expect(pages(at('1', 'put'))).toHaveLength(2);
    expect(pages(at('1', 'put'), at('0', 'put'))).toEqual([{ from: 2, count: 2, cursor: 'b' }]);
  });
});

describe('R20: items', () => {
  it('begin in their order, as many at a time as the scope allows, and are forgotten when they end', () => {
    const plan = lines({ parallelism: 2 });
    const two = after(plan, ...begun);
    expect(ids(two)).toEqual(['put@0:1', 'put@1:1']);
    const three = after(plan, ...begun, at('0', 'put'));
    expect(Object.keys(three.state.steps.lines?.scope?.items ?? {})).toEqual(['1', '2']);
    const all = after(plan, ...begun, at('1', 'put'), at('0', 'put'), at('2', 'put'));
    expect(all.state.steps.lines?.scope).toEqual({
      fed: 3,
      next: 3,
      ended: 3,
      failed: 0,
      end: true,
      gathering: true,
      pages: [],
      items: {},
    });
  });

  it('give what their first step in node order gave from which nothing leads on', () => {
    const plan = planOf(
      { in: 'start', lines: 'each', last: { type: 'pure', scope: 'lines' }, keep: { type: 'switch', scope: 'lines' } },
      ['in.out > lines', 'lines.each > keep', 'keep.a > last'],
    );
    const item = [started('in'), fed('lines', 2), at('0', 'keep', 1, 'a')];
    const ended = after(plan, ...item, at('0', 'last')).commands.find(({ type }) => type === 'item.ended');
    expect(ended).toEqual({
      type: 'item.ended',
      id: 'lines:ended:0',
      node: 'lines',
      index: 0,
      status: 'done',
      output: gave('last'),
    });
    const aside = after(plan, ...item, at('0', 'last'), at('1', 'keep', 1, 'otherwise'));
    expect(aside.commands).toContainEqual(expect.objectContaining({ id: 'lines:ended:1', output: gave('keep') }));
  });

  it('say nothing of what they gave where only the number counts', () => {
    const next = after(lines({ results: false }), ...begun, at('0', 'put'));
    expect(next.commands[0]).toEqual({
      type: 'item.ended',
      id: 'lines:ended:0',
      node: 'lines',
      index: 0,
      status: 'done',
    });
  });

  it('wait, are tried again and park like any step', () => {
    const plan = lines({ parallelism: 2 });
    const next = after(plan, ...begun, inItem('0', failed('put', 1, busy)), inItem('1', parked('put', 1, 900)));
    expect(next.state.status).toBe('waiting');
    expect(next.commands).toMatchObject([{ type: 'timer.set', id: 'put@1:1:timer', item: '1', at: 900 }]);
    const both = [...begun, inItem('0', failed('put', 1, busy)), inItem('1', parked('put', 1, 900))];
    expect(ids(after(plan, ...both, inItem('0', fired('put', 1))))).toEqual(['put@0:2']);
    expect(ids(after(plan, ...both, inItem('1', released('put'))))).toEqual(['lines:ended:1', 'put@2:1']);
  });
});

describe('R21: items that fail', () => {
  it('stop the scope: nothing begins, what runs settles, then the scope has failed for the same reason', () => {
    const plan = lines({ parallelism: 2 }, {}, ['lines.error > after']);
    const failing = [...begun, inItem('1', failed('put', 1, refused))];
    expect(ids(after(plan, ...failing))).toEqual([]);
    const next = after(plan, ...failing, at('0', 'put'));
    expect(next.state.steps.lines).toMatchObject({ status: 'failed', port: 'error', failure: refused });
    expect(next.state.steps.lines?.scope).toEqual({ fed: 3, next: 2, ended: 2, failed: 1, pages: [], items: {} });
    expect(next.commands).toMatchObject([
      { id: 'lines:ended:0', status: 'done' },
      { id: 'lines:ended:1', status: 'failed', failure: refused, failedNode: 'put' },
      { id: 'after:1' },
    ]);
  });

  it('drop the waits of the others', () => {
    const plan = lines({ parallelism: 3 });
    const next = after(
      plan,
      ...begun,
      inItem('0', failed('put', 1, busy)),
      inItem('1', parked('put')),
      inItem('2', failed('put', 1, refused)),
    );
    expect(close(next)).toMatchObject({ status: 'exception', failed: ['lines'] });
    expect(next.state.steps.lines).toMatchObject({ status: 'failed', scope: { cause: { node: 'put', item: '2' } } });
  });

  it('are opened again by hand where nothing caught them, and the scope goes on', () => {
    const plan = lines({ parallelism: 2 });
    const failing = [...begun, inItem('0', failed('put', 1, busy)), inItem('1', failed('put', 1, refused))];
    expect(ids(after(plan, ...failing, retried))).toEqual(['put@0:2', 'put@1:2']);
    const again = [...failing, retried, at('1', 'put', 2), at('0', 'put', 2)];
    expect(ids(after(plan, ...again))).toEqual(['lines:ended:0']);
    const rest = [...again, at('2', 'put'), gathered('lines', 2), succeeded('after')];
    expect(close(after(plan, ...rest))).toMatchObject({ status: 'done' });
  });

  it('are counted where failures are collected, and the others go on', () => {
    const plan = lines({ onError: 'collect' });
    const next = after(plan, ...begun, inItem('0', failed('put', 1, refused)));
    expect(next.commands).toEqual([
      {
        type: 'item.ended',
        id: 'lines:ended:0',
        node: 'lines',
        index: 0,
        status: 'failed',
        failure: refused,
        failedNode: 'put',
      },
      expect.objectContaining({ id: 'put@1:1' }),
    ]);
    const all = after(plan, ...begun, ...['0', '1', '2'].map((item) => inItem(item, failed('put', 1, refused))));
    expect(all.commands).toMatchObject([{}, { type: 'scope.gather', ended: 3, failed: 3 }]);
  });

  it('go on at their error port where one is drawn in the body', () => {
    const plan = lines({}, { note: { type: 'pure', scope: 'lines' } }, ['put.error > note']);
    expect(ids(after(plan, ...begun, inItem('0', failed('put', 1, refused))))).toEqual(['note@0:1']);
  });

  it('in a scope within a scope fail the item around it', () => {
    const plan = planOf(
      {
        in: 'start',
        lines: { type: 'each', params: { onError: 'collect' } },
        parts: { type: 'each', scope: 'lines', params: { parallelism: 2 } },
        put: { type: 'write', scope: 'parts' },
      },
      ['in.out > lines', 'lines.each > parts', 'parts.each > put'],
    );
    const inner = [
      started('in'),
      fed('lines', 2),
      inItem('0', fed('parts', 2)),
      inItem('0.1', failed('put', 1, refused)),
    ];
    const next = after(plan, ...inner, at('0.0', 'put'));
    expect(next.commands).toMatchObject([
      { id: 'lines:ended:0', status: 'failed', failure: refused, failedNode: 'parts' },
      { id: 'parts@0:ended:0', status: 'done' },
      { id: 'parts@0:ended:1', status: 'failed', failedNode: 'put' },
      { id: 'parts@1:1' },
    ]);
  });
});

describe('R9: a run that winds down', () => {
  const plan = lines({ parallelism: 2 });
  const under = [...begun, inItem('1', failed('put', 1, busy))];

  it('lets items under way settle, and drops what waits', () => {
    expect(ids(after(plan, ...under, cancelled))).toEqual([]);
    expect(close(after(plan, ...under, cancelled, at('0', 'put')))).toMatchObject({ status: 'cancelled' });
    const dropped = after(plan, ...under, cancelled, at('0', 'put')).state.steps.lines;
    expect(dropped).toMatchObject({
      status: 'cancelled',
      scope: { ended: 1, items: { 1: { steps: { put: { status: 'cancelled' } } } } },
    });
  });

  it('goes on where it stopped when its deadline was why', () => {
    const limited = planOf(
      { in: 'start', lines: { type: 'each', params: { parallelism: 2 } }, put: { type: 'write', scope: 'lines' } },
      ['in.out > lines', 'lines.each > put'],
      { deadlineMs: 10 },
    );
    const stopped = [...under, expired, at('0', 'put')];
    expect(close(after(limited, ...stopped))).toMatchObject({ status: 'exception', expired: true });
    expect(ids(after(limited, ...stopped, retried))).toEqual(['deadline', 'put@1:2', 'put@2:1']);
  });
});

describe('R10: a takeover', () => {
  it('tells every effect of every item that was under way', () => {
    const plan = lines({ parallelism: 2 });
    const next = after(plan, ...begun, at('0', 'put'), resumed);
    expect(next.commands).toMatchObject([
      { id: 'put@1:1', outcomeUnknown: true },
      { id: 'put@2:1', outcomeUnknown: true },
    ]);
  });

  it('fails a once effect of an item alone, and marks what pure steps of its own item could have reached', () => {
    const plan = planOf(
      {
        in: 'start',
        lines: { type: 'each', params: { parallelism: 2, onError: 'collect' } },
        map: { type: 'pure', scope: 'lines' },
        pay: { type: 'once', scope: 'lines' },
        send: { type: 'write', scope: 'lines' },
      },
      ['in.out > lines', 'lines.each > map', 'map.out > pay', 'map.error > send'],
    );
    const paying = [started('in'), fed('lines', 3), at('0', 'map'), resumed];
    const next = after(plan, ...paying);
    expect(next.commands).toMatchObject([
      { id: 'lines:ended:0', status: 'failed', failure: { code: 'outcome-unknown' } },
      { id: 'map@1:1' },
      { id: 'map@2:1' },
    ]);
    // Item 1 was computed before in a life that is lost: its payment may have begun. Item 2 begins now.
    const doubtful = after(plan, ...paying, at('1', 'map'), at('2', 'map'));
    expect(doubtful.commands).toMatchObject([{ id: 'pay@2:1', outcomeUnknown: false }]);
    expect(after(plan, ...paying, at('1', 'map')).commands).toMatchObject([
      { id: 'lines:ended:1', failure: { code: 'outcome-unknown' } },
    ]);
  });
});

describe('R22: judging', () => {
  const plan = lines({ judged: true, parallelism: 2 });

  it('asks about each item that ended, and ends the scope when the condition is met', () => {
    const first = after(plan, ...begun, at('0', 'put'));
    expect(first.commands).toEqual([{ type: 'scope.judge', id: 'lines:judge:0', node: 'lines', index: 0 }]);
    expect(ids(after(plan, ...begun, at('0', 'put'), judged('lines', 0)))).toEqual(['lines:ended:0', 'put@2:1']);
    const stopped = [...begun, at('0', 'put'), judged('lines', 0, true)];
    expect(ids(after(plan, ...stopped)), 'what runs goes on').toEqual(['lines:ended:0']);
    const end = after(plan, ...stopped, at('1', 'put'), judged('lines', 1));
    expect(end.commands).toMatchObject([{ id: 'lines:ended:1' }, { type: 'scope.gather', ended: 2, stopped: true }]);
  });

  it('fails the scope when the condition cannot be computed', () => {
    const failure = { ...refused, kind: 'item', code: 'script-error' } as const;
    const next = after(plan, ...begun, at('0', 'put'), { ...judged('lines', 0), failure } as RunEvent, at('1', 'put'));
    expect(close(next)).toMatchObject({ status: 'exception' });
    expect(next.state.steps.lines).toMatchObject({ status: 'failed', failure: { code: 'script-error' } });
    expect(ids(transition(plan, next.state, retried))).toEqual(['lines:judge:0', 'put@2:1']);
  });

  it('does not ask about items that failed', () => {
    const next = after(lines({ judged: true, onError: 'collect' }), ...begun, inItem('0', failed('put', 1, refused)));
    expect(ids(next)).toEqual(['lines:ended:0', 'put@1:1']);
  });
});

describe('R23: turns', () => {
  const turning = (delayMs: number, max = 3) =>
    planOf(
      {
        in: 'start',
        poll: { type: 'repeat', params: { judged: true, turns: { max, delayMs, limitPort: 'limit' } } },
        look: { type: 'read', scope: 'poll' },
        after: 'pure',
        late: 'pure',
      },
      ['in.out > poll', 'poll.each > look', 'poll.done > after', 'poll.limit > late'],
    );
  const first = [started('in'), fed('poll', 1)];

  it('work on what the one before gave, until the condition is met', () => {
    const plan = turning(0);
    const second = after(plan, ...first, at('0', 'look'), judged('poll', 0));
    expect(ids(second)).toEqual(['poll:ended:0', 'look@1:1']);
    expect(second.state.steps.poll?.scope?.items['1']?.input).toEqual(gave('look'));
    const end = after(plan, ...first, at('0', 'look'), judged('poll', 0), at('1', 'look'), judged('poll', 1, true));
    expect(ids(end)).toEqual(['poll:ended:1', 'after:1']);
    expect(end.state.steps.poll).toMatchObject({ port: 'done', output: gave('look'), scope: { ended: 2 } });
  });

  it('pause in between', () => {
    const plan = turning(500);
    const pause = [...first, at('0', 'look'), judged('poll', 0)];
    expect(after(plan, ...pause)).toMatchObject({
      state: { status: 'waiting' },
      commands: [{}, { type: 'timer.set', id: 'poll:2:timer', at: 516 }],
    });
    expect(ids(after(plan, ...pause, fired('poll', 2)))).toEqual(['look@1:1']);
    expect(ids(after(plan, ...pause, fired('poll', 2), resumed))).toEqual(['look@1:1']);
    expect(ids(after(plan, ...pause, cancelled))).toEqual(['close']);
  });

  it('end at their limit when it never is', () => {
    const plan = turning(0, 2);
    const end = after(plan, ...first, at('0', 'look'), judged('poll', 0), at('1', 'look'), judged('poll', 1));
    expect(ids(end)).toEqual(['poll:ended:1', 'late:1']);
  });
});

describe('R14: undoing what items did', () => {
  const pairs = (params: NodeSketch['params'] = {}) =>
    planOf(
      {
        in: 'start',
        book: 'write',
        lines: { type: 'each', params },
        hold: { type: 'write', scope: 'lines' },
        free: { type: 'write', scope: 'lines' },
        ship: { type: 'write', scope: 'lines' },
        unbook: 'write',
      },
      [
        'in.out > book',
        'book.out > lines',
        'book.undo > unbook',
        'lines.each > hold',
        'hold.undo > free',
        'hold.out > ship',
      ],
    );
  const held = [started('in'), succeeded('book'), fed('lines', 3), at('0', 'hold'), at('0', 'ship'), at('1', 'hold')];

  it('goes through all items and the run itself in reverse order of completion', () => {
    const plan = pairs();
    const first = after(plan, ...held, inItem('1', failed('ship', 1, refused)));
    expect(ids(first)).toEqual(['free@1:1']);
    const second = after(plan, ...held, inItem('1', failed('ship', 1, refused)), at('1', 'free'));
    expect(ids(second)).toEqual(['free@0:1']);
    const all = [...held, inItem('1', failed('ship', 1, refused)), at('1', 'free'), at('0', 'free')];
    expect(ids(after(plan, ...all))).toEqual(['unbook:1']);
    expect(close(after(plan, ...all, succeeded('unbook')))).toMatchObject({
      status: 'exception',
      failed: ['lines'],
      undo: { undone: ['hold@1', 'hold@0', 'book'], left: [], uncertain: [] },
    });
  });

  it('stops at an undo step that fails, and goes on from there by hand', () => {
    const plan = pairs();
    const stuck = [...held, inItem('1', failed('ship', 1, refused)), inItem('1', failed('free', 1, refused))];
    expect(close(after(plan, ...stuck))).toMatchObject({
      failed: ['lines', 'free'],
      undo: { undone: [], left: ['hold@1', 'hold@0', 'book'] },
    });
    expect(ids(after(plan, ...stuck, retried))).toEqual(['free@1:2']);
    expect(ids(after(plan, ...stuck, retried, at('1', 'free', 2)))).toEqual(['free@0:1']);
    expect(after(plan, ...stuck, retried, resumed).commands).toMatchObject([{ id: 'free@1:2', outcomeUnknown: true }]);
  });

  it('takes back what an item did that fails by itself, before it counts as failed', () => {
    const plan = pairs({ onError: 'collect' });
    const failing = [...held, inItem('1', failed('ship', 1, refused))];
    expect(ids(after(plan, ...failing))).toEqual(['free@1:1']);
    const next = after(plan, ...failing, at('1', 'free'));
    expect(next.commands).toMatchObject([
      { id: 'lines:ended:1', status: 'failed', failure: refused },
      { id: 'hold@2:1' },
    ]);
    expect(next.state.done).toEqual(['book', 'hold@0']);
    expect(next.state.undoing).toBeUndefined();
  });

  it('ends the run when an item cannot take back what it did', () => {
    const plan = pairs({ onError: 'collect' });
    const stuck = [...held, inItem('1', failed('ship', 1, refused)), inItem('1', failed('free', 1, refused))];
    expect(close(after(plan, ...stuck))).toMatchObject({
      status: 'exception',
      failed: ['free'],
      undo: { left: ['hold@1', 'hold@0', 'book'] },
    });
  });

  it('does not happen for a scope whose failure is caught', () => {
    const plan = planOf(
      {
        in: 'start',
        lines: 'each',
        hold: { type: 'write', scope: 'lines' },
        free: { type: 'write', scope: 'lines' },
        ship: { type: 'write', scope: 'lines' },
        note: 'pure',
      },
      ['in.out > lines', 'lines.each > hold', 'hold.undo > free', 'hold.out > ship', 'lines.error > note'],
    );
    const next = after(
      plan,
      started('in'),
      fed('lines', 1),
      at('0', 'hold'),
      inItem('0', failed('ship', 1, refused)),
      succeeded('note'),
    );
    expect(close(next)).toMatchObject({ status: 'done' });
  });

  it('names what may have happened in items that were dropped', () => {
    const plan = pairs();
    const unknown = [
      started('in'),
      succeeded('book'),
      fed('lines', 1),
      inItem('0', failed('hold', 1, { ...lost, kind: 'unknown' })),
    ];
    expect(close(after(plan, ...unknown, succeeded('unbook')))).toMatchObject({
      undo: { undone: ['book'], uncertain: ['hold@0'] },
    });
  });

  it('remembers so many effects at most: then the scope begins no further item', () => {
    const plan = pairs();
    const { state } = after(plan, started('in'), succeeded('book'), fed('lines', 20_000), at('0', 'hold'));
    const done = [...(state.done ?? []), ...Array.from({ length: 9_998 }, (_, index) => `hold@${index + 1}`)];
    const full = transition(plan, { ...state, done }, at('0', 'ship'));
    expect(full.state.steps.lines).toMatchObject({ status: 'failed', failure: { code: 'undo-limit' } });
    expect(ids(full)).toEqual(['lines:ended:0', 'free@9998:1']);
  });
});
