import { describe, expect, it } from 'vitest';
import { busy, done, named } from '../testing.ts';
import { OverloadedError } from '../types.ts';
import {
  FAST,
  gate,
  type HostWorld,
  message,
  processOf,
  stuck,
  typesOf,
  untilGivenBack,
  untilStatus,
} from './world.ts';

/** Start, checkpoints, timers. */
export function stepConformance(world: () => HostWorld): void {
  describe('start', () => {
    it('resolves when the message is durable: the process may die at once', async () => {
      const first = await processOf(world(), { script: { a: stuck } });
      const { runId } = await first.host.start(message());
      await first.kill();
      expect((await typesOf(world(), runId))[0]).toBe('run.started');
      await processOf(world());
      await untilStatus(world(), runId, 'done');
    });

    it('begins one run for one key, however many processes are told of it', async () => {
      const [one, two] = [await processOf(world()), await processOf(world())];
      const starts = Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? one : two).host.start(message({ dedupeKey: 'd-1' })),
      );
      const answers = await world().when(Promise.all(starts));
      expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1);
      expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
      await untilStatus(world(), answers[0]?.runId ?? '', 'done');
      expect([...one.jobs, ...two.jobs]).toHaveLength(4);
      const again = await one.host.start(message({ dedupeKey: 'd-1' }));
      expect(again).toEqual({ runId: answers[0]?.runId, duplicate: true });
    });

    it('refuses with a time to come back when it closes, and when too many runs wait', async () => {
      const full = await processOf(world(), { maxInFlight: 0, maxQueued: 3 });
      for (let index = 0; index < 4; index += 1) await full.host.start(message());
      await world().until(() => full.host.queued() === 4);
      await expect(full.host.start(message())).rejects.toMatchObject({ name: 'OverloadedError', retryAfterMs: 5_000 });
      await world().when(full.host.close());
      await expect(full.host.start(message())).rejects.toThrow(OverloadedError);
    });
  });

  describe('a host that only accepts', () => {
    it('leaves its runs to the others, tells them at once, and gives its callers their answers', async () => {
      const response = { status: 201, headers: {}, body: null };
      const lines = ['hook > reply:respond > late:effect'];
      const script = { reply: () => ({ ok: true, port: 'out', output: response, response }) as const };
      const ingress = await processOf(world(), { lines, works: false });
      const early = await ingress.host.start(message());
      expect(await world().rowOf(early.runId)).toEqual({ status: 'queued', isOwned: false });
      const worker = await processOf(world(), { lines, script, pollMs: 60_000 });
      const later = await ingress.host.start(message());
      expect(await world().when(ingress.host.waitForResponse(later.runId, 10_000))).toEqual({
        kind: 'response',
        response,
      });
      for (const { runId } of [early, later]) await untilStatus(world(), runId, 'done');
      expect([ingress.jobs.length, worker.jobs.length]).toEqual([0, 4]);
      expect([ingress.host.working(), worker.host.working()]).toEqual([false, true]);
    });
  });

  describe('checkpoint', () => {
    it('goes from step to step, each with what came before, and has every effect durable before the next begins', async () => {
      const seen: number[] = [];
      const { host, jobs } = await processOf(world(), {
        script: {
          b: async ({ run, input, node }) => {
            seen.push((await world().historyOf(run.id)).length);
            return done([...(input as string[]), node]);
          },
          c: async ({ run }) => {
            seen.push((await world().historyOf(run.id)).length);
            return done('end');
          },
        },
      });
      const { runId } = await host.start(message());
      await untilStatus(world(), runId, 'done');
      expect(seen).toEqual([3, 4]); // pure `map` goes with the result of `a`
      expect(jobs.map(({ node, input, outputs }) => ({ node, input, outputs }))).toEqual([
        { node: 'map', input: 'm', outputs: { hook: 'm' } },
        { node: 'a', input: ['m', 'map'], outputs: { hook: 'm', map: ['m', 'map'] } },
        { node: 'b', input: ['m', 'map', 'a'], outputs: { hook: 'm', map: ['m', 'map'], a: ['m', 'map', 'a'] } },
        expect.objectContaining({ node: 'c', input: ['m', 'map', 'a', 'b'] }),
      ]);
      expect(await typesOf(world(), runId)).toEqual([
        'run.started',
        'step.succeeded map',
        'step.succeeded a',
        'step.succeeded b',
        'step.succeeded c',
      ]);
      await world().until(() => host.inFlight() === 0);
    });

    it('keeps large values out of the history and gives them to the steps after a takeover', async () => {
      const large = 'x'.repeat(400_000);
      const first = await processOf(world(), { script: { a: () => done(large), b: stuck } });
      const { runId } = await first.host.start(message({ message: large }));
      await world().until(() => named(first.jobs).includes('b:1'));
      const [started] = await world().historyOf(runId);
      expect(started).toMatchObject({ output: { ref: expect.any(String), bytes: 400_002 } });
      const second = await processOf(world());
      await first.kill();
      await untilStatus(world(), runId, 'done');
      expect(second.jobs.map(({ node, outputs }) => [node, outputs.a === large, outputs.hook === large])).toEqual([
        ['b', true, true],
        ['c', true, true],
      ]);
    });

    it('answers the caller who waits, here and elsewhere, before and after the end; or tells of the end or the deadline', async () => {
      const { step, open } = gate();
      const response = { status: 201, headers: { 'x-a': 'b' }, body: { ok: true } };
      const lines = ['hook > reply:respond > late:effect'];
      const script = { reply: () => ({ ok: true, port: 'out', output: response, response }) as const, late: step };
      const [here, elsewhere] = [await processOf(world(), { lines, script }), await processOf(world(), { lines })];
      const { runId } = await here.host.start(message());
      const answer = { kind: 'response', response };
      expect(await world().when(here.host.waitForResponse(runId, 3_000))).toEqual(answer);
      expect(await world().when(elsewhere.host.waitForResponse(runId, 3_000))).toEqual(answer);
      open(done('end'));
      await untilStatus(world(), runId, 'done');
      expect(await world().when(here.host.waitForResponse(runId, 3_000))).toEqual(answer);

      const silent = gate();
      const quiet = await processOf(world(), { script: { b: silent.step } });
      const second = await quiet.host.start(message());
      expect(await world().when(quiet.host.waitForResponse(second.runId, 50))).toEqual({ kind: 'deadline' });
      const waiting = quiet.host.waitForResponse(second.runId, 3_000);
      silent.open(done('x'));
      expect(await world().when(waiting)).toEqual({ kind: 'ended', status: 'done' });
    });
  });

  describe('timer', () => {
    it('fires a near one from memory', async () => {
      let left = 2;
      const script = { b: () => (left-- > 0 ? busy() : done('b')) };
      const { host, jobs } = await processOf(world(), { policies: { b: FAST }, script });
      const { runId } = await host.start(message());
      await untilStatus(world(), runId, 'done');
      expect(named(jobs)).toEqual(['map:1', 'a:1', 'b:1', 'b:2', 'b:3', 'c:1']);
    });

    it('keeps a far one where any process finds it, and no memory meanwhile', async () => {
      const far = () => busy({ retryAfterMs: 30_000 });
      const first = await processOf(world(), { policies: { b: FAST }, script: { b: far } });
      const { runId } = await first.host.start(message());
      await untilGivenBack(world(), runId);
      await world().until(() => first.host.inFlight() === 0);
      await first.kill();
      const second = await processOf(world());
      await world().skip(31_000, runId);
      await untilStatus(world(), runId, 'done');
      expect(named(second.jobs)).toEqual(['b:2', 'c:1']);
    });
  });
}
