import { catalogue } from '@lockstep/nodes/catalogue';
import { samples } from '@lockstep/nodes/samples';
import {
  applyEdit,
  type Flow,
  type FlowEdge,
  type FlowNode,
  invertEdit,
  isError,
  validateFlow,
} from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { extractSubFlow } from './extract.ts';
import { inlineCall } from './inline.ts';

const step = (id: string, type: string, params: FlowNode['params'] = {}): FlowNode => ({
  id,
  type,
  version: 1,
  name: id,
  params,
  policy: {},
});
const short = (edges: readonly FlowEdge[]) => edges.map(({ from, port, to }) => `${from}.${port}>${to}`);
const script = (body: string) => ({ script: `export default function map(input, ctx) { return ${body}; }` });
const flowOf = (nodes: FlowNode[], edges: string): Flow => ({
  format: 1,
  id: 'outer',
  name: 'Outer',
  nodes,
  edges: edges.split(' ').map((text) => {
    const [, from = '', port = '', to = ''] = /^(.+)\.(.+)>(.+)$/.exec(text) ?? [];
    return { from, port, to };
  }),
  layout: { nodes: Object.fromEntries(nodes.map(({ id }, index) => [id, { x: index * 280, y: 0 }])), notes: [] },
  settings: {},
  tests: [],
});
const extract = (flow: Flow, ids: string[]) => extractSubFlow(flow, ids, { id: 'inner', name: 'Inner', catalogue });
const made = (flow: Flow, ids: string[]) => {
  const cut = extract(flow, ids);
  if ('refusals' in cut) throw new Error(cut.refusals.join(' '));
  const next = applyEdit(flow, cut.edit);
  expect(applyEdit(next, invertEdit(flow, cut.edit))).toEqual(flow);
  return { ...cut, next };
};
const refusals = (flow: Flow, ids: string[]) => {
  const cut = extract(flow, ids);
  return 'refusals' in cut ? cut.refusals : [];
};

const line = flowOf(
  [
    step('start', 'manual'),
    step('shape', 'map', script('input')),
    step('mark', 'map', script('input')),
    step('say', 'log', { message: 'x' }),
  ],
  'start.out>shape shape.out>mark mark.out>say',
);

describe('extracting a sub-flow', () => {
  it('puts a call in the place of the steps, and the steps between a start and a Return', () => {
    const { subFlow, next, call } = made(line, ['shape', 'mark']);
    expect(call).toBe('inner');
    expect(short(next.edges)).toEqual(['start.out>inner', 'inner.out>say']);
    expect(next.nodes.find(({ id }) => id === 'inner')?.params).toMatchObject({ flow: 'inner', mode: 'wait' });
    expect(subFlow.nodes.map(({ id, type }) => `${id}:${type}`)).toEqual([
      'called:callable',
      'shape:map',
      'mark:map',
      'result:return',
    ]);
    expect(short(subFlow.edges)).toEqual(['called.out>shape', 'shape.out>mark', 'mark.out>result']);
    expect(validateFlow(subFlow, catalogue).filter(isError)).toEqual([]);
  });

  it('puts the call into the group that holds all of the steps', () => {
    const groups = [
      { id: 'g', name: 'Outer', nodes: ['say'] },
      { id: 'h', name: 'Inner', nodes: ['shape'], parent: 'g' },
      { id: 'i', name: 'Mark', nodes: ['mark'], parent: 'g' },
    ];
    const { next } = made({ ...line, layout: { ...line.layout, groups } }, ['shape', 'mark']);
    expect(next.layout.groups).toEqual([{ id: 'g', name: 'Outer', nodes: ['say', 'inner'] }]);
  });

  it('says the contracts of what goes in and comes back, where the steps say them', () => {
    const { nodes } = line;
    const typed = { ...line, nodes: nodes.with(2, step('mark', 'map', { ...script('input'), target: 'order@1' })) };
    const { input, output, subFlow } = made(typed, ['shape', 'mark']);
    expect([input, output, subFlow.nodes[0]?.params]).toEqual([undefined, 'order@1', { output: 'order@1' }]);
  });

  it('sends what is read of steps before along, and brings back what is read behind', () => {
    const flow = flowOf(
      [
        step('start', 'manual'),
        step('find', 'map', script('input')),
        step('shape', 'map', script('ctx.steps.find.city')),
        step('mark', 'map', script('input')),
        step('say', 'log', { message: '=steps.shape.city' }),
      ],
      'start.out>find find.out>shape shape.out>mark mark.out>say',
    );
    const { next, subFlow } = made(flow, ['shape', 'mark']);
    expect(next.nodes.find(({ id }) => id === 'inner')?.params.message).toEqual({
      message: '=input',
      find: "=steps['find'] ?? null",
    });
    expect(next.nodes.find(({ id }) => id === 'say')?.params.message).toBe("=steps['inner']['shape'].city");
    expect(subFlow.nodes.find(({ id }) => id === 'shape')?.params.script).toContain("ctx.steps['called']['find'].city");
    expect(subFlow.nodes.at(-1)?.params.value).toEqual({ message: '=input', shape: "=steps['shape'] ?? null" });
    expect(short(next.edges)).toEqual([
      'start.out>find',
      'find.out>inner',
      'inner-message.out>say',
      'inner.out>inner-message',
    ]);
    expect(short(subFlow.edges).slice(0, 2)).toEqual(['called.out>message', 'message.out>shape']);
  });

  it('joins alternative ways that lead to the same step at one Return', () => {
    const flow = flowOf(
      [
        step('start', 'manual'),
        step('route', 'switch', { cases: [{ name: 'eu', when: 'input.eu' }] }),
        step('a', 'map', script('input')),
        step('b', 'map', script('input')),
        step('say', 'log', { message: 'x' }),
      ],
      'start.out>route route.eu>a route.otherwise>b a.out>say b.out>say',
    );
    expect(short(made(flow, ['route', 'a', 'b']).subFlow.edges).slice(-2)).toEqual(['a.out>result', 'b.out>result']);
    expect(refusals(flow, ['route', 'a'])[0]).toContain('several lead out to different steps');
  });

  it('refuses, with the reason, what would not do the same', () => {
    expect(refusals(line, ['start', 'shape'])).toContain('“start” is a start: it begins runs of this flow.');
    const filtered = flowOf(
      [step('start', 'manual'), step('some', 'filter', { when: 'input.ok' }), step('say', 'log', { message: 'x' })],
      'start.out>some some.pass>say',
    );
    expect(refusals(filtered, ['some'])).toEqual([
      'A message may end at “some” without leaving: the flow would go on where it stops today.',
    ]);
    const two = { ...line, edges: [...line.edges, { from: 'start', port: 'out', to: 'mark' }] };
    expect(refusals(two, ['shape', 'mark'])).toEqual(['Ways lead in at several steps: “shape”, “mark”.']);
    const errs = { ...line, edges: [...line.edges, { from: 'shape', port: 'error', to: 'say' }] };
    expect(refusals(errs, ['shape', 'mark'])).toEqual(['The error way of “shape” leads out to “say”.']);
    const hook = { ...line, nodes: line.nodes.with(1, step('shape', 'map', script('ctx.trigger.headers'))) };
    expect(refusals(hook, ['shape'])).toEqual(['“shape” reads how the message came in (trigger).']);
  });

  it('cuts every sample or says why: never a flow with new errors', () => {
    let cuts = 0;
    for (const flow of samples) {
      for (let from = 0; from < flow.nodes.length - 1; from += 1) {
        const ids = flow.nodes.slice(from, from + 2).map(({ id }) => id);
        const cut = extract(flow, ids);
        if ('refusals' in cut) {
          expect(cut.refusals.length).toBeGreaterThan(0);
          continue;
        }
        cuts += 1;
        const next = applyEdit(flow, cut.edit);
        expect(applyEdit(next, invertEdit(flow, cut.edit))).toEqual(flow);
      }
    }
    expect(cuts).toBeGreaterThan(10);
  });
});

describe('inlining a call', () => {
  it('brings the steps of an extracted flow back, with what was computed on the way in and out', () => {
    const { next, subFlow, call } = made(line, ['shape', 'mark']);
    const back = inlineCall(next, call, subFlow, catalogue);
    if ('refusals' in back) throw new Error(back.refusals.join(' '));
    const flow = applyEdit(next, back.edit);
    expect(short(flow.edges)).toEqual(['shape.out>mark', 'start.out>shape', 'mark.out>say']);
    expect(applyEdit(flow, invertEdit(next, back.edit))).toEqual(next);
    expect(validateFlow(flow, catalogue).filter(isError)).toEqual([]);
  });

  it('inlines a sample with the message it was called with, and takes over who reads what it returned', () => {
    const called = samples.find(({ id }) => id === 'reserve-stock') as Flow;
    const flow = flowOf(
      [
        step('start', 'manual'),
        step('reserve', 'call-flow', { flow: 'reserve-stock', message: { lines: '=input.lines' } }),
        step('say', 'log', { message: '=steps.reserve.warehouse' }),
      ],
      'start.out>reserve reserve.out>say',
    );
    const done = inlineCall(flow, 'reserve', called, catalogue);
    if ('refusals' in done) throw new Error(done.refusals.join(' '));
    const next = applyEdit(flow, done.edit);
    expect(next.nodes.find(({ id }) => id === 'called')?.params.script).toContain('"lines": (input.lines),');
    expect(next.nodes.find(({ id }) => id === 'say')?.params.message).toBe("=steps['result'].warehouse");
    expect(validateFlow(next, catalogue).filter(isError)).toEqual([]);
  });

  it('refuses what a call does and steps cannot', () => {
    const called = { ...line, nodes: line.nodes.with(0, step('start', 'callable')) };
    const flow = (params: FlowNode['params'], edges: string) =>
      flowOf(
        [
          step('start', 'manual'),
          step('call', 'call-flow', { flow: 'x', ...params }),
          step('say', 'log', { message: 'x' }),
        ],
        edges,
      );
    const why = (outer: Flow) => {
      const done = inlineCall(outer, 'call', called, catalogue);
      return 'refusals' in done ? done.refusals : [];
    };
    expect(why(flow({ mode: 'start' }, 'start.out>call'))).toEqual(['“call” only starts “Outer” and goes on at once.']);
    expect(why(flow({}, 'start.out>call call.out>say'))).toEqual([
      '“Outer” returns nothing, so the next steps would get another message.',
    ]);
    expect(why(flow({}, 'start.out>call call.error>say'))[0]).toBe(
      'The error way of “call” is about the call as a whole.',
    );
  });
});
