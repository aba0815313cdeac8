import { expect, it } from 'vitest';
import { testFlow } from '../host/testing.ts';
import { type Fault, faultAt } from './faults.ts';
import { createSimulation } from './simulation.ts';
import { createPartner, FAULTS, MESSAGE, send } from './testing.ts';

const flow = testFlow(['hook > a:effect > b:effect'], {}, { lane: { key: '=input.key' } });
const COUNT = 3;

/** Two processes, messages of one key sent one after another, one fault at boundary `nr`. */
async function play(nr: number, fault: Fault) {
  const plan = faultAt(nr, fault);
  const simulation = createSimulation({
    seed: 3,
    startMs: Date.UTC(2026, 10, 27),
    latencyMs: 4,
    plan,
    restartMs: 1_000,
  });
  const { clock, storage } = simulation;
  const partner = createPartner(clock.now);
  const placeOf = async () => ({ key: 'one' });
  const settings = { executor: partner.executor, loadSnapshot: async () => flow, placeOf, pollMs: 3_000 };
  for (let count = 0; count < 2; count += 1) void simulation.start(settings).catch(() => undefined);
  const accepted: string[] = [];
  void (async () => {
    for (let count = 1; count <= COUNT; count += 1) {
      accepted.push(await send(simulation, { ...MESSAGE, dedupeKey: `order-${count}` }));
    }
  })();
  const runs = () => [...storage.tables.runs.values()];
  const isOver = () => runs().length === COUNT && runs().every(({ status }) => status === 'done');
  const ended = await clock.run(isOver, 600_000);
  const boundaries = simulation.boundaries();
  if (fault.kind === 'pause') await clock.run(() => false, fault.ms + 3_000);
  // A run whose effects come again after those of the next one would be listed twice.
  const order = partner.order.filter((runId, index, all) => runId !== all[index - 1]);
  return { ended, boundaries, accepted, order, effects: partner.asked.size };
}

it('messages of one key are done in the order of their acceptance, whatever happens at any boundary', async () => {
  const { boundaries } = await play(0, { kind: 'kill' });
  for (const fault of FAULTS) {
    for (let nr = 1; nr <= boundaries; nr += 1) {
      const { ended, accepted, order, effects } = await play(nr, fault);
      const seen = { ended, order, effects };
      expect(seen, `${fault.kind} at boundary ${nr}`).toEqual({ ended: true, order: accepted, effects: COUNT * 2 });
    }
  }
});
