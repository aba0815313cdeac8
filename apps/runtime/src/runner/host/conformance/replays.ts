import { describe, expect, it } from 'vitest';
import { effectKey, type StepJob, type StepResult } from '../../steps/index.ts';
import type { Replay } from '../replay-types.ts';
import { busy, done } from '../testing.ts';
import type { Host } from '../types.ts';
import { gate, type HostWorld, message, processOf, stuck, untilStatus } from './world.ts';

const LINES = ['hook > map:pure > a:effect > b:effect > c:once'];

/** Replays: what they keep, do again, look up, and leave to people (R27). */
export function replayConformance(world: () => HostWorld): void {
  const refuse = (): StepResult => busy({ kind: 'refused', category: 'business', code: 'no', message: 'No.' });
  const lost = (): StepResult =>
    busy({ kind: 'unknown', category: 'unknown', code: 'no-answer', message: 'No answer.', outcomeUnknown: true });
  const of = (jobs: readonly StepJob[], runId: string) =>
    jobs.filter(({ run }) => run.id === runId).map(({ node, outcomeUnknown }) => `${node}${outcomeUnknown ? '?' : ''}`);

  async function replayed(host: Host, replay: Omit<Replay, 'by'>): Promise<string> {
    const answer = await world().when(host.replay({ by: 'ann', ...replay }));
    if (typeof answer === 'string') throw new Error(answer);
    return answer.runId;
  }

  async function started(host: Host, status: 'done' | 'exception' = 'done'): Promise<string> {
    const { runId } = await host.start(message());
    await untilStatus(world(), runId, status);
    return runId;
  }

  describe('replay', () => {
    it('begins at a step with what the others gave, and keeps what is known done at and behind it', async () => {
      const large = 'y'.repeat(300_000);
      const { host, jobs } = await processOf(world(), { lines: LINES, script: { map: () => done(large) } });
      const first = await started(host);
      const whole = await replayed(host, { runId: first });
      await untilStatus(world(), whole, 'done');
      expect(of(jobs, whole)).toEqual(['map']);
      const last = await replayed(host, { runId: whole, from: 'b', repeat: ['b'] });
      await untilStatus(world(), last, 'done');
      expect(of(jobs, last)).toEqual(['b']);
      const job = jobs.find(({ run }) => run.id === last);
      expect([job?.input, job?.outputs.map === large]).toEqual([[large, 'a'], true]);
      expect(job && effectKey(job.run, job)).toBe(`${last}:b:0`);
    });

    it('does what never happened under the old keys, and nothing twice, however often it is replayed', async () => {
      let healed = false;
      const { host, jobs } = await processOf(world(), {
        lines: LINES,
        script: { b: () => (healed ? done('b') : refuse()) },
      });
      const first = await started(host, 'exception');
      const second = await replayed(host, { runId: first, message: 'mended' });
      await untilStatus(world(), second, 'exception');
      healed = true;
      // Of the first one again: what the second did is known all the same.
      const third = await replayed(host, { runId: first });
      await untilStatus(world(), third, 'done');
      const fourth = await replayed(host, { runId: second });
      await untilStatus(world(), fourth, 'done');
      expect([second, third, fourth].map((runId) => of(jobs, runId))).toEqual([
        ['map', 'b'],
        ['map', 'b', 'c'],
        ['map'],
      ]);
      const keys = jobs.filter(({ node }) => node === 'b').map((job) => effectKey(job.run, job));
      expect(new Set(keys)).toEqual(new Set([`${first}:b:0`]));
      expect(jobs.find(({ run, node }) => run.id === second && node === 'b')?.input).toEqual(['m', 'map', 'a']);
    });

    it('does again what a person asks for, under a new key, and says who asked', async () => {
      const { host, jobs } = await processOf(world(), { lines: LINES });
      const first = await started(host);
      const again = await replayed(host, { runId: first, repeat: ['a', 'c'] });
      await untilStatus(world(), again, 'done');
      expect(of(jobs, again)).toEqual(['map', 'a', 'c']);
      expect((await world().historyOf(again))[0]).toMatchObject({ repeat: { by: 'ann', steps: ['a', 'c'] } });
      const all = await replayed(host, { runId: again, repeat: 'all' });
      await untilStatus(world(), all, 'done');
      expect(of(jobs, all)).toEqual(['map', 'a', 'b', 'c']);
      // From now on that is what is known.
      const last = await replayed(host, { runId: first });
      await untilStatus(world(), last, 'done');
      expect(of(jobs, last)).toEqual(['map']);
      expect(await host.replay({ runId: first, by: 'ann', repeat: ['map'] })).toBe('repeat-unknown');
    });

    it('looks up what nobody knows, and leaves to a person what cannot be looked up', async () => {
      const { host, jobs } = await processOf(world(), {
        lines: LINES,
        script: { b: ({ attempt, outcomeUnknown }) => (outcomeUnknown && attempt === 1 ? done('b') : lost()), c: lost },
      });
      const first = await started(host, 'exception');
      const plan = await host.planReplay({ runId: first });
      expect(typeof plan === 'string' ? plan : plan.steps.map(({ node, does }) => [node, does])).toEqual([
        ['a', 'kept'],
        ['b', 'looked-up'],
        ['c', 'anew'],
      ]);
      const second = await replayed(host, { runId: first });
      await untilStatus(world(), second, 'exception');
      expect(of(jobs, second)).toEqual(['map', 'b?', 'c']);
      const third = await replayed(host, { runId: second });
      await untilStatus(world(), third, 'exception');
      expect(of(jobs, third)).toEqual(['map']);
      expect(await world().exceptions()).toMatchObject([{ runId: third, node: 'c', code: 'outcome-unknown' }]);
      const undecided = await host.planReplay({ runId: third });
      expect(typeof undecided === 'string' ? undecided : undecided.steps[2]).toMatchObject({ does: 'undecided' });
      const asked = await host.planReplay({ runId: third, repeat: ['c'] });
      expect(typeof asked === 'string' ? asked : asked.steps[2]).toMatchObject({ does: 'repeated' });
    });

    it('settles the exception it came from by its end, and opens it again when it fails', async () => {
      let healed = false;
      const told: string[] = [];
      const { host } = await processOf(world(), {
        lines: LINES,
        script: { b: () => (healed ? done('b') : refuse()) },
        onException: ({ status, runId }) => told.push(`${status} ${runId}`),
      });
      const first = await started(host, 'exception');
      const [{ id } = { id: '' }] = await world().exceptions();
      const second = await replayed(host, { runId: first, exceptionId: id });
      await untilStatus(world(), second, 'exception');
      expect(await world().exceptions()).toMatchObject([{ id, runId: second, status: 'open' }]);
      expect(await host.retry({ runId: first }, 'ann')).toBe('replayed');
      healed = true;
      const third = await replayed(host, { runId: second, exceptionId: id });
      await untilStatus(world(), third, 'done');
      expect(await world().exceptions()).toMatchObject([{ id, runId: third, status: 'resolved' }]);
      expect(await host.replay({ runId: third, exceptionId: id, by: 'ann' })).toBe('settled');
      const expected = [
        `open ${first}`,
        `retrying ${second}`,
        `open ${second}`,
        `retrying ${third}`,
        `resolved ${third}`,
      ];
      await world().until(() => told.length === expected.length);
      expect(told).toEqual(expected);
    });

    it('goes on with a retry of the replay, and settles then', async () => {
      let healed = false;
      const { host } = await processOf(world(), { script: { b: () => (healed ? done('b') : refuse()) } });
      const first = await started(host, 'exception');
      const second = await replayed(host, { runId: first });
      await untilStatus(world(), second, 'exception');
      healed = true;
      const [{ id } = { id: '' }] = await world().exceptions();
      expect(await host.retry({ exceptionId: id }, 'ann')).toEqual({ runId: second, exceptionId: id });
      await untilStatus(world(), second, 'done');
      expect(await world().exceptions()).toMatchObject([{ id, runId: second, status: 'resolved' }]);
    });

    it('begins once, of two people who ask at the same moment in two processes', async () => {
      const { step, open } = gate();
      const first = await processOf(world(), { lines: LINES, script: { b: refuse } });
      const runId = await started(first.host, 'exception');
      await world().when(first.host.close());
      const script = { b: step };
      const [one, two] = [
        await processOf(world(), { lines: LINES, script }),
        await processOf(world(), { lines: LINES, script }),
      ];
      const answers = await world().when(
        Promise.all([one.host.replay({ runId, by: 'ann' }), two.host.replay({ runId, by: 'bob' })]),
      );
      expect(answers.filter((answer) => answer === 'busy')).toHaveLength(1);
      expect(await one.host.replay({ runId, by: 'ann' })).toBe('busy');
      open(done('b'));
      const begun = answers.find((answer) => typeof answer !== 'string');
      await untilStatus(world(), begun?.runId ?? '', 'done');
    });

    it('answers the same run for the same key', async () => {
      const { host } = await processOf(world(), { script: { b: refuse } });
      const runId = await started(host, 'exception');
      const replay = { runId, dedupeKey: 'replay:1' };
      const first = await replayed(host, replay);
      expect(await replayed(host, replay)).toBe(first);
      await untilStatus(world(), first, 'exception');
    });

    it('begins or leaves it to a retry that comes at the same moment: one of them', async () => {
      let healed = false;
      const { host, jobs } = await processOf(world(), {
        lines: LINES,
        script: { b: () => (healed ? done('b') : refuse()) },
      });
      const runId = await started(host, 'exception');
      healed = true;
      const [{ id } = { id: '' }] = await world().exceptions();
      const [retry, replay] = await world().when(
        Promise.all([host.retry({ runId }, 'ann'), host.replay({ runId, exceptionId: id, by: 'bob' })]),
      );
      const isRetried = typeof retry === 'object';
      expect(isRetried).toBe(typeof replay === 'string');
      const going = isRetried ? runId : typeof replay === 'object' ? replay.runId : '';
      await untilStatus(world(), going, 'done');
      expect(jobs.filter(({ node }) => node === 'c')).toHaveLength(1);
      expect(await world().exceptions()).toMatchObject([{ status: 'resolved' }]);
    });

    it('keeps what was done also when its process dies before anything was written', async () => {
      const dying = await processOf(world(), { lines: LINES, script: { b: refuse } });
      const runId = await started(dying.host, 'exception');
      const held = await processOf(world(), { lines: LINES, script: { map: stuck } });
      await world().when(dying.host.close());
      const second = await replayed(held.host, { runId });
      await world().until(() => of(held.jobs, second).includes('map'));
      const heir = await processOf(world(), { lines: LINES });
      await held.kill();
      await untilStatus(world(), second, 'done');
      expect(of(heir.jobs, second)).toEqual(['map', 'b?', 'c']);
    });

    it('goes to another version that is published, and refuses what cannot be replayed', async () => {
      const { step, open } = gate();
      const { host } = await processOf(world(), { script: { b: step } });
      const { runId } = await host.start(message());
      expect(await host.replay({ runId, by: 'ann' })).toBe('not-ended');
      open(done('b'));
      await untilStatus(world(), runId, 'done');
      expect(await host.replay({ runId, from: 'nowhere', by: 'ann' })).toBe('step-unknown');
      expect(await host.replay({ runId, version: 9, by: 'ann' })).toBe('version-unknown');
      expect(await host.replay({ runId: 'nonsense', by: 'ann' })).toBe('not-found');
      await world().publishVersion('orders', 2, 'snap-2');
      expect(await host.replay({ runId, version: 2, by: 'ann' })).toMatchObject({ runId: expect.any(String) });
    });
  });
}
