import type { Json, RunEvent } from '@lockstep/schema/run';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effectKey, type StepJob } from '../steps/index.ts';
import { memoryWorld } from './conformance/memory-world.ts';
import { type HostWorld, message, TIMING, untilStatus } from './conformance/world.ts';
import { inputHashOf, remember, type Trace, traceOf } from './earlier-items.ts';
import type { Replay } from './replay-types.ts';
import { busy, done, type Script, scriptedExecutor, testFlow } from './testing.ts';

const refuse = () => busy({ kind: 'refused', category: 'business', code: 'no', message: 'No.' });
const lost = () =>
  busy({ kind: 'unknown', category: 'unknown', code: 'no-answer', message: 'No answer.', outcomeUnknown: true });

describe('what earlier runs did for an item', () => {
  const at = 1;
  const gave = { value: 'gave' };
  const succeeded: RunEvent = {
    ...{ type: 'step.succeeded', at, node: 'send', item: '0', attempt: 1 },
    ...{ port: 'out', output: gave, durationMs: 0, inputHash: 'h' },
  };
  const undone: RunEvent = { ...succeeded, node: 'take-back' };
  const failed: RunEvent = {
    ...{ type: 'step.failed', at, node: 'send', item: '0', attempt: 1, durationMs: 0, jitter: 0 },
    failure: { kind: 'refused', category: 'business', code: 'no', message: 'No.' },
  };
  const unsure: RunEvent = { ...failed, failure: { ...failed.failure, outcomeUnknown: true } };
  const trace = (...events: readonly RunEvent[]) => traceOf(events, 'send', 'take-back');

  it('is read from the history of the item', () => {
    expect(trace()).toBeUndefined();
    expect(trace(failed)).toEqual({ status: 'failed' });
    expect(trace(failed, succeeded)).toEqual({
      ...{ status: 'done', port: 'out', output: gave, inputHash: 'h', at, runId: undefined },
    });
    expect(trace(succeeded, undone)).toEqual({ status: 'undone' });
    // An attempt that failed for good tells nothing about the one before it.
    expect(trace(unsure, failed)).toEqual({ status: 'unsure' });
  });

  it('adds up over the runs: what stands, and under which key what was taken back is done anew', () => {
    const did: Trace = { status: 'done', port: 'out', output: gave, inputHash: 'h', at, runId: undefined };
    const told = (...traces: readonly (Trace | undefined)[]) =>
      remember(
        traces.map((each, nr) => ({ runId: `r${nr + 1}`, trace: each })),
        'me',
      );
    expect(told(undefined)).toEqual({});
    expect(told(did, undefined)).toEqual({ standing: { ...did, runId: 'r1' } });
    expect(told({ status: 'unsure' }, { status: 'failed' })).toEqual({ standing: 'unsure' });
    expect(told({ status: 'undone' })).toEqual({ keyRun: 'me' });
    expect(told({ status: 'undone' }, did)).toEqual({ standing: { ...did, runId: 'r2' }, keyRun: 'r2' });
    expect(told({ status: 'undone' }, { status: 'unsure' })).toEqual({ standing: 'unsure', keyRun: 'r2' });
    expect(told({ status: 'undone' }, did, { status: 'undone' })).toEqual({ keyRun: 'me' });
  });

  it('was done on the same input, or on another one', () => {
    expect(inputHashOf({ a: 1 })).toBe(inputHashOf({ a: 1 }));
    expect(inputHashOf({ a: 1 })).not.toBe(inputHashOf({ a: 2 }));
  });
});

describe('a replay of a run with a scope', () => {
  let world: HostWorld;
  beforeEach(async () => {
    world = await memoryWorld();
  });
  afterEach(() => world.close());

  /** Lines of an order are sent one by one; `rules` say what a failure means. */
  async function setUp(
    script: Script,
    { rules, type = 'effect' }: { rules?: Record<string, Json>; type?: string } = {},
  ) {
    const lines = [
      'hook > lines:each',
      `lines.each > send:${type}`,
      'send.undo > take-back:effect',
      'lines.done > after:pure',
    ];
    const flow = testFlow(lines, {}, {}, { lines: { body: ['send', 'take-back'], ...(rules && { rules }) } });
    const executor = scriptedExecutor({ 'take-back': () => done('back'), ...script });
    const { host } = await world.start({ executor, loadSnapshot: async () => flow, ...TIMING });
    const sent = (runId: string) =>
      executor.jobs.filter(({ run, node }) => run.id === runId && (node === 'send' || node === 'take-back'));
    const replay = async (more: Omit<Replay, 'by'>) => {
      const answer = await world.when(host.replay({ by: 'ann', ...more }));
      if (typeof answer === 'string') throw new Error(answer);
      return answer.runId;
    };
    const start = async (items: Json, status: 'done' | 'exception') => {
      const { runId } = await host.start(message({ message: items }));
      await untilStatus(world, runId, status);
      return runId;
    };
    return { host, sent, replay, start };
  }
  const items = (jobs: readonly StepJob[]) =>
    jobs.map(({ node, item, outcomeUnknown }) => `${node}@${item}${outcomeUnknown ? '?' : ''}`);

  it('keeps what was done for the same items, and does the rest under the old keys', async () => {
    let healed = false;
    const { sent, replay, start } = await setUp(
      { send: ({ item, input }) => (item === '1' && !healed ? refuse() : done(input)) },
      { rules: { onError: 'collect' } },
    );
    const first = await start(['a', 'b', 'c'], 'done');
    healed = true;
    const second = await replay({ runId: first });
    await untilStatus(world, second, 'done');
    expect(sent(second).map((job) => effectKey(job.run, job))).toEqual([`${first}:send:1`]);
    const events = await world.historyOf(second);
    expect(events.filter((event) => event.type === 'step.succeeded' && event.kept)).toMatchObject([
      { node: 'send', item: '0', output: { value: 'a' }, kept: { runId: first } },
      { node: 'send', item: '2', output: { value: 'c' }, kept: { runId: first } },
    ]);
    // One more, now of the second: what the first did is still known.
    const third = await replay({ runId: second, message: ['a', 'b', 'c', 'd'] });
    await untilStatus(world, third, 'done');
    expect(items(sent(third))).toEqual(['send@3']);
  });

  it('stops for a person where another item stands at the place of one that was done', async () => {
    const { sent, replay, start } = await setUp({}, { rules: { onError: 'collect' } });
    const first = await start(['a', 'b'], 'done');
    const second = await replay({ runId: first, message: ['b'] });
    await untilStatus(world, second, 'done');
    expect(items(sent(second))).toEqual([]);
    const failed = (await world.historyOf(second)).find((event) => event.type === 'step.failed');
    expect(failed).toMatchObject({ item: '0', failure: { kind: 'item', code: 'item-differs' } });
    const third = await replay({ runId: first, message: ['b'], repeat: ['send'] });
    await untilStatus(world, third, 'done');
    expect(sent(third).map((job) => effectKey(job.run, job))).toEqual([`${third}:send:0`]);
  });

  it('tells of an unknown outcome, and leaves an effect that is done once to a person', async () => {
    const script = { send: ({ item, input }: StepJob) => (item === '1' ? lost() : done(input)) };
    const keyed = await setUp(script, { rules: { onError: 'collect' } });
    const first = await keyed.start(['a', 'b', 'c'], 'done');
    const second = await keyed.replay({ runId: first });
    await untilStatus(world, second, 'done');
    expect(items(keyed.sent(second))).toEqual(['send@1?']);

    const once = await setUp(script, { type: 'once', rules: { onError: 'stop' } });
    const stopped = await once.start(['a', 'b', 'c'], 'exception');
    const again = await once.replay({ runId: stopped });
    await untilStatus(world, again, 'exception');
    // The first item was taken back, so it is done again; the one in doubt is not.
    expect(items(once.sent(again))).toEqual(['send@0', 'take-back@0']);
    const asked = await once.replay({ runId: again, repeat: ['send'] });
    await untilStatus(world, asked, 'exception');
    expect(items(once.sent(asked))).toEqual(['send@0', 'send@1', 'take-back@0']);
  });

  it('does anew under a new key what an item took back, and takes that back by a new key too', async () => {
    const lines = ['hook > lines:each', 'lines.each > send:effect > pack:effect', 'send.undo > take-back:effect'];
    const flow = testFlow(
      lines,
      {},
      {},
      {
        lines: { body: ['send', 'take-back', 'pack'], rules: { onError: 'collect' } },
      },
    );
    const executor = scriptedExecutor({ pack: refuse });
    const { host } = await world.start({ executor, loadSnapshot: async () => flow, ...TIMING });
    const { runId } = await host.start(message({ message: ['a'] }));
    await untilStatus(world, runId, 'done');
    const answer = await world.when(host.replay({ runId, by: 'ann' }));
    const again = typeof answer === 'string' ? answer : answer.runId;
    await untilStatus(world, again, 'done');
    const keys = executor.jobs
      .filter(({ run, pull }) => run.id === again && !pull)
      .map((job) => effectKey(job.run, job));
    expect(keys).toEqual([`${again}:send:0`, `${runId}:pack:0`, `${again}:take-back:0`]);
  });
});
