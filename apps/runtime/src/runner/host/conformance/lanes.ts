import type { LaneSettings } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import type { StepJob, StepResult } from '../../steps/index.ts';
import { busy, done } from '../testing.ts';
import type { PlaceOf } from '../types.ts';
import { type HostWorld, message, processOf, type Setup, untilStatus } from './world.ts';

interface Body {
  readonly key: string;
  readonly v?: number;
}

const placeOf: PlaceOf = async (_, { message: body }) => {
  const { key, v } = body as unknown as Body;
  return { key, ...(v !== undefined && { rank: BigInt(v) }), digest: JSON.stringify(body) };
};
const about = (body: Body) => message({ message: { ...body } });
const VERSIONS = { by: 'version', value: '=input.v' } as const;

/** Lanes: rules L3 to L8. */
export function laneConformance(world: () => HostWorld): void {
  const laned = (lane: Partial<LaneSettings>, more: Setup = {}) =>
    processOf(world(), {
      lines: ['hook > post:effect'],
      settings: { lane: { key: '=input.key', ...lane } },
      placeOf,
      ...more,
    });

  /** A step that waits, run by run, until the test lets it go. */
  function gates() {
    const open = new Map<string, (result: StepResult) => void>();
    const step = (job: StepJob) => new Promise<StepResult>((resolve) => open.set(job.run.id, resolve));
    return {
      script: { post: step },
      begun: () => [...open.keys()],
      async release(runId: string, result: StepResult = done('x')) {
        await world().until(() => open.has(runId));
        open.get(runId)?.(result);
      },
    };
  }

  async function start(host: Awaited<ReturnType<typeof laned>>['host'], ...bodies: readonly Body[]) {
    const ids: string[] = [];
    for (const body of bodies) ids.push((await world().when(host.start(about(body)))).runId);
    return ids;
  }

  describe('lane', () => {
    it('L3, L4: runs of one key go one after another over two processes, those of other keys beside them', async () => {
      const gate = gates();
      const [one, two] = [await laned({}, gate), await laned({}, gate)];
      const [first = '', other = ''] = await start(one.host, { key: 'a', v: 1 }, { key: 'b' });
      const [second = ''] = await start(two.host, { key: 'a', v: 2 });
      const [third = ''] = await start(one.host, { key: 'a', v: 3 });
      await world().until(() => gate.begun().length === 2);
      expect((await world().rowOf(second))?.status).toBe('queued');
      for (const runId of [first, second, third, other]) {
        await gate.release(runId);
        await untilStatus(world(), runId, 'done');
      }
      expect(gate.begun()).toEqual([first, other, second, third]);
    });

    it('L5, L7: sets aside what is stale, what is superseded and what is repeated', async () => {
      const gate = gates();
      const sorted = await laned({ order: VERSIONS }, gate);
      const [five = '', seven = '', six = ''] = await start(sorted.host, ...[5, 7, 6].map((v) => ({ key: 'a', v })));
      await gate.release(five);
      await gate.release(six);
      await gate.release(seven);
      await untilStatus(world(), seven, 'done');
      expect(gate.begun()).toEqual([five, six, seven]);
      const [late = ''] = await start(sorted.host, { key: 'a', v: 6 });
      // Set aside by the lane, at the accept or at its next look, and never begun.
      await untilStatus(world(), late, 'done');
      expect(gate.begun()).toEqual([five, six, seven]);
      await world().when(sorted.host.close());

      const second = gates();
      const newest = await laned({ coalesce: true, dedupe: { windowMs: 60_000 } }, second);
      const [now = '', old = '', young = '', again = ''] = await start(
        newest.host,
        ...[1, 2, 3, 3].map((v) => ({ key: 'b', v })),
      );
      for (const runId of [old, again]) await untilStatus(world(), runId, 'done');
      await second.release(now);
      await second.release(young);
      await untilStatus(world(), young, 'done');
      expect(second.begun()).toEqual([now, young]);
    });

    it('L6: waits for a missing version, and no longer than it may', async () => {
      const { host, jobs } = await laned({ order: { ...VERSIONS, holdMs: 400, first: 1 } });
      const [third = ''] = await start(host, { key: 'a', v: 3 });
      expect((await world().rowOf(third))?.status).toBe('queued');
      const [first = ''] = await start(host, { key: 'a', v: 1 });
      await untilStatus(world(), third, 'done');
      expect(jobs.map(({ run }) => run.id)).toEqual([first, third]);
    });

    it('L8: a run that failed blocks its key and no other, until it is tried again, or a person moves on', async () => {
      let healed = false;
      const post = ({ input }: StepJob) =>
        !healed && (input as unknown as Body).v === 1 ? busy({ kind: 'refused' }) : done('x');
      const { host, jobs } = await laned({}, { script: { post } });
      const [poison = '', behind = ''] = await start(host, { key: 'a', v: 1 }, { key: 'a', v: 2 });
      const [other = ''] = await start(host, { key: 'b', v: 2 });
      await untilStatus(world(), poison, 'exception');
      await untilStatus(world(), other, 'done');
      expect((await world().rowOf(behind))?.status).toBe('queued');
      expect(await host.moveOn(poison)).toBe(true);
      await untilStatus(world(), behind, 'done');
      healed = true;
      await host.retry({ runId: poison }, 'ann');
      await untilStatus(world(), poison, 'done');
      expect(jobs.map(({ run }) => run.id)).toEqual([poison, other, behind, poison]);
    });

    it('goes on past a run that is cancelled while it waits, past a dead process, and after a pause', async () => {
      const gate = gates();
      const dying = await laned({}, gate);
      const [first = '', never = '', second = ''] = await start(dying.host, ...[1, 2, 3].map((v) => ({ key: 'a', v })));
      await world().until(() => gate.begun().length === 1);
      await dying.kill();
      const heir = await laned({});
      expect(await heir.host.cancel(never, 'ann')).toBe(true);
      await untilStatus(world(), first, 'done');
      await untilStatus(world(), never, 'cancelled');
      await untilStatus(world(), second, 'done');
      expect(heir.jobs.map(({ run }) => run.id)).toEqual([first, second]);

      await world().pauseFlow('orders');
      const [held = ''] = await start(heir.host, { key: 'a', v: 4 });
      expect((await world().rowOf(held))?.status).toBe('queued');
      await world().resumeFlow('orders');
      await untilStatus(world(), held, 'done');
    });
  });
}
