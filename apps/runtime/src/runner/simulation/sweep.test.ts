import { isEnded, type RunEvent } from '@lockstep/schema/run';
import { describe, expect, it } from 'vitest';
import { fold, stepOf } from '../../engine/index.ts';
import { busy, scriptedExecutor, testFlow } from '../host/testing.ts';
import type { StartRun } from '../host/types.ts';
import { type Executor, effectKey, type LoadedFlow, OWNERSHIP_LOST, type StepResult } from '../steps/index.ts';
import { type Fault, faultAt } from './faults.ts';
import { createSimulation, type Simulation } from './simulation.ts';

/** Another system, outside of everything: how often each effect was asked for, by key, and when the last one came. */
interface Partner {
  readonly asked: Map<string, number>;
  lastAt(): number;
  readonly executor: Executor;
}

type Act = (nth: number) => StepResult | undefined;

function createPartner(now: () => number, acts: Readonly<Record<string, Act>> = {}): Partner {
  const asked = new Map<string, number>();
  let lastAt = 0;
  const inner = scriptedExecutor();
  return {
    asked,
    lastAt: () => lastAt,
    executor: {
      async execute(job) {
        const isEffect = job.loaded.plan.byId.get(job.node)?.effect !== 'none';
        // As an attempt does just before the first byte of a request that changes something.
        if (isEffect && !job.stillOwned()) return busy({ code: OWNERSHIP_LOST });
        const key = effectKey(job.run, job.node);
        const nth = (asked.get(key) ?? 0) + 1;
        if (isEffect) {
          asked.set(key, nth);
          lastAt = now();
        }
        return acts[job.node]?.(nth) ?? inner.execute(job);
      },
    },
  };
}

const MESSAGE: StartRun = {
  flowId: 'orders',
  version: 1,
  snapshotId: 'snap',
  node: 'hook',
  message: 'm',
  trigger: { kind: 'webhook', receivedAt: 1 },
  dedupeKey: 'order-1001',
};

/** A sender as they are: repeats a message until somebody has answered that it is accepted. */
async function send({ clock, alive }: Simulation): Promise<string> {
  for (;;) {
    const [process] = alive();
    const patience = new Promise<undefined>((resolve) => {
      clock.after(3_000, () => resolve(undefined));
    });
    const answer = await Promise.race([process?.host.start(MESSAGE).catch(() => undefined), patience]);
    if (answer) return answer.runId;
    await new Promise<void>((resolve) => {
      clock.after(500, resolve);
    });
  }
}

interface Story {
  readonly flow: LoadedFlow;
  readonly acts?: Readonly<Record<string, Act>>;
  /** What others do meanwhile. */
  readonly meanwhile?: (simulation: Simulation) => void;
}

/** Two processes, one message, one fault at boundary `nr`. */
async function play(story: Story, nr: number, fault: Fault) {
  const simulation = createSimulation({
    seed: 7,
    startMs: Date.UTC(2026, 10, 27, 8),
    latencyMs: 4,
    plan: faultAt(nr, fault),
    restartMs: 1_000,
  });
  const { clock, storage } = simulation;
  const partner = createPartner(clock.now, story.acts);
  const settings = { executor: partner.executor, loadSnapshot: async () => story.flow, pollMs: 3_000 };
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

const FAULTS: readonly Fault[] = [{ kind: 'kill' }, { kind: 'pause', ms: 9_000 }, { kind: 'cut', ms: 1_500 }];
const RETRY = { retry: { maxAttempts: 3, baseMs: 5_500, capMs: 60_000, jitter: 0 } };
const refuse = () => busy({ kind: 'refused', category: 'business', code: 'no', message: 'No.' });

const STORIES: Readonly<Record<string, Story>> = {
  'three effects': { flow: testFlow(['hook > map:pure > a:effect > b:effect > c:effect']) },
  'branches that join, and a far retry': {
    flow: testFlow(['hook > a:effect > join:pure > c:effect', 'hook > b:effect > join'], { b: RETRY }),
    acts: { b: (nth) => (nth === 1 ? busy() : undefined) },
  },
  'a wait for an event': {
    flow: testFlow(['hook > a:effect > ask:pure > b:effect']),
    acts: { ask: () => ({ ok: true, park: { on: { kind: 'event', topic: 'paid', key: 'k', port: 'out' } } }) },
    meanwhile({ clock, storage }) {
      const event = { topic: 'paid', key: 'k', eventId: 'e', payload: 1 };
      clock.after(900, () => void storage.topics.publish(event));
    },
  },
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

it('an effect that is never repeated blindly happens at most once, whatever happens at any boundary', async () => {
  const story = { flow: testFlow(['hook > map:pure > a:once > b:effect']) };
  const { boundaries } = await play(story, 0, { kind: 'kill' });
  const ends = new Set<string | undefined>();
  for (const fault of FAULTS) {
    for (let nr = 1; nr <= boundaries; nr += 1) {
      const { ended, status, runs, asked } = await play(story, nr, fault);
      const key = `${runs[0]?.runId}:a:0`;
      expect([ended, runs.length, (asked.get(key) ?? 0) <= 1], `${fault.kind} at boundary ${nr}`).toEqual([
        true,
        1,
        true,
      ]);
      ends.add(status);
    }
  }
  expect(ends).toEqual(new Set(['done', 'exception']));
});
