import { applyEdit, DEFAULT_RETRY, type Flow, type FlowEdit } from '@lockstep/schema/graph';
import { describe, expect, it } from 'vitest';
import { alignSteps, distributeSteps } from './align.ts';
import { readNote } from './note-text.ts';
import { changePolicies, shared } from './policies.ts';
import { chain, nodeOf, testCatalogue } from './testing.ts';

const at = (places: Readonly<Record<string, readonly [number, number]>>): Flow => {
  const base = chain(Object.keys(places).join(' '));
  const nodes = Object.fromEntries(Object.entries(places).map(([id, [x, y]]) => [id, { x, y }]));
  return { ...base, layout: { nodes, notes: [] } };
};
const xs = (flow: Flow, edit: FlowEdit | undefined) =>
  edit && Object.values(applyEdit(flow, edit).layout.nodes).map(({ x }) => x);
const ys = (flow: Flow, edit: FlowEdit | undefined) =>
  edit && Object.values(applyEdit(flow, edit).layout.nodes).map(({ y }) => y);

describe('aligning', () => {
  const flow = at({ a: [0, 0], b: [300, 45], c: [700, 90] });
  const all = ['a', 'b', 'c'];

  it('brings edges onto one line, and touches nothing that is not selected', () => {
    expect(xs(flow, alignSteps(flow, ['a', 'b'], 'left', testCatalogue))).toEqual([0, 0, 700]);
    expect(xs(flow, alignSteps(flow, all, 'right', testCatalogue))).toEqual([700, 700, 700]);
    expect(ys(flow, alignSteps(flow, all, 'top', testCatalogue))).toEqual([0, 0, 0]);
    expect(alignSteps(flow, ['a'], 'left', testCatalogue)).toBeUndefined();
  });

  it('leaves equal gaps, the outermost steps where they are', () => {
    expect(xs(flow, distributeSteps(flow, all, 'across', testCatalogue))).toEqual([0, 350, 700]);
    expect(distributeSteps(flow, ['a', 'b'], 'across', testCatalogue)).toBeUndefined();
  });

  it('moves the body of a scope by the same way', () => {
    const nodes = [nodeOf('a', 'start'), nodeOf('b', 'each'), { ...nodeOf('c'), scope: 'b' }];
    const scoped = { ...flow, nodes };
    expect(xs(scoped, alignSteps(scoped, ['a', 'b'], 'left', testCatalogue))).toEqual([0, 0, 400]);
  });
});

describe('reliability of several steps', () => {
  const base = chain('a b c');
  const flow = { ...base, nodes: [base.nodes[0] ?? nodeOf('a'), nodeOf('b', 'fork'), nodeOf('c', 'pass')] };
  const policies = (edit: FlowEdit | undefined) => edit && applyEdit(flow, edit).nodes.map(({ policy }) => policy);

  it('changes what is said on every step but starts; tries only where a step has an effect', () => {
    const edit = changePolicies(flow, ['a', 'b', 'c'], { timeoutMs: 900, retry: { maxAttempts: 3 } }, testCatalogue);
    expect(policies(edit)).toEqual([
      {},
      { timeoutMs: 900, retry: { ...DEFAULT_RETRY, maxAttempts: 3 } },
      { timeoutMs: 900 },
    ]);
    expect(edit).toMatchObject({ label: 'change reliability of 2 steps' });
  });

  it('leaves what is not said, and gives back what the type says', () => {
    const before = {
      ...flow,
      nodes: flow.nodes.with(1, { ...nodeOf('b', 'fork'), policy: { timeoutMs: 5_000, slaMs: 9_000 } }),
    };
    const edit = changePolicies(before, ['b'], { timeoutMs: null }, testCatalogue);
    expect(edit && applyEdit(before, edit).nodes[1]?.policy).toEqual({ slaMs: 9_000 });
    expect(changePolicies(flow, ['b'], { timeoutMs: null }, testCatalogue)).toBeUndefined();
  });

  it('tells a value all share from one they do not', () => {
    expect([shared([1, 1]), shared([1, 2]), shared([undefined, undefined])]).toEqual([1, 'mixed', undefined]);
  });
});

describe('the text of a note', () => {
  it('has headings, lists, tasks and marked words; addresses of the web become links', () => {
    expect(readNote('# Plan\n- one **bold** word\n- [x] done\nsee [docs](https://example.com/a) or `x`')).toEqual([
      { kind: 'heading', spans: [{ text: 'Plan' }] },
      { kind: 'item', spans: [{ text: 'one ' }, { text: 'bold', style: 'bold' }, { text: ' word' }] },
      { kind: 'done', spans: [{ text: 'done' }] },
      {
        kind: 'text',
        spans: [
          { text: 'see ' },
          { text: 'docs', href: 'https://example.com/a' },
          { text: ' or ' },
          { text: 'x', style: 'code' },
        ],
      },
    ]);
  });

  it('leaves everything else as it is: no HTML, no address that runs code', () => {
    const text = '<b>hi</b> [x](javascript:alert(1)) 2 * 3 * 4';
    expect(readNote(text)).toEqual([{ kind: 'text', spans: [{ text }] }]);
  });
});
