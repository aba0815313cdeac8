import { catalogue } from '@lockstep/nodes/catalogue';
import { applyEdit, type Flow, type FlowEdge, invertEdit } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { mayReplace, replaceStep } from './replace.ts';
import { chain, definitionOf, nodeOf, testCatalogue } from './testing.ts';

const short = (edges: readonly FlowEdge[]) => edges.map(({ from, port, to }) => `${from}.${port}>${to}`);
const replaced = (flow: Flow, id: string, type: string): Flow => {
  const definition = definitionOf(type);
  const edit = replaceStep(flow, id, { definition, params: {}, settings: {}, catalogue: testCatalogue });
  if (edit === undefined) throw new Error('refused');
  const next = applyEdit(flow, edit);
  expect(applyEdit(next, invertEdit(flow, edit))).toEqual(flow);
  return next;
};

describe('replacing a step', () => {
  it('keeps its id, its place and what leads to it; what left by its first way leaves by the first way of the new one', () => {
    const flow = chain('a b c');
    const next = replaced(flow, 'b', 'fork');
    expect(next.nodes.map(({ id, type }) => [id, type])).toEqual([
      ['a', 'start'],
      ['b', 'fork'],
      ['c', 'pass'],
    ]);
    expect(short(next.edges)).toEqual(['a.out>b', 'b.left>c']);
    expect(next.layout).toEqual(flow.layout);
  });

  it('lets go of ways the new step does not have, and keeps the error way', () => {
    const base = chain('a b c d');
    const edges = [
      { from: 'b', port: 'left', to: 'c' },
      { from: 'b', port: 'right', to: 'd' },
      { from: 'b', port: 'error', to: 'd' },
    ];
    const flow = { ...base, nodes: base.nodes.with(1, nodeOf('b', 'fork')), edges };
    expect(short(replaced(flow, 'b', 'pass').edges)).toEqual(['b.error>d', 'b.out>c']);
  });

  it('keeps a name a person gave, and gives up one that was the type', () => {
    const base = chain('a b');
    const named = (name: string) => {
      const flow = { ...base, nodes: base.nodes.with(1, { ...nodeOf('b'), name }) };
      return replaced(flow, 'b', 'fork').nodes[1]?.name;
    };
    expect([named('Reserve stock'), named('Pass 2')]).toEqual(['Reserve stock', 'Fork']);
  });

  it('keeps settings of the same name and kind, and a strategy only where the new step can keep it', () => {
    const base = chain('a b');
    const params = { url: 'https://shop.example/orders', method: 'POST', connection: 'shop' };
    const policy = { timeoutMs: 500, strategy: 'once' as const };
    const flow = { ...base, nodes: base.nodes.with(1, { ...nodeOf('b', 'http-request'), params, policy }) };
    const definition = catalogue.get('send-cloud-event');
    if (definition === undefined) throw new Error('no such type');
    const edit = replaceStep(flow, 'b', { definition, params: {}, settings: {}, catalogue });
    const next = edit && applyEdit(flow, edit).nodes[1];
    expect([next?.params.url, next?.params.method, next?.policy.timeoutMs]).toEqual([params.url, undefined, 500]);
    expect(next?.policy.strategy).toBe(definition.strategies.includes('once') ? 'once' : undefined);
  });

  it('is refused where a start would follow a step, or steps inside would lose their scope', () => {
    const base = chain('a b');
    const flow = { ...base, nodes: [...base.nodes, nodeOf('each', 'each'), { ...nodeOf('in'), scope: 'each' }] };
    const may = (id: string, type: string) => {
      const node = flow.nodes.find((one) => one.id === id) ?? nodeOf('none');
      return mayReplace(flow, node, definitionOf(type), testCatalogue);
    };
    expect([may('b', 'start'), may('each', 'pass'), may('each', 'each'), may('b', 'each')]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
