import { isEnded, type RunEvent } from '@lockstep/schema/run';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from './commands.ts';
import { fold } from './fold.ts';
import { checkMigration } from './migration.ts';
import type { Plan } from './plan.ts';
import { initialState, type RunState, stepOf } from './state.ts';
import {
  busy,
  called,
  cancelled,
  failed,
  fired,
  lost,
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
import { transition } from './transition.ts';

const ports: Readonly<Record<string, readonly string[]>> = {
  pure: ['out', 'error'],
  write: ['out', 'error'],
  once: ['out', 'error'],
  switch: ['a', 'b', 'error'],
};
const policy = { retry: { maxAttempts: 3, baseMs: 10, capMs: 40, jitter: 0.5 } };

/** Random flows without cycles: switches, forks, joins, error edges, orphans, a second trigger, any node order. */
const plans: fc.Arbitrary<Plan> = fc
  .array(
    fc.record({
      type: fc.constantFrom(...Object.keys(ports)),
      inputs: fc.array(fc.nat(), { maxLength: 3 }),
      port: fc.nat(),
    }),
    {
      minLength: 1,
      maxLength: 9,
    },
  )
  .chain((sketch) => {
    const types = ['start', 'start', ...sketch.map(({ type }) => type)];
    const edges = sketch.flatMap(({ inputs, port }, i) =>
      inputs.map((input, nth) => {
        const from = input % (i + 2);
        const choice = ports[types[from] ?? ''] ?? ['out'];
        return `n${from}.${choice[(port + nth) % choice.length]} > n${i + 2}`;
      }),
    );
    const nodes = types.map((type, i) => [`n${i}`, { type, policy: type === 'start' ? {} : policy }] as const);
    const drawn = fc.shuffledSubarray(nodes, { minLength: nodes.length });
    return fc.tuple(drawn, fc.shuffledSubarray(edges, { minLength: edges.length }));
  })
  .chain(([nodes, edges]) =>
    // Some of the steps that write get a step that undoes them.
    fc.subarray(nodes.filter(([, { type }]) => type === 'write' || type === 'once')).map((pairs) => {
      const undos = pairs.map(([id]) => [`undo-${id}`, { type: 'write', policy }] as const);
      return planOf(Object.fromEntries([...undos, ...nodes]), [
        ...edges,
        ...pairs.map(([id]) => `${id}.undo > undo-${id}`),
      ]);
    }),
  );

/** What chance does with the commands: which is answered next, how, and what else comes in. */
const moves = fc.array(fc.record({ pick: fc.nat(), answer: fc.nat(), extra: fc.nat({ max: 40 }) }), { maxLength: 60 });
type Move = { readonly pick: number; readonly answer: number; readonly extra: number };

/** A step that waits for an event has no command; to the host in small it is one more thing to be answered. */
interface Parked {
  readonly type: 'parked' | 'called';
  readonly id: string;
  readonly node: string;
  readonly attempt: number;
}
type Open = Extract<Command, { readonly type: 'step.run' | 'timer.set' }> | Parked;

function isOpen(command: Command): command is Exclude<Open, Parked> {
  return command.type === 'step.run' || command.type === 'timer.set';
}

function answerTo(plan: Plan, command: Open, answer: number): RunEvent {
  const { node, attempt } = command;
  if (command.type === 'timer.set') return fired(node, attempt);
  if (command.type === 'parked') return released(node, attempt);
  const failures = [busy, lost, refused];
  if (command.type === 'called' && answer % 5 < 3) return returned(node, attempt);
  const waits = command.type === 'step.run' && answer % 7 === 6;
  if (waits) return plan.byId.get(node)?.effect === 'none' ? parked(node, attempt) : called(node, attempt);
  const failure = answer % 5 < 3 ? undefined : failures[answer % failures.length];
  if (failure) return failed(node, attempt, failure);
  const type = plan.byId.get(node)?.outgoing.some(({ port }) => port === 'a' || port === 'b');
  return succeeded(node, attempt, type ? (answer % 2 ? 'a' : 'b') : 'out');
}

interface Ran {
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  readonly begun: readonly string[];
}

/** A host in small: keeps commands until they are answered, checks every turn, stops when nothing is outstanding. */
function drive(plan: Plan, script: readonly Move[]): Ran {
  let state = initialState;
  let open: Open[] = [];
  const events: RunEvent[] = [];
  const begun: string[] = [];
  const deliver = (event: RunEvent) => {
    const next = transition(plan, state, event);
    if (next.state === state && next.commands.length === 0) return;
    checkOrder(plan, next.commands);
    const known = event.type === 'run.resumed' ? new Set(open.map(({ id }) => id)) : new Set<string>();
    for (const command of next.commands) {
      if (command.type !== 'step.run' || known.has(command.id)) continue;
      begun.push(command.id);
      if (command.attempt === 1) checkReached(plan, next.state, command.node);
    }
    if (event.type === 'run.resumed') open = open.filter(({ type }) => type === 'parked' || type === 'called');
    if (next.state.ending) {
      const kept = ({ type, node }: Open) => type === 'step.run' || plan.byId.get(node)?.undoes !== undefined;
      open = open.filter(kept);
    }
    open.push(...next.commands.filter(isOpen));
    if (event.type === 'step.parked' && stepOf(next.state.steps, event.node)?.park) {
      const { node, attempt, park } = event;
      const type = park.on?.kind === 'call' ? 'called' : 'parked';
      open.push({ type, id: `${node}:${attempt}:${type}`, node, attempt });
    }
    state = next.state;
    events.push(event);
  };
  deliver(started('n0'));
  for (const { pick, answer, extra } of script) {
    if (extra === 0) deliver(cancelled);
    if (extra === 1) deliver(resumed);
    if (extra === 2) deliver(retried);
    const late = events[pick % events.length];
    if (extra > 30 && late && !late.type.startsWith('run.')) {
      expect(transition(plan, state, late), 'a late event changes nothing').toEqual({ state, commands: [] });
    }
    const [command] = open.splice(pick % Math.max(open.length, 1), 1);
    if (command) deliver(answerTo(plan, command, answer));
  }
  // From here on everything succeeds; whatever is still open must be answered.
  for (let command = open.shift(); command; command = open.shift()) {
    deliver(answerTo(plan, command, 0));
  }
  return { state, events, begun };
}

function checkOrder(plan: Plan, commands: readonly Command[]): void {
  const places = commands.map((command) => (isOpen(command) ? plan.byId.get(command.node)?.index : plan.nodes.length));
  expect(places, 'R12: node order, the closing last').toEqual([...places].sort((a, b) => Number(a) - Number(b)));
}

/** R5 by its own words: every step before is settled, and one of them answered on an edge that leads here. */
function checkReached(plan: Plan, { steps }: RunState, node: string): void {
  const { incoming: before = [], undoes } = plan.byId.get(node) ?? {};
  if (undoes !== undefined) {
    expect(stepOf(steps, undoes)?.status, 'what did not succeed is undone').toBe('succeeded');
    return;
  }
  const settled = before.filter(({ from }) => {
    const step = stepOf(steps, from);
    const caught = step?.status === 'failed' && plan.byId.get(from)?.hasErrorEdge;
    return step?.status === 'succeeded' || step?.status === 'skipped' || caught;
  });
  expect(settled, 'a join fires early').toEqual(before);
  const live = before.filter(({ from, port }) => {
    const step = stepOf(steps, from);
    return step?.status === 'succeeded' ? step.port === port : step?.status === 'failed' && port === 'error';
  });
  expect(live, 'a step begins that is not reached').not.toEqual([]);
}

describe('over random flows, answers and orders', () => {
  it('R5, R6: no run hangs, and a run that is done has decided every node', () => {
    fc.assert(
      fc.property(plans, moves, (plan, script) => {
        const { state } = drive(plan, script);
        expect(isEnded(state.status)).toBe(true);
        if (state.status !== 'done') return;
        const open = plan.nodes.filter(({ id }) => {
          const status = stepOf(state.steps, id)?.status;
          return status !== 'succeeded' && status !== 'skipped' && status !== 'failed';
        });
        expect(open).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('R2, R12: a step begins at most once an attempt', () => {
    fc.assert(
      fc.property(plans, moves, (plan, script) => {
        const { begun } = drive(plan, script);
        expect(begun).toEqual([...new Set(begun)]);
      }),
      { numRuns: 200 },
    );
  });

  it('R14: takes back what succeeded, in the reverse order of its completion, once, and nothing else', () => {
    fc.assert(
      fc.property(plans, moves, (plan, script) => {
        const { state, events, begun } = drive(plan, script);
        const done = events.flatMap((event) =>
          (event.type === 'step.succeeded' || event.type === 'step.released') &&
          plan.byId.get(event.node)?.undo !== undefined
            ? [event.node]
            : [],
        );
        const undone = begun.filter((id) => id.startsWith('undo-') && id.endsWith(':1'));
        const wanted = done.toReversed().map((id) => `undo-${id}:1`);
        const isStuck = plan.nodes.some(({ id, undoes }) => undoes && stepOf(state.steps, id)?.status === 'failed');
        if (state.status === 'done') expect(undone).toEqual([]);
        else if (isStuck) expect(undone).toEqual(wanted.slice(0, undone.length));
        else expect(undone).toEqual(wanted);
        if (isStuck) expect(state.status).toBe('exception');
      }),
      { numRuns: 500 },
    );
  });

  it('folding the events gives the state that was reached step by step, also from its JSON text', () => {
    fc.assert(
      fc.property(plans, moves, (plan, script) => {
        const { state, events } = drive(plan, script);
        expect(fold(plan, events).state).toEqual(state);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
      { numRuns: 100 },
    );
  });

  it('R2: events that come twice and later again change nothing', () => {
    fc.assert(
      fc.property(plans, moves, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 10 }), (plan, script, echoes) => {
        const { events, state } = drive(plan, script);
        const noisy = events.map((event) => [event]);
        for (const [which, later] of echoes) {
          const at = which % events.length;
          const echo = events[at];
          // What a person or a takeover says again is said again; only answers are echoes.
          if (echo && !['run.resumed', 'run.retried', 'run.cancelled'].includes(echo.type)) {
            noisy[at + (later % (events.length - at))]?.push(echo);
          }
        }
        expect(fold(plan, noisy.flat()).state).toEqual(state);
      }),
      { numRuns: 200 },
    );
  });

  it('R5: where nothing winds down, the order of the answers does not matter', () => {
    fc.assert(
      fc.property(
        plans,
        fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
        moves,
        moves,
        (plan, answers, one, other) => {
          const answer = (command: Open) => {
            const index = plan.byId.get(command.node)?.index ?? 0;
            const event = answerTo(plan, command, answers[index] ?? 0);
            if (event.type === 'step.parked') return answerTo(plan, command, 0);
            const node = event.type === 'step.failed' ? plan.byId.get(event.node) : undefined;
            return node && !node.hasErrorEdge ? answerTo(plan, command, 0) : event;
          };
          const settle = (script: readonly Move[]) => {
            let { state, commands } = transition(plan, initialState, started('n0'));
            const open = commands.filter(isOpen);
            for (let turn = 0; open.length > 0; turn += 1) {
              const [command] = open.splice((script[turn]?.pick ?? 0) % open.length, 1);
              if (!command) continue;
              ({ state, commands } = transition(plan, state, answer(command)));
              open.push(...commands.filter(isOpen));
            }
            // In which order effects came about is what undoing goes by, so that may differ.
            const { done: _, ...rest } = state;
            return rest;
          };
          expect(settle(one)).toEqual(settle(other));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('R26: moving a run that waits to the same version is never refused, and changes nothing', () => {
    fc.assert(
      fc.property(plans, moves, (plan, script) => {
        const { events } = drive(plan, script);
        // Nothing is under way after each of these.
        for (const [index] of events.entries()) {
          const history = events.slice(0, index + 1);
          const { state } = fold(plan, history);
          if (state.status !== 'waiting' || state.ending) continue;
          const ports = ['out', 'error', 'undo', 'a', 'b', 'otherwise'];
          const shapes = new Map(plan.nodes.map(({ id }) => [id, { type: 'same', ports }]));
          const same = { plan, shapes };
          expect(checkMigration(same, same, history, 1)).toEqual({ obstacles: [], begins: [] });
          const moved: RunEvent = { type: 'run.migrated', at: 1, from: 1, to: 2, by: 'ada' };
          const rest = events.slice(index + 1);
          expect(fold(plan, [...history, moved, ...rest])).toEqual(fold(plan, events));
        }
      }),
    );
  });
});
