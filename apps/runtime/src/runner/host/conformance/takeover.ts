import { describe, expect, it } from 'vitest';
import { done, named, type Script } from '../testing.ts';
import { OverloadedError } from '../types.ts';
import { gate, type HostWorld, message, processOf, stuck, typesOf, untilGivenBack, untilStatus } from './world.ts';

/** A process dies, sleeps too long, or closes in order: others go on. */
export function takeoverConformance(world: () => HostWorld): void {
  describe('takeover', () => {
    it('goes on after a kill, and tells an effect that may have happened so', async () => {
      const dying = await processOf(world(), { script: { b: stuck } });
      const { runId } = await dying.host.start(message());
      await world().until(() => named(dying.jobs).includes('b:1'));
      const heir = await processOf(world());
      await dying.kill();
      await untilStatus(world(), runId, 'done');
      expect(named(heir.jobs)).toEqual(['b:1?', 'c:1']);
      expect(await typesOf(world(), runId)).toEqual([
        'run.started',
        'step.succeeded map',
        'step.succeeded a',
        'run.resumed',
        'step.succeeded b',
        'step.succeeded c',
      ]);
    });

    it('knows that an effect behind pure steps may have begun, although nothing of them was written', async () => {
      const dying = await processOf(world(), { script: { a: stuck } });
      const { runId } = await dying.host.start(message());
      await world().until(() => named(dying.jobs).includes('a:1'));
      expect(await typesOf(world(), runId)).toEqual(['run.started']);
      const heir = await processOf(world());
      await dying.kill();
      await untilStatus(world(), runId, 'done');
      expect(named(heir.jobs)).toEqual(['map:1', 'a:1?', 'b:1', 'c:1']);
    });

    it('never repeats a `once` effect of a dead process: a person decides', async () => {
      const lines = ['hook > map:pure > a:once'];
      const dying = await processOf(world(), { lines, script: { a: stuck } });
      const { runId } = await dying.host.start(message());
      await world().until(() => named(dying.jobs).includes('a:1'));
      const heir = await processOf(world(), { lines });
      await dying.kill();
      await untilStatus(world(), runId, 'exception');
      expect(named(heir.jobs)).toEqual(['map:1']);
      expect(await world().exceptions()).toMatchObject([{ node: 'a', kind: 'unknown', code: 'outcome-unknown' }]);
    });

    it('lets a process that slept longer than its lease write nothing, and begin a new life', async () => {
      const { step, open } = gate();
      const script: Script = { b: ({ run }) => (run.trigger.by === 'slow' ? step() : done('b')) };
      const slow = { kind: 'manual', receivedAt: 1, by: 'slow' } as const;
      const asleep = { leaseMs: 5_000, heartbeatMs: 1_500, pollMs: 60_000 };
      const sleeper = await processOf(world(), { script, ...asleep });
      const { runId } = await sleeper.host.start(message({ trigger: slow }));
      await world().until(() => named(sleeper.jobs).includes('b:1'));
      const heir = await processOf(world());
      await sleeper.lapse();
      await untilStatus(world(), runId, 'done');
      open(done('late'));
      await world().until(() => sleeper.host.inFlight() === 0);
      expect(named(heir.jobs)).toEqual(['b:1?', 'c:1']);
      expect(named(sleeper.jobs)).toEqual(['map:1', 'a:1', 'b:1']);
      const history = await world().historyOf(runId);
      expect(history).not.toContainEqual(expect.objectContaining({ output: { value: 'late' } }));
      const again = await sleeper.host.start(message());
      await untilStatus(world(), again.runId, 'done');
    });

    it('hands over on close: what ends in time ends, the rest goes on elsewhere at once', async () => {
      const { step, open } = gate();
      const script: Script = { b: ({ run }) => (run.trigger.by === 'slow' ? step() : done('b')) };
      const closing = await processOf(world(), { script });
      const slow = { kind: 'manual', receivedAt: 1, by: 'slow' } as const;
      const [held, quick] = await Promise.all([
        closing.host.start(message({ trigger: slow })),
        closing.host.start(message()),
      ]);
      await world().until(() => named(closing.jobs).filter((name) => name === 'b:1').length === 2);
      const closed = closing.host.close();
      await expect(closing.host.start(message())).rejects.toThrow(OverloadedError);
      await world().when(closed);
      expect((await world().rowOf(quick.runId))?.status).toBe('done');
      expect(await world().rowOf(held.runId)).toMatchObject({ status: 'running', isOwned: false });
      const heir = await processOf(world());
      await untilStatus(world(), held.runId, 'done');
      expect(named(heir.jobs)).toEqual(['b:1?', 'c:1']);
      open(done('late'));
    });

    it('hands over between two steps without an unknown outcome', async () => {
      const { step, open } = gate();
      const closing = await processOf(world(), { script: { a: step }, drainMs: 0, settleMs: 2_000 });
      const { runId } = await closing.host.start(message());
      await world().until(() => named(closing.jobs).includes('a:1'));
      const closed = closing.host.close();
      open(done('a'));
      await world().when(closed);
      await untilGivenBack(world(), runId, 'queued');
      const heir = await processOf(world());
      await untilStatus(world(), runId, 'done');
      expect(named(heir.jobs)).toEqual(['b:1', 'c:1']);
    });

    it('shares what one process has no room for', async () => {
      const [one, two] = [await processOf(world(), { maxInFlight: 2 }), await processOf(world())];
      const runs = await world().when(Promise.all(Array.from({ length: 20 }, () => one.host.start(message()))));
      for (const { runId } of runs) await untilStatus(world(), runId, 'done');
      expect(one.jobs.length + two.jobs.length).toBe(runs.length * 4);
      expect(two.jobs.length).toBeGreaterThan(0);
    });
  });
}
