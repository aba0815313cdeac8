import type { RunEvent } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { pending } from './commands.ts';
import type { Plan } from './plan.ts';
import { initialState } from './state.ts';
import {
  breached,
  busy,
  called,
  cancelled,
  expired,
  failed,
  fired,
  gave,
  parked,
  planOf,
  refused,
  released,
  resumed,
  retried,
  returned,
  started,
  succeeded,
} from './testing.ts';
import { type Next, transition } from './transition.ts';

function after(plan: Plan, ...events: readonly RunEvent[]): Next {
  let next: Next = { state: initialState, commands: [] };
  for (const event of events) next = transition(plan, next.state, event);
  return next;
}

const ids = ({ commands }: Pick<Next, 'commands'>) => commands.map(({ id }) => id);
const line = planOf({ in: 'start', ask: 'pure', on: 'pure', late: 'pure' }, [
  'in.out > ask',
  'ask.out > on',
  'ask.late > late',
]);

describe('R13: parked steps', () => {
  it('wait for what is to come without a command, and for a moment with a timer', () => {
    const forever = after(line, started('in'), parked('ask'));
    expect([forever.state.status, forever.commands]).toEqual(['waiting', []]);
    const until = after(line, started('in'), parked('ask', 1, 9000));
    expect(until.commands).toEqual([{ type: 'timer.set', id: 'ask:1:timer', node: 'ask', attempt: 1, at: 9000 }]);
  });

  it('go on where and with what let them go on', () => {
    const next = after(line, started('in'), parked('ask', 1, 9000), released('ask'));
    expect(ids(next)).toEqual(['on:1']);
    expect(next.state.steps.ask).toEqual({ status: 'succeeded', attempt: 1, port: 'out', output: gave('ask-event') });
  });

  it('go on at their deadline port when nothing came, and begin no further attempt', () => {
    const next = after(line, started('in'), parked('ask', 1, 9000), fired('ask', 1));
    expect(ids(next)).toEqual(['late:1']);
    expect(next.state.steps.ask).toEqual({ status: 'succeeded', attempt: 1, port: 'late', output: gave('ask-late') });
  });

  it.each([
    ['an event after the deadline', [fired('ask', 1)], released('ask')],
    ['the deadline after the event', [released('ask')], fired('ask', 1)],
    ['the event of another attempt', [], released('ask', 2)],
    ['a second parking', [], parked('ask')],
    ['a success', [], succeeded('ask')],
    ['an event for a step that waits for its next attempt', [released('ask'), failed('on', 1, busy)], released('on')],
  ])('%s changes nothing', (_, more, stale) => {
    const { state } = after(line, started('in'), parked('ask', 1, 9000), ...more);
    expect(transition(line, state, stale)).toEqual({ state, commands: [] });
  });

  it('are as they were after a takeover', () => {
    const before = after(line, started('in'), parked('ask', 1, 9000));
    const next = transition(line, before.state, resumed);
    expect(next.state).toEqual(before.state);
    expect(ids(next)).toEqual(['ask:1:timer']);
  });

  it('are given up when the run winds down, and park anew when a person has it tried again', () => {
    const plan = planOf({ in: 'start', ask: 'pure', post: 'write' }, ['in.out > ask', 'in.out > post']);
    const down = after(plan, started('in'), parked('ask'), failed('post', 1, refused));
    expect(down.state.steps.ask).toEqual({ status: 'cancelled', attempt: 1 });
    expect(ids(down)).toEqual(['close']);
    expect(transition(plan, down.state, released('ask'))).toEqual({ state: down.state, commands: [] });
    expect(ids(transition(plan, down.state, retried))).toEqual(['ask:2', 'post:2']);
  });

  it('that park while the run winds down are given up at once', () => {
    const plan = planOf({ in: 'start', ask: 'pure', post: 'write' }, ['in.out > ask', 'in.out > post']);
    const next = after(plan, started('in'), failed('post', 1, refused), parked('ask'));
    expect([next.state.steps.ask?.status, ids(next)]).toEqual(['cancelled', ['close']]);
  });
});

const timed = planOf(
  { in: 'start', ask: { type: 'pure', policy: { slaMs: 500 } }, post: 'write' },
  ['in.out > ask', 'ask.out > post'],
  { deadlineMs: 10_000, slaMs: 5000 },
);

describe('R25: calls', () => {
  const book = planOf({ in: 'start', hold: 'write', free: 'write', on: 'pure' }, [
    'in.out > hold',
    'hold.out > on',
    'hold.undo > free',
  ]);
  const caught = planOf({ in: 'start', hold: 'write', sorry: 'pure' }, ['in.out > hold', 'hold.error > sorry']);

  it('go on with what the called run returned', () => {
    const waiting = after(book, started('in'), called('hold'));
    expect([waiting.state.status, waiting.commands]).toEqual(['waiting', []]);
    const on = after(book, started('in'), called('hold'), returned('hold'));
    expect(ids(on)).toEqual(['on:1']);
    expect(on.state).toMatchObject({ done: ['hold'], steps: { hold: { status: 'succeeded', port: 'out' } } });
  });

  it('fail as the called run did, and go on through the error port where one is drawn', () => {
    const fell = after(book, started('in'), called('hold'), failed('hold', 1, refused));
    expect(fell.commands).toMatchObject([{ type: 'run.close', status: 'exception', failed: ['hold'] }]);
    expect(ids(after(caught, started('in'), called('hold'), failed('hold', 1, refused)))).toEqual(['sorry:1']);
  });

  it('take one end: what comes late, twice or for another attempt changes nothing', () => {
    const { state } = after(book, started('in'), called('hold'), returned('hold'));
    for (const late of [returned('hold'), failed('hold', 1, refused)]) {
      expect(transition(book, state, late)).toEqual({ state, commands: [] });
    }
    const open = after(book, started('in'), called('hold')).state;
    expect(transition(book, open, failed('hold', 2, refused)).state).toBe(open);
  });

  it('hear of failures only while they wait for a run: another wait ends by what it waits for', () => {
    const { state } = after(line, started('in'), parked('ask'));
    expect(transition(line, state, failed('ask', 1, refused)).state).toBe(state);
  });

  it('are an unknown outcome when the run winds down: no undo, listed, and told to the next attempt', () => {
    const both = planOf({ in: 'start', hold: 'write', free: 'write', other: 'write' }, [
      'in.out > hold',
      'in.out > other',
      'hold.undo > free',
    ]);
    const over = after(both, started('in'), called('hold'), failed('other', 1, refused));
    expect(over.commands).toMatchObject([{ type: 'run.close', undo: { undone: [], left: [], uncertain: ['hold'] } }]);
    const again = transition(both, over.state, retried);
    expect(again.commands).toMatchObject([
      { id: 'hold:2', outcomeUnknown: true },
      { id: 'other:2', outcomeUnknown: false },
    ]);
    const waits = transition(both, again.state, called('hold', 2)).state;
    expect(waits.steps.hold).toMatchObject({ status: 'waiting', outcomeUnknown: true });
  });

  it('may undo: the run ends when the undoing call came back', () => {
    const back = after(book, started('in'), succeeded('hold'), cancelled, succeeded('on'), called('free'));
    expect(back.state.status).toBe('waiting');
    expect(transition(book, back.state, returned('free')).commands).toMatchObject([
      { type: 'run.close', status: 'cancelled', undo: { undone: ['hold'] } },
    ]);
  });
});

describe('R15: the deadline of a run', () => {
  it('is told at the start, to whoever takes the run over, and no more once it winds down', () => {
    const alarm = { type: 'alarm.set', id: 'deadline', alarm: 'deadline', at: 10_000 };
    const next = after(timed, started('in'));
    expect(next.commands).toContainEqual(alarm);
    expect(pending(timed, next.state)).toEqual(next.commands);
    const down = after(timed, started('in'), cancelled);
    expect(ids({ commands: pending(timed, down.state) })).toEqual(['sla', 'ask:1', 'ask:sla']);
  });

  it('winds the run down: steps under way settle, waiting ones are given up', () => {
    expect(ids(after(timed, started('in'), expired))).toEqual([]);
    const next = after(timed, started('in'), expired, succeeded('ask'));
    expect(next.commands).toEqual([{ type: 'run.close', id: 'close', status: 'exception', failed: [], expired: true }]);
    expect(ids(after(timed, started('in'), parked('ask'), expired))).toEqual(['close']);
  });

  it('comes once, and not to a run that ends', () => {
    const down = after(timed, started('in'), expired).state;
    expect(transition(timed, down, expired)).toEqual({ state: down, commands: [] });
    const cancel = after(timed, started('in'), cancelled).state;
    expect(transition(timed, cancel, expired)).toEqual({ state: cancel, commands: [] });
  });

  it('begins anew with a retry, which goes on where the deadline stopped', () => {
    const next = after(timed, started('in'), expired, succeeded('ask'), retried);
    expect(ids(next)).toEqual(['deadline', 'sla', 'post:1']);
    expect(next.state).toMatchObject({ status: 'running', deadlineAt: 19_500 });
    expect(next.state).not.toHaveProperty('expired');
  });
});

describe('R16: promised times', () => {
  it('are alarms of the run and of the stage', () => {
    expect(after(timed, started('in')).commands).toEqual([
      { type: 'alarm.set', id: 'deadline', alarm: 'deadline', at: 10_000 },
      { type: 'alarm.set', id: 'sla', alarm: 'sla', at: 5000 },
      expect.objectContaining({ id: 'ask:1' }),
      { type: 'alarm.set', id: 'ask:sla', alarm: 'sla', node: 'ask', at: 500 },
    ]);
  });

  it('are broken once, and nothing else changes', () => {
    const { state } = after(timed, started('in'), parked('ask'));
    const stage = transition(timed, state, breached('ask'));
    expect(stage.commands).toEqual([]);
    expect(stage.state.steps.ask).toMatchObject({ status: 'waiting', slaBreached: true });
    expect(transition(timed, stage.state, breached('ask')).state).toBe(stage.state);
    const run = transition(timed, stage.state, breached());
    expect(run.state).toMatchObject({ status: 'waiting', slaBreached: true });
    expect(transition(timed, run.state, breached()).state).toBe(run.state);
    expect(ids(transition(timed, run.state, resumed))).toEqual(['deadline']);
  });

  it('of a stage hold from its first attempt to its end', () => {
    const retrying = after(timed, started('in'), succeeded('ask'));
    expect(transition(timed, retrying.state, breached('ask'))).toEqual({ state: retrying.state, commands: [] });
    const plan = planOf({ in: 'start', post: { type: 'write', policy: { slaMs: 500 } } }, ['in.out > post']);
    const again = after(plan, started('in'), failed('post', 1, busy), fired('post', 1));
    expect(again.commands).toContainEqual({ type: 'alarm.set', id: 'post:sla', alarm: 'sla', node: 'post', at: 500 });
  });
});
