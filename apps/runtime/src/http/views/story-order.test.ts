import type { CaseMoment } from '@lockstep/schema/api';
import { FLOW_FORMAT, Flow } from '@lockstep/schema/graph';
import { expect, it } from 'vitest';
import { inStoryOrder, type StoryRun, type Told } from './story-order.ts';

const T = Date.parse('2026-11-27T08:00:00Z');
const iso = (ms: number) => new Date(T + ms).toISOString();

function drawn(id: string, ...nodes: readonly string[]): Flow {
  const at = (node: string) => ({ id: node, type: 'log', version: 1, name: node, params: {}, policy: {} });
  const edges = nodes.slice(1).map((to, nr) => ({ from: nodes[nr] ?? '', port: 'out', to }));
  const rest = { layout: { nodes: {}, notes: [] }, settings: {}, tests: [] };
  return Flow.parse({ format: FLOW_FORMAT, id, name: id, nodes: nodes.map(at), edges, ...rest });
}

function run(runId: string, flow: Flow, startedMs: number, trigger: Partial<StoryRun['trigger']> = {}): StoryRun {
  const receivedAt = T + startedMs;
  return {
    runId,
    flowId: flow.id,
    flow,
    startedAt: iso(startedMs),
    trigger: { kind: 'webhook', receivedAt, ...trigger },
  };
}

function told({ runId, flowId }: StoryRun, ms: number, what: CaseMoment['what'], text: string, node?: string): Told {
  const entry = what === 'entry' ? ({ type: 'note', at: iso(ms), text } as const) : undefined;
  const moment: CaseMoment = { at: iso(ms), what, tone: 'plain', text, run: { runId, flowId, flowName: flowId } };
  return { moment: { ...moment, ...(entry && { entry: { ...entry, part: text.split(':')[0] ?? '' } }) }, node };
}

const order = drawn('order', 'in', 'reserve', 'book', 'end');
const child = drawn('child', 'in', 'do');

/** An order that calls two flows side by side; `ms` is when each of them begins. */
function sideBySide(ms: { readonly reserve: number; readonly book: number }) {
  const top = run('top', order, 0);
  const called = (node: 'reserve' | 'book') =>
    run(node, child, ms[node], { kind: 'call', call: { runId: 'top', flowId: 'order', node, depth: 1 } });
  const [reserve, book] = [called('reserve'), called('book')];
  const of = (one: StoryRun) => {
    const at = ms[one.runId as 'reserve' | 'book'];
    return [
      told(one, at, 'began', `${one.runId} begins`),
      told(one, at + 10, 'effect', `${one.runId} does`, 'do'),
      told(one, at + 20, 'ended', `${one.runId} ends`),
      told(top, at + 21, 'effect', `${one.runId} came back`, one.runId),
    ];
  };
  const all = [
    told(top, 0, 'began', 'order begins'),
    ...of(book),
    ...of(reserve),
    told(top, 900, 'ended', 'order ends'),
  ];
  return inStoryOrder(all, [book, top, reserve]).map(({ text }) => text);
}

it('tells runs that go side by side one after the other, by the drawing, whichever was faster', () => {
  const story = ['order begins', ...['reserve', 'book'].flatMap(words), 'order ends'];
  function words(it: string) {
    return [`${it} begins`, `${it} does`, `${it} ends`, `${it} came back`];
  }
  expect(sideBySide({ reserve: 5, book: 7 })).toEqual(story);
  expect(sideBySide({ reserve: 320, book: 7 })).toEqual(story);
});

it('tells what began by an event below the step that told it, and its readers by name', () => {
  const teller = run('top', order, 0);
  const event = { topic: 'paid', offset: 4, key: '1', eventId: 'top:reserve:' };
  const reader = (flowId: string, ms: number) => run(`of-${flowId}`, drawn(flowId, 'in'), ms, { kind: 'event', event });
  const [crm, desk] = [reader('crm', 60), reader('desk', 40)];
  const all = [
    told(teller, 0, 'began', 'begins'),
    told(teller, 10, 'effect', 'tells', 'reserve'),
    told(teller, 50, 'effect', 'books', 'book'),
    told(desk, 40, 'began', 'desk'),
    told(crm, 60, 'began', 'crm'),
    told(teller, 70, 'ended', 'ends'),
  ];
  const story = inStoryOrder(all, [teller, crm, desk]);
  expect(story.map(({ text }) => text)).toEqual(['begins', 'tells', 'crm', 'desk', 'books', 'ends']);
});

it('leaves lines about the same thing in the order they were written in, and what is apart to its time', () => {
  const [one, other] = [run('one', drawn('one', 'in', 'case'), 0), run('other', drawn('other', 'in', 'case'), 5)];
  const all = [
    told(other, 10, 'entry', 'state: now A', 'case'),
    told(one, 12, 'entry', 'state: now B, was A', 'case'),
    told(one, 13, 'entry', 'line 1: shipped', 'case'),
    told(one, 0, 'began', 'one'),
    told(other, 5, 'began', 'other'),
    told(other, 14, 'ended', 'other ends'),
    told(one, 5_000, 'ended', 'one ends'),
  ];
  const story = inStoryOrder(all, [one, other]);
  expect(story.map(({ text }) => text)).toEqual([
    'one',
    'other',
    'state: now A',
    'state: now B, was A',
    'line 1: shipped',
    'other ends',
    'one ends',
  ]);
});
