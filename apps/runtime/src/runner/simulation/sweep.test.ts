import { isEnded, type RunEvent } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { fold, stepOf } from '../../engine/index.ts';
import { busy, testFlow } from '../host/testing.ts';
import type { LoadedFlow } from '../steps/index.ts';
import { type Fault, faultAt } from './faults.ts';
import { createSimulation, type Simulation } from './simulation.ts';
import { type Act, createPartner, FAULTS, send } from './testing.ts';

interface Story {
  readonly flow: LoadedFlow;
  readonly acts?: Readonly<Record<string, Act>> | undefined;
  /** The process where the message comes in has no room: another one takes the run up. */
  readonly isTakenUp?: boolean;
  /** What others do meanwhile. */
  readonly meanwhile?: ((simulation: Simulation) => void) | undefined;
}

/** Two processes, one message, one fault at boundary `nr`. */
async function play(story: Story, nr: number, fault: Fault, seed = 7) {
  const simulation = createSimulation({
    seed,
    startMs: Date.UTC(2026, 10, 27, 8),
    latencyMs: 4,
    plan: faultAt(nr, fault),
    restartMs: 1_000,
  });
  const { clock, storage } = simulation;
  const partner = createPartner(clock.now, story.acts);
  const settings = { executor: partner.executor, loadSnapshot: async () => story.flow, pollMs: 3_000 };
  if (story.isTakenUp) void simulation.start({ ...settings, maxInFlight: 0 }).catch(() => undefined);
  for (let count = 0; count < 2; count += 1) void simulation.start(settings).catch(() => undefined);
  story.meanwhile?.(simulation);
  let runId = '';
  void send(simulation).then((id) => {
    runId = id;
  });
  const isOver = () => isEnded(storage.tables.runs.get(runId)?.status ?? 'queued');
  const ended = await clock.run(isOver, 3_600_000);
  const boundaries = simulation.boundaries();
  if (fault.kind === 'pause') await clock.run(() => false, fault.ms + 3_000); // it wakes up, and must do no harm
  const history: readonly RunEvent[] = await storage.journal.readEvents(runId);
  const { state } = fold(story.flow.plan, history);
  const outputs = story.flow.plan.nodes.map(({ id }) => [id, stepOf(state.steps, id)?.output]);
  const runs = [...storage.tables.runs.values()];
  return {
    ...{ ended, outputs, runs, status: runs[0]?.status, folded: state.status, asked: partner.asked },
    boundaries,
    isLate: partner.lastAt() > (runs[0]?.endedAt ?? 0),
    open: runs.filter(({ endedAt, epoch }) => endedAt === undefined || epoch !== undefined).length,
  };
}

const RETRY = { retry: { maxAttempts: 3, baseMs: 5_500, capMs: 60_000, jitter: 0 } };
const refuse = () => busy({ kind: 'refused', category: 'business', code: 'no', message: 'No.' });

const WAITING: Story = {
  flow: testFlow(['hook > a:effect > ask:pure > b:effect']),
  acts: { ask: () => ({ ok: true, park: { on: { kind: 'event', topic: 'paid', key: 'k', port: 'out' } } }) },
  meanwhile({ clock, storage }) {
    const event = { topic: 'paid', key: 'k', eventId: 'e', payload: 1 };
    clock.after(900, () => void storage.topics.publish(event));
  },
};

const STORIES: Readonly<Record<string, Story>> = {
  'three effects': { flow: testFlow(['hook > map:pure > a:effect > b:effect > c:effect']) },
  'branches that join, and a far retry': {
    flow: testFlow(['hook > a:effect > join:pure > c:effect', 'hook > b:effect > join'], { b: RETRY }),
    acts: { b: (nth) => (nth === 1 ? busy() : undefined) },
  },
  'a wait for an event': WAITING,
  'effects that are taken back': {
    flow: testFlow([
      'hook > pay:effect > hold:effect > label:effect',
      'pay.undo > refund:effect',
      'hold.undo > free:effect',
    ]),
    acts: { label: refuse },
  },
};

describe.each(Object.entries(STORIES))('%s', (_, story) => {
  it('ends the same, each effect under one key, whatever happens at any boundary', async () => {
    const plain = await play(story, 0, { kind: 'kill' });
    expect([plain.ended, plain.open, plain.folded]).toEqual([true, 0, plain.status]);
    for (const fault of FAULTS) {
      for (let nr = 1; nr <= plain.boundaries; nr += 1) {
        const { ended, open, runs, status, folded, asked, outputs, isLate } = await play(story, nr, fault);
        const seen = { ended, open, runs: runs.length, status, folded, outputs, isLate, effects: asked.size };
        expect(seen, `${fault.kind} at boundary ${nr}`).toEqual({
          ...{ ended: true, open: 0, runs: 1, status: plain.status, folded: plain.status, outputs: plain.outputs },
          isLate: false,
          effects: plain.asked.size,
        });
      }
    }
  });
});

const ONCE = testFlow(['hook > map:pure > a:once > b:effect']);

it.each([false, true])(
  'an effect is never repeated blindly, whatever happens at any boundary (taken up: %s)',
  async (isTakenUp) => {
    const story = { flow: ONCE, isTakenUp };
    const ends = new Set<string | undefined>();
    for (const seed of isTakenUp ? [9, 11] : [7]) {
      const { boundaries } = await play(story, 0, { kind: 'kill' }, seed);
      for (const fault of FAULTS) {
        for (let nr = 1; nr <= boundaries; nr += 1) {
          const { ended, status, runs, asked, isLate } = await play(story, nr, fault, seed);
          const times = asked.get(`${runs[0]?.runId}:a:0`) ?? 0;
          const seen = { ended, runs: runs.length, isLate, twice: times > 1 };
          expect(seen, `${fault.kind} at boundary ${nr}, seed ${seed}`).toEqual({
            ...{ ended: true, runs: 1, isLate: false, twice: false },
          });
          ends.add(status);
        }
      }
    }
    expect(ends).toEqual(new Set(['done', 'exception']));
  },
);
