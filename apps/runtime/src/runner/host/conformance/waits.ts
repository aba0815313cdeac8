import { describe, expect, it } from 'vitest';
import { CALLBACK_TOPIC, callbackKey } from '../park-log.ts';
import { done, type Script } from '../testing.ts';
import {
  type HostWorld,
  message,
  paid,
  park,
  processOf,
  stuck,
  typesOf,
  untilGivenBack,
  untilStatus,
} from './world.ts';

const LINES = ['hook > ask:pure > on:effect', 'ask.late > late:effect'];

/** Waits for events, callbacks, people and moments; deadlines and promised times. */
export function waitConformance(world: () => HostWorld): void {
  const forEvent = (key: string, waitMs?: number): Script => ({
    ask: () => park({ kind: 'event', topic: 'paid', key, port: 'out' }, waitMs && world().now() + waitMs),
  });
  const forAnswer = (waitMs?: number): Script => ({
    ask: () =>
      park(
        { kind: 'approval', title: 'Ok?', ports: { approved: 'out', rejected: 'late' } },
        waitMs && world().now() + waitMs,
      ),
  });

  describe('wait', () => {
    it('costs no memory, and ends once with the event that comes', async () => {
      const { host, jobs } = await processOf(world(), { lines: LINES, script: forEvent('1001') });
      const { runId } = await host.start(message());
      await untilGivenBack(world(), runId);
      await world().until(() => host.inFlight() === 0);
      expect(await world().publish(paid('1001', 'e-1', { amount: 20 }))).toEqual({
        outcome: 'delivered',
        runs: 1,
        offset: 1,
      });
      expect(await world().publish(paid('1001', 'e-1'))).toEqual({ outcome: 'duplicate', runs: 0 });
      await untilStatus(world(), runId, 'done');
      expect(jobs.at(-1)).toMatchObject({
        node: 'on',
        input: { topic: 'paid', key: '1001', eventId: 'e-1', payload: { amount: 20 }, receivedAt: expect.any(String) },
      });
      expect(await typesOf(world(), runId)).toEqual([
        'run.started',
        'step.parked ask',
        'step.released ask',
        'step.succeeded on',
      ]);
    });

    it('takes an event that came before it began', async () => {
      const { host, jobs } = await processOf(world(), { lines: LINES, script: forEvent('1002') });
      expect(await world().publish(paid('1002', 'early'))).toEqual({ outcome: 'kept', runs: 0, offset: 1 });
      const { runId } = await host.start(message());
      await untilStatus(world(), runId, 'done');
      expect(jobs.at(-1)?.input).toMatchObject({ eventId: 'early' });
    });

    it('goes on at its deadline, and leaves the event to the next wait', async () => {
      const { host, jobs } = await processOf(world(), {
        lines: ['hook > ask:pure', 'ask.late > again:pure > on:effect'],
        script: {
          ...forEvent('1006', 200),
          again: () => park({ kind: 'event', topic: 'paid', key: '1006', port: 'out' }),
        },
      });
      const { runId } = await host.start(message());
      await world().until(async () => (await typesOf(world(), runId)).includes('step.parked again'));
      await untilGivenBack(world(), runId);
      await world().publish(paid('1006', 'e'));
      await untilStatus(world(), runId, 'done');
      expect(jobs.at(-1)?.input).toMatchObject({ eventId: 'e' });
      expect((await typesOf(world(), runId)).slice(1, 4)).toEqual([
        'step.parked ask',
        'timer.fired ask',
        'step.parked again',
      ]);
    });

    it('takes the answer to the own address of a step, once', async () => {
      const script: Script = { ask: () => park({ kind: 'callback', port: 'out' }) };
      const { host, jobs } = await processOf(world(), { lines: LINES, script });
      const { runId } = await host.start(message());
      await untilGivenBack(world(), runId);
      const answer = { topic: CALLBACK_TOPIC, key: callbackKey(runId, { node: 'ask', item: '' }), eventId: 'answer' };
      expect((await world().publish({ ...answer, payload: { ok: 1 } })).outcome).toBe('delivered');
      expect((await world().publish({ ...answer, payload: { ok: 2 } })).outcome).toBe('duplicate');
      await untilStatus(world(), runId, 'done');
      expect(jobs.at(-1)?.input).toEqual({ receivedAt: expect.any(String), payload: { ok: 1 } });
    });

    it('asks a person: one answer counts, none after the deadline', async () => {
      const { host, jobs } = await processOf(world(), { lines: LINES, script: forAnswer() });
      const { runId } = await host.start(message());
      await untilGivenBack(world(), runId);
      const [approval] = await world().approvals();
      const decide = (decision: 'approved' | 'rejected', by: string) =>
        world().decide({ approvalId: approval?.id ?? '', decision, by, comment: 'Fine.' });
      expect(await Promise.all([decide('approved', 'ann'), decide('approved', 'bob')])).toContainEqual(undefined);
      expect(await decide('rejected', 'cid')).toBeUndefined();
      await untilStatus(world(), runId, 'done');
      expect(jobs.at(-1)).toMatchObject({ node: 'on', input: { decision: 'approved', comment: 'Fine.' } });

      const late = await processOf(world(), { lines: LINES, script: forAnswer(150) });
      await host.close();
      const second = await late.host.start(message());
      await untilStatus(world(), second.runId, 'done');
      expect(late.jobs.at(-1)).toMatchObject({ node: 'late', input: 'm' });
      const expired = (await world().approvals()).find(({ status }) => status === 'expired');
      const answer = { approvalId: expired?.id ?? '', decision: 'approved', by: 'ann', comment: '' } as const;
      expect(await world().decide(answer)).toBeUndefined();
    });

    it('goes on elsewhere when its process dies, also just after the event came', async () => {
      const dying = await processOf(world(), { lines: LINES, script: { ...forEvent('1009', 4_000), on: stuck } });
      const { runId } = await dying.host.start(message());
      await world().until(async () => (await world().openWaits()) === 1);
      expect(dying.host.inFlight(), 'a near deadline is kept in memory').toBe(1);
      await dying.kill();
      const heir = await processOf(world(), { lines: LINES, script: forEvent('1009') });
      await world().publish(paid('1009', 'e'));
      await untilStatus(world(), runId, 'done');
      expect(heir.jobs.map(({ node }) => node)).toEqual(['on']);
    });
  });

  describe('deadline', () => {
    it('ends a parked run as an exception, and a retry has the time anew', async () => {
      const setup = { lines: LINES, settings: { deadlineMs: 1_200 }, script: forEvent('1011', 60_000) };
      const { host } = await processOf(world(), setup);
      const { runId } = await host.start(message());
      await untilStatus(world(), runId, 'exception');
      expect(await world().exceptions()).toMatchObject([{ node: 'ask', code: 'run-deadline' }]);
      await world().publish(paid('1011', 'e'));
      await host.retry({ runId }, 'ann');
      await untilStatus(world(), runId, 'done');
    });

    it('tells a broken promise once, for the stage and for the run, and lets it go on', async () => {
      const told: unknown[] = [];
      const { host } = await processOf(world(), {
        lines: LINES,
        settings: { slaMs: 200 },
        policies: { ask: { slaMs: 100 } },
        script: forEvent('1020'),
        onSlaBreached: (breach) => told.push(breach),
      });
      const { runId } = await host.start(message());
      await world().until(async () => (await typesOf(world(), runId)).length === 4);
      await untilGivenBack(world(), runId);
      await world().publish(paid('1020', 'e'));
      await untilStatus(world(), runId, 'done');
      expect(told).toEqual([
        { runId, flowId: 'orders', node: 'ask' },
        { runId, flowId: 'orders', node: undefined },
      ]);
    });
  });

  describe('moment', () => {
    it('keeps its message, however large, and goes on after a restart', async () => {
      const large = 'x'.repeat(300_000);
      const until = world().now() + 1_500;
      const script: Script = {
        ask: () => ({ ok: true, park: { deadline: { at: until, port: 'out', value: large } } }),
      };
      const first = await processOf(world(), { lines: LINES, script });
      const { runId } = await first.host.start(message());
      await world().until(async () => (await typesOf(world(), runId)).includes('step.parked ask'));
      await first.kill();
      const heir = await processOf(world(), { lines: LINES, script: { on: () => done('on') } });
      await untilStatus(world(), runId, 'done');
      expect(world().now()).toBeGreaterThanOrEqual(until);
      expect(heir.jobs.map(({ node, input }) => [node, input === large])).toEqual([['on', true]]);
    });
  });
}
