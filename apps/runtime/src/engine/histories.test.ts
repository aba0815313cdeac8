import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Flow } from '@lockstep/schema/graph';
import { RunEvent } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { ENGINE_VERSION, fold, type RunState, transition } from './index.ts';
import { compilePlan } from './plan.ts';
import { scenarios as plain } from './scenarios.ts';
import { scopeScenarios } from './scope-scenarios.ts';
import { initialState } from './state.ts';
import { testCatalogue } from './testing.ts';

/**
 * A run as an engine once made it: what came in, what each event was answered with, and where it ended. A history that is
 * released is never changed: runs that began under an older engine go on under this one.
 */
interface History {
  readonly engineVersion: number;
  readonly flow: Flow;
  readonly turns: readonly { readonly event: RunEvent; readonly commands: readonly unknown[] }[];
  readonly state: RunState;
  /** What a host that takes the run over at the end must do. */
  readonly pending: readonly unknown[];
}

const folder = fileURLToPath(new URL('./histories/', import.meta.url));

function play(flow: Flow, events: readonly RunEvent[]): History {
  const plan = compilePlan(flow, testCatalogue);
  let state = initialState;
  const turns = events.map((event) => {
    const next = transition(plan, state, event);
    state = next.state;
    return { event, commands: next.commands };
  });
  return { engineVersion: ENGINE_VERSION, flow, turns, state, pending: fold(plan, events).commands };
}

const scenarios = { ...plain, ...scopeScenarios };

/** Records scenarios that have no file yet, when asked to; never writes over one. */
if (process.env.LOCKSTEP_RECORD_HISTORIES === '1') {
  for (const [name, { flow, events }] of Object.entries(scenarios)) {
    const file = `${folder}${name}.json`;
    if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(play(flow, events), undefined, 2)}\n`);
  }
}

const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

describe('recorded histories', () => {
  it('exist for every scenario', () => {
    expect(names).toEqual(expect.arrayContaining(Object.keys(scenarios)));
  });

  it.each(names)('%s: reaches the same end by the same commands', (name) => {
    const { engineVersion: _, ...recorded } = JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as History;
    // As a host reads them from the database: through the schema.
    const events = recorded.turns.map(({ event }) => RunEvent.parse(event));
    const { engineVersion: __, ...played } = play(recorded.flow, events);
    expect(JSON.parse(JSON.stringify(played))).toEqual(recorded);
  });
});
