import { isEnded, type RunEvent } from '@lockstep/schema/run';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from './commands.ts';
import { fold } from './fold.ts';
import { framesIn, refOf, stepAt } from './place.ts';
import type { Plan } from './plan.ts';
import { initialState, type RunState } from './state.ts';
import {
  busy,
  cancelled,
  failed,
  fed,
  fired,
  inItem,
  judged,
  lost,
  type NodeSketch,
  planOf,
  refused,
  resumed,
  retried,
  started,
  succeeded,
} from './testing.ts';
import { transition } from './transition.ts';

const retry = { maxAttempts: 2, baseMs: 10, capMs: 40, jitter: 0 };
const PORTS: Readonly<Record<string, readonly string[]>> = { switch: ['a', 'b'], each: ['done'] };

interface Sketch {
  readonly type: string;
  readonly input: number;
  readonly port: number;
  readonly caught: boolean;
}

const rules = fc.record({
  parallelism: fc.integer({ min: 1, max: 3 }),
  onError: fc.constantFrom('stop', 'collect'),
  judged: fc.boolean(),
});
const body = (types: readonly string[]): fc.Arbitrary<readonly Sketch[]> =>
  fc.array(fc.record({ type: fc.constantFrom(...types), input: fc.nat(), port: fc.nat(), caught: fc.boolean() }), {
    minLength: 1,
    maxLength: 4,
  });

/** Random scopes, one of them within another, with switches, error edges and steps that are undone. */
const plans: fc.Arbitrary<Plan> = fc
  .tuple(
    rules,
    rules,
    body(['pure', 'write', 'once', 'switch', 'each']),
    body(['pure', 'write', 'switch']),
    fc.boolean(),
  )
  .map(([outer, inner, steps, parts, undone]) => {
    const nodes: Record<string, NodeSketch> = {
      in: { type: 'start' },
      lines: { type: 'each', params: outer },
      after: { type: 'pure' },
    };
    const edges = ['in.out > lines', 'lines.done > after'];
    const draw = (scope: string, sketches: readonly Sketch[], name: string) => {
      for (const [index, { type, input, port, caught }] of sketches.entries()) {
        const id = `${name}${index}`;
        nodes[id] = { type, scope, policy: { retry }, ...(type === 'each' && { params: inner }) };
        const before = input % (index + 1);
        const from = before === index ? undefined : sketches[before];
        const ports = PORTS[from?.type ?? ''] ?? ['out'];
        edges.push(from ? `${name}${before}.${ports[port % ports.length]} > ${id}` : `${scope}.each > ${id}`);
        if (caught && from) edges.push(`${name}${before}.error > ${id}`);
        if (type === 'each') draw(id, parts, `${id}x`);
        if (undone && type === 'write') {
          nodes[`undo-${id}`] = { type: 'write', scope, policy: { retry } };
          edges.push(`${id}.undo > undo-${id}`);
        }
      }
    };
    draw('lines', steps, 's');
    return planOf(nodes, edges);
  });

const moves = fc.array(fc.record({ pick: fc.nat(), answer: fc.nat(), extra: fc.nat({ max: 40 }) }), { maxLength: 80 });
type Move = { readonly pick: number; readonly answer: number; readonly extra: number };
type Open = Exclude<Command, { readonly type: 'run.close' | 'alarm.set' | 'item.ended' }>;

const isOpen = ({ type }: Command) => type !== 'run.close' && type !== 'alarm.set' && type !== 'item.ended';
const opened = (commands: readonly Command[]) => commands.filter(isOpen) as readonly Open[];

function answerTo(plan: Plan, command: Open, answer: number): RunEvent {
  const { node, item = '' } = command;
  const said = (event: RunEvent) => (item === '' ? event : inItem(item, event));
  switch (command.type) {
    case 'timer.set':
      return said(fired(node, command.attempt));
    case 'scope.gather':
      return said(succeeded(node, command.attempt, 'done'));
    case 'scope.judge':
      return said(judged(node, command.index, answer % 9 === 8));
    case 'step.run': {
      const { attempt, pull } = command;
      const failure = answer % 6 < 4 ? undefined : [busy, lost, refused][answer % 3];
      if (failure) return said(failed(node, attempt, failure));
      if (pull)
        return said(fed(node, answer % 4, attempt, answer % 3 === 0 && attempt < 4 ? { at: attempt } : undefined));
      const isSwitch = plan.byId.get(node)?.outgoing.some(({ port }) => port === 'a' || port === 'b');
      return said(succeeded(node, attempt, isSwitch ? (answer % 2 ? 'a' : 'b') : 'out'));
    }
    default:
      return command satisfies never;
  }
}

interface Ran {
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  readonly states: readonly RunState[];
  readonly begun: readonly string[];
  readonly ended: readonly Extract<Command, { readonly type: 'item.ended' }>[];
}

/** A host in small: answers what is open, in any order, and checks after every turn what must always hold. */
function drive(plan: Plan, script: readonly Move[]): Ran {
  let state = initialState;
  let open: Open[] = [];
  const [events, states, begun]: [RunEvent[], RunState[], string[]] = [[], [], []];
  const ended: Ran['ended'][number][] = [];
  const deliver = (event: RunEvent) => {
    const next = transition(plan, state, event);
    if (next.state === state) return;
    state = next.state;
    events.push(event);
    states.push(state);
    const known = new Set(open.map(({ id }) => id));
    for (const command of next.commands) {
      if (command.type === 'item.ended') ended.push(command);
      if (command.type === 'step.run' && !known.has(command.id)) begun.push(command.id);
    }
    if (['run.resumed', 'run.retried'].includes(event.type)) open = [];
    open = [...open.filter(({ id }) => !next.commands.some((command) => command.id === id)), ...opened(next.commands)];
    // What winds down has no timers and asks nothing; a host sees that by what is pending.
    const pending = new Set(fold(plan, [], state).commands.map(({ id }) => id));
    open = open.filter(({ id }) => pending.has(id));
    expect(
      [...pending].filter((id) => !open.some((one) => one.id === id) && id !== 'close'),
      'nothing is lost',
    ).toEqual([]);
    checkBounds(plan, state);
  };
  deliver(started('in'));
  for (const { pick, answer, extra } of script) {
    if (extra === 0) deliver(cancelled);
    if (extra === 1) deliver(resumed);
    if (extra === 2) deliver(retried);
    const late = events[pick % events.length];
    if (extra > 30 && late && !late.type.startsWith('run.')) {
      expect(transition(plan, state, late), 'a late event changes nothing').toEqual({ state, commands: [] });
    }
    const command = open[pick % Math.max(open.length, 1)];
    if (command) deliver(answerTo(plan, command, answer));
  }
  for (let turns = 0; open.length > 0 && turns < 3000; turns += 1) {
    const [command] = open;
    // A pull gives nothing more, everything else succeeds.
    if (command) deliver(answerTo(plan, command, 'pull' in command && command.pull ? 4 * 7 : 0));
  }
  return { state, events, states, begun, ended };
}

/** However many items there were: the run holds those under way, and the pages they are from. */
function checkBounds(plan: Plan, state: RunState): void {
  for (const { frame, item, nodes } of framesIn(plan, state)) {
    for (const { id, rules } of nodes) {
      const step = stepAt(plan, state, { node: id, item });
      const scope = step?.scope;
      if (!rules || !scope) continue;
      const under = Object.keys(scope.items).length;
      expect(under, `items of ${refOf({ node: id, item })}`).toBeLessThanOrEqual(rules.parallelism);
      expect(scope.pages.length).toBeLessThanOrEqual(under + Math.max(0, scope.fed - scope.next));
      // What was dropped with a scope whose failure was caught has not ended.
      if (step?.port !== 'error') expect(scope.ended + under).toBe(scope.next);
      expect(scope.failed).toBeLessThanOrEqual(scope.ended);
    }
    const strangers = Object.keys(frame.steps).filter((id) => !nodes.some((node) => node.id === id));
    expect(strangers, 'a frame holds its own steps and its scope').toEqual(
      item === '' ? [] : [plan.byId.get(nodes[0]?.id ?? '')?.scopes.at(-1)],
    );
  }
}

const check = (runs: number, say: (ran: Ran, plan: Plan) => void) =>
  fc.assert(
    fc.property(plans, moves, (plan, script) => say(drive(plan, script), plan)),
    { numRuns: runs },
  );

describe('over random scopes, answers and orders', () => {
  it('R18 to R24: no run hangs, and each item ends once', () => {
    check(100, ({ state, ended }) => {
      expect(isEnded(state.status)).toBe(true);
      const ids = ended.map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)]);
      const scope = state.steps.lines?.scope;
      if (state.status !== 'done' || !scope) return;
      const indexes = ended.flatMap(({ node, index }) => (node === 'lines' ? [index] : []));
      expect(indexes.sort((a, b) => a - b)).toEqual(Array.from({ length: scope.next }, (_, index) => index));
      if (!scope.stopped && state.steps.lines?.status === 'succeeded') expect(scope.next).toBe(scope.fed);
    });
  });

  it('R2, R12: a step of an item begins at most once an attempt', () => {
    check(50, ({ begun }) => {
      expect(begun).toEqual([...new Set(begun)]);
    });
  });

  it('R14: what succeeded is undone in reverse order of completion, across items, or with its item', () => {
    check(100, ({ state, events, states }, plan) => {
      const stands: string[] = [];
      for (const [turn, event] of events.entries()) {
        const { undo, undoes } = (event.type === 'step.succeeded' && plan.byId.get(event.node)) || {};
        if (event.type !== 'step.succeeded' || (!undo && !undoes)) continue;
        const item = event.item ?? '';
        if (undo) stands.push(refOf({ node: event.node, item }));
        if (!undoes) continue;
        const ref = refOf({ node: undoes, item });
        // A run that ends undoes the newest of all; an item that fails by itself the newest of its own.
        const begun = states.findLastIndex(
          (state, at) => at < turn && !stepAt(plan, state, { node: event.node, item }) && state.status !== 'queued',
        );
        const mine =
          item === '' || states[begun + 1]?.ending ? stands : stands.filter((other) => other.endsWith(`@${item}`));
        expect(mine.at(-1), 'undone once, in reverse order, and only what was done').toBe(ref);
        stands.splice(stands.lastIndexOf(ref), 1);
      }
      if (state.status === 'done') return;
      const isStuck = Object.values(state.undoing ?? {}).some(({ status }) => status === 'failed');
      if (!isStuck) expect(stands).toEqual([]);
    });
  });

  it('folding gives the same state, also from any state that was kept on the way', () => {
    check(100, ({ state, events, states }, plan) => {
      expect(fold(plan, events).state).toEqual(state);
      const half = Math.floor(states.length / 2);
      const kept = JSON.parse(JSON.stringify(states[half])) as RunState;
      expect(fold(plan, events.slice(half + 1), kept).state).toEqual(state);
    });
  });

  it('R18: what an item comes to does not depend on the others, nor on who was first', () => {
    fc.assert(
      fc.property(
        plans,
        fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
        moves,
        moves,
        (plan, answers, one, other) => {
          const answer = (command: Open): RunEvent => {
            const { node, item = '' } = command;
            if ('pull' in command && command.pull) return inItem(item, fed(node, 3, command.attempt));
            if (command.type === 'scope.judge') return inItem(item, judged(node, command.index));
            const seed = answers[(plan.byId.get(node)?.index ?? 0) % answers.length] ?? 0;
            const event = answerTo(plan, command, seed + Number(item.replaceAll('.', '')));
            const node_ = plan.byId.get(node);
            return event.type === 'step.failed' && !node_?.hasErrorEdge ? answerTo(plan, command, 0) : event;
          };
          const settle = (script: readonly Move[]) => {
            let { state, commands } = transition(plan, initialState, started('in'));
            const open = [...opened(commands)];
            const gave = new Map<string, unknown>();
            for (let turn = 0; open.length > 0; turn += 1) {
              const [command] = open.splice((script[turn]?.pick ?? 0) % open.length, 1);
              if (!command) continue;
              ({ state, commands } = transition(plan, state, answer(command)));
              open.push(...opened(commands));
              for (const end of commands) if (end.type === 'item.ended') gave.set(end.id, end);
            }
            const { done: _, ...rest } = state;
            return { rest, gave: new Map([...gave].sort(([a], [b]) => (a < b ? -1 : 1))) };
          };
          expect(settle(one)).toEqual(settle(other));
        },
      ),
      { numRuns: 40 },
    );
  });
});
