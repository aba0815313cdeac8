import { describe, expect, it } from 'vitest';
import { effectKey, type StepResult } from '../../steps/index.ts';
import { busy, done, named, type Script } from '../testing.ts';
import { FAST, gate, type HostWorld, message, park, processOf, typesOf, untilGivenBack, untilStatus } from './world.ts';

const PAIRS = ['hook > pay:effect > hold:effect > label:effect', 'pay.undo > refund:effect', 'hold.undo > free:effect'];

/** What people do to runs, and what runs take back. */
export function peopleConformance(world: () => HostWorld): void {
  const ran = (jobs: readonly { readonly node: string }[]) => jobs.map(({ node }) => node);
  const refuse = (): StepResult =>
    busy({ kind: 'refused', category: 'business', code: 'no-label', message: 'No label.' });

  describe('cancel', () => {
    it('lets the effect under way settle, begins nothing new, and may be asked of any process', async () => {
      const { step, open } = gate();
      const { host, jobs } = await processOf(world(), { script: { b: step } });
      const other = await processOf(world());
      const { runId } = await host.start(message());
      await world().until(() => named(jobs).includes('b:1'));
      expect(await other.host.cancel(runId, 'ann')).toBe(true);
      await world().until(async () => (await typesOf(world(), runId)).includes('run.cancelled'));
      open(done('b'));
      await untilStatus(world(), runId, 'cancelled');
      expect(named(jobs)).toEqual(['map:1', 'a:1', 'b:1']);
      expect(await other.host.cancel(runId, 'ann')).toBe(false);
      expect(await other.host.cancel('nonsense', 'ann')).toBe(false);
    });

    it('begins no step of a run that is cancelled before it began', async () => {
      const { step, open } = gate();
      const { host, jobs } = await processOf(world(), { script: { map: step }, maxInFlight: 1 });
      const [first, second] = [await host.start(message()), await host.start(message())];
      expect(await host.cancel(second.runId, 'ann')).toBe(true);
      open(done('x'));
      await untilStatus(world(), first.runId, 'done');
      await untilStatus(world(), second.runId, 'cancelled');
      expect(jobs.filter(({ run }) => run.id === second.runId)).toEqual([]);
    });

    it('ends a run that nobody holds, and withdraws what it waited for', async () => {
      const forEvent = () => park({ kind: 'event', topic: 'paid', key: 'never', port: 'out' });
      const script: Script = { ask: forEvent, a: () => busy({ retryAfterMs: 50_000 }) };
      const { host } = await processOf(world(), { lines: ['hook > ask:pure', 'hook > a:effect'], script });
      const { runId } = await host.start(message());
      await untilGivenBack(world(), runId);
      expect(await host.cancel(runId, 'ann')).toBe(true);
      await untilStatus(world(), runId, 'cancelled');
      expect(await world().openWaits()).toBe(0);
    });
  });

  describe('retry', () => {
    it('opens the failed steps of an exception again, in the same run, until it is resolved', async () => {
      let healed = false;
      const told: string[] = [];
      const { host, jobs } = await processOf(world(), {
        policies: { b: FAST },
        script: { b: () => (healed ? done('b') : busy()) },
        onException: ({ status }) => told.push(status),
      });
      const { runId } = await host.start(message());
      await untilStatus(world(), runId, 'exception');
      const [exception] = await world().exceptions();
      expect(exception).toMatchObject({ runId, node: 'b', code: 'http-503', attempts: 3, status: 'open' });
      const exceptionId = exception?.id ?? '';
      expect(await host.retry({ exceptionId }, 'ann')).toEqual({ runId, exceptionId });
      await world().until(() => named(jobs).includes('b:6'));
      await untilStatus(world(), runId, 'exception');
      healed = true;
      expect(await host.retry({ runId }, 'ann')).toEqual({ runId, exceptionId });
      await untilStatus(world(), runId, 'done');
      expect(named(jobs).slice(-2)).toEqual(['b:7', 'c:1']);
      expect(await world().exceptions()).toMatchObject([{ status: 'resolved' }]);
      expect(await host.retry({ runId }, 'ann')).toBeUndefined();
      expect(await host.retry({ exceptionId }, 'ann')).toBeUndefined();
      expect(told).toEqual(['open', 'retrying', 'open', 'retrying', 'resolved']);
    });

    it('gives an exception up once, and then tries it no more', async () => {
      const { host } = await processOf(world(), { script: { a: refuse } });
      const { runId } = await host.start(message());
      await untilStatus(world(), runId, 'exception');
      const exceptionId = (await world().exceptions())[0]?.id ?? '';
      expect(await host.discard(exceptionId, 'ann', 'A test.')).toBe(true);
      expect(await host.discard(exceptionId, 'ann', 'A test.')).toBe(false);
      expect(await host.retry({ exceptionId }, 'ann')).toBeUndefined();
    });
  });

  describe('undo', () => {
    it('takes effects back in reverse order before the run ends, and says so', async () => {
      const { host, jobs } = await processOf(world(), { lines: PAIRS, script: { label: refuse } });
      const { runId } = await host.start(message());
      await untilStatus(world(), runId, 'exception');
      expect(ran(jobs)).toEqual(['pay', 'hold', 'label', 'free', 'refund']);
      expect(jobs.slice(3).map(({ input }) => input)).toEqual([
        ['m', 'pay', 'hold'],
        ['m', 'pay'],
      ]);
      expect(await world().exceptions()).toMatchObject([{ node: 'label', reason: 'No label. Undone: "hold", "pay".' }]);
      expect(await host.retry({ runId }, 'ann')).toBe('undone');
    });

    it('goes on after the process died, and a replay has new keys for what was undone', async () => {
      const dying = await processOf(world(), {
        lines: PAIRS,
        script: { label: refuse, free: () => new Promise(() => undefined) },
      });
      const { runId } = await dying.host.start(message());
      await world().until(() => ran(dying.jobs).includes('free'));
      const heir = await processOf(world(), { lines: PAIRS });
      await dying.kill();
      await untilStatus(world(), runId, 'exception');
      expect(named(heir.jobs)).toEqual(['free:1?', 'refund:1']);
      const again = await world().when(heir.host.replay({ runId, from: 'label', by: 'ann' }));
      if (typeof again === 'string') throw new Error(again);
      await untilStatus(world(), again.runId, 'done');
      const replayed = heir.jobs.filter(({ run }) => run.id === again.runId);
      expect(replayed.map((job) => effectKey(job.run, job))).toEqual([
        `${again.runId}:pay:0`,
        `${again.runId}:hold:0`,
        `${runId}:label:0`,
      ]);
    });
  });

  describe('pause of a flow', () => {
    it('lets what has begun go on, and begins nothing of it until the resume', async () => {
      const { step, open } = gate();
      const { host } = await processOf(world(), { maxInFlight: 1, script: { a: step } });
      const [underWay, waiting] = [await host.start(message()), await host.start(message())];
      await world().pauseFlow('orders');
      const coming = await host.start(message());
      open(done('went on'));
      await untilStatus(world(), underWay.runId, 'done');
      const test = await host.start(message({ test: true }));
      await untilStatus(world(), test.runId, 'done');
      for (const { runId } of [waiting, coming]) expect((await world().rowOf(runId))?.status).toBe('queued');
      await world().resumeFlow('orders');
      for (const { runId } of [waiting, coming]) await untilStatus(world(), runId, 'done');
    });
  });
}
