import type { Flow } from '@lockstep/schema/graph';
import { portsOf } from '@lockstep/schema/node';
import { describe, expect, it } from 'vitest';
import { fold } from './fold.ts';
import { checkMigration, type Drawn } from './migration.ts';
import { compilePlan } from './plan.ts';
import { busy, failed, flowOf, parked, resumed, started, succeeded, testCatalogue } from './testing.ts';
import { transition } from './transition.ts';

const nodes = { hook: 'start', ask: 'pure', note: 'pure', late: 'pure' };
const edges = ['hook.out > ask', 'ask.out > note', 'ask.late > late'];
const v1 = flowOf(nodes, edges);
const NOW = 1_000_000;
const asking = [started('hook'), parked('ask', 1, 9000)];

function drawn(flow: Flow, taken: readonly string[] = []): Drawn {
  const shapes = flow.nodes.map(({ id, type, params }) => {
    const definition = testCatalogue.get(type);
    // `late` is a port of whatever waits; the small catalogue has no type for it.
    const ports = [...(definition ? portsOf(definition, params) : []), 'late'];
    return [id, { type, ports: ports.filter((port) => !taken.includes(`${id}.${port}`)) }] as const;
  });
  return { plan: compilePlan(flow, testCatalogue), shapes: new Map(shapes) };
}

const check = (to: Flow, history = asking, from = v1) => checkMigration(drawn(from), drawn(to), history, NOW);

describe('R26: another version', () => {
  it('takes a parked run that it would have brought to the same place, and says what begins at once', () => {
    expect(check(v1)).toEqual({ obstacles: [], begins: [] });
    const longer = flowOf({ ...nodes, ship: 'write' }, [...edges, 'note.out > ship']);
    expect(check(longer)).toEqual({ obstacles: [], begins: [] });
    const beside = flowOf({ ...nodes, ship: 'write' }, [...edges, 'hook.out > ship']);
    expect(check(beside)).toEqual({ obstacles: [], begins: ['ship'] });
  });

  it('refuses by the name of the step that is gone, of another type, without its port, or reached otherwise', () => {
    const gone = flowOf({ hook: 'start', note: 'pure' }, ['hook.out > note']);
    expect(check(gone).obstacles).toEqual([{ code: 'step-gone', node: 'ask' }]);
    const other = flowOf({ ...nodes, ask: 'read' }, edges);
    expect(check(other).obstacles).toEqual([{ code: 'type-changed', node: 'ask' }]);
    const portless = checkMigration(drawn(v1), drawn(v1, ['ask.late']), asking, NOW);
    expect(portless.obstacles).toEqual([{ code: 'port-gone', node: 'ask', port: 'late' }]);
    const before = flowOf({ ...nodes, check: 'pure' }, ['hook.out > check', 'check.out > ask', 'ask.out > note']);
    expect(check(before).obstacles).toEqual([{ code: 'reached-otherwise', node: 'ask' }]);
  });

  it('refuses when something done could not be taken back any more, when the run would have ended, or winds down', () => {
    const paid = [started('hook'), succeeded('pay'), parked('ask')];
    const steps = { hook: 'start', refund: 'write', pay: 'write', ask: 'pure' };
    const pair = flowOf(steps, ['hook.out > pay', 'pay.out > ask', 'pay.undo > refund']);
    const alone = flowOf({ hook: 'start', pay: 'write', ask: 'pure' }, ['hook.out > pay', 'pay.out > ask']);
    expect(check(alone, paid, pair).obstacles).toEqual([{ code: 'undo-gone', node: 'pay' }]);
    const fork = flowOf({ hook: 'start', ask: 'pure', erp: 'write' }, ['hook.out > ask', 'hook.out > erp']);
    const busyErp = [started('hook'), parked('ask'), failed('erp', 1, busy)];
    const once = { type: 'write', policy: { retry: { maxAttempts: 1, baseMs: 1, capMs: 1, jitter: 0 } } };
    const strict = flowOf({ hook: 'start', ask: 'pure', erp: once }, ['hook.out > ask', 'hook.out > erp']);
    expect(check(strict, busyErp, fork).obstacles).toContainEqual({ code: 'reached-otherwise', node: 'erp' });
    const hurried = flowOf(nodes, edges, { deadlineMs: 1_000 });
    expect(check(hurried).obstacles).toEqual([{ code: 'ends' }]);
    expect(check(flowOf(nodes, edges, { deadlineMs: 10 * NOW })).obstacles).toEqual([]);
  });

  it('refuses when a takeover leaves a step in doubt that only the new version has', () => {
    const beside = flowOf({ ...nodes, ship: 'write' }, [...edges, 'hook.out > ship']);
    expect(check(beside, [...asking, resumed]).obstacles).toEqual([{ code: 'in-doubt', node: 'ship' }]);
    expect(check(v1, [...asking, resumed]).obstacles).toEqual([]);
  });

  it('the note itself changes nothing', () => {
    const plan = compilePlan(v1, testCatalogue);
    const { state } = fold(plan, asking);
    const moved = { type: 'run.migrated', at: 30, from: 1, to: 2, by: 'ada' } as const;
    expect(transition(plan, state, moved)).toEqual({ state, commands: [] });
  });
});
