import { Validator } from '@cfworker/json-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdit } from './apply-edit.ts';
import { diffFlows } from './diff.ts';
import type { Flow } from './flow.ts';
import { contentHash, documentHash } from './hash.ts';
import { flowJsonSchema } from './json-schema.ts';
import { canonicalJson, serialiseFlow } from './serialise.ts';
import { edgeOf, flowOf, nodeOf, testCatalogue } from './testing.ts';
import { isFlow, readFlow } from './upgrade.ts';
import { upgradeNodes } from './upgrade-nodes.ts';

const flow = flowOf([nodeOf('in', 'start'), nodeOf('a'), nodeOf('b')], ['in>a', 'a>b']);
const moved = applyEdit(flow, { type: 'node.move', positions: { a: { x: 1, y: 2 } } });

describe('contentHash', () => {
  it('ignores the layout and the order of keys, and nothing else', () => {
    const shuffled = Object.fromEntries(Object.entries(flow).reverse()) as unknown as Flow;
    expect(contentHash(moved)).toBe(contentHash(flow));
    expect(contentHash(shuffled)).toBe(contentHash(flow));
    expect(contentHash({ ...flow, name: 'Other' })).not.toBe(contentHash(flow));
    expect(contentHash({ ...flow, nodes: flow.nodes.toReversed() })).not.toBe(contentHash(flow));
    expect(documentHash(moved)).not.toBe(documentHash(flow));
  });

  it('is the SHA-256 of canonical JSON', () => {
    expect(canonicalJson({ b: 1, a: [undefined, null, 'ü'], c: undefined })).toBe('{"a":[null,null,"ü"],"b":1}');
    expect(contentHash(flow)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('serialiseFlow', () => {
  it('writes text that reads back as the same document, whatever it holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (params) => {
        const before = flowOf([nodeOf('a', 'step', JSON.parse(JSON.stringify(params)))]);
        expect(JSON.parse(serialiseFlow(before))).toEqual(before);
      }),
    );
  });

  it('gives one changed line for one changed thing', () => {
    const before = serialiseFlow(flow).split('\n');
    const after = serialiseFlow(moved).split('\n');
    expect(after.filter((line) => !before.includes(line))).toEqual(['      "a": { "x": 1, "y": 2 },']);
    const joined = serialiseFlow(applyEdit(flow, { type: 'edge.add', edge: edgeOf('in>b'), at: 0 })).split('\n');
    expect(joined.length - before.length).toBe(1);
  });
});

describe('diffFlows', () => {
  it('tells a moved box from a changed meaning', () => {
    expect(diffFlows(flow, flow)).toEqual([]);
    expect(diffFlows(flow, moved)).toEqual([{ type: 'layout.changed' }]);
  });

  it('names the field of the step that changed, and what came and went', () => {
    const after = {
      ...applyEdit(applyEdit(flow, { type: 'node.remove', node: 'b' }), {
        type: 'node.params',
        node: 'a',
        params: { url: 'x' },
      }),
      name: 'New',
      layout: flow.layout,
    };
    expect(diffFlows(flow, after)).toEqual([
      { type: 'node.changed', node: after.nodes[1], fields: [{ path: '/params/url', before: undefined, after: 'x' }] },
      { type: 'node.removed', node: flow.nodes[2] },
      { type: 'edge.removed', edge: edgeOf('a>b') },
      { type: 'flow.changed', fields: [{ path: '/name', before: 'Test', after: 'New' }] },
    ]);
  });

  it('says when only the order of steps changed', () => {
    expect(diffFlows(flow, { ...flow, nodes: flow.nodes.toReversed() })).toEqual([{ type: 'order.changed' }]);
  });
});

describe('readFlow', () => {
  const rename = {
    name: 'renameTitleToName',
    from: 0,
    to: 1,
    upgrade: ({ title, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, name: title }),
  };

  it('brings an older format up by the upgrades on the way', () => {
    const { name, ...rest } = flow;
    expect(readFlow({ ...rest, format: 0, title: name }, [rename])).toEqual(flow);
  });

  it.each([
    ['no object', [], 'A flow document is a JSON object.'],
    ['no format', {}, 'The document has no "format": a whole number, at present 1.'],
    ['a newer format', { format: 9 }, 'Format 9 is newer than this Lockstep, which reads up to 1. Update Lockstep.'],
    ['a forgotten format', { format: 0 }, 'Format 0 is no longer known.'],
  ])('refuses %s with a sentence', (_, document, message) => {
    const result = readFlow(document);
    expect(isFlow(result) ? [] : result.map((issue) => issue.message)).toEqual([message]);
  });

  it('points at the field that is wrong', () => {
    const result = readFlow({ ...flow, nodes: [{ ...flow.nodes[0], id: 'Not OK' }] });
    expect(isFlow(result) ? [] : result).toEqual([
      {
        severity: 'error',
        code: 'document-invalid',
        field: 'nodes/0/id',
        message: 'Use a-z, digits and dashes, beginning with a letter.',
      },
    ]);
  });
});

it('upgrades parameters written for an older version of a step type', () => {
  const old = flowOf([nodeOf('c', 'choose', { case: 'EU' }), nodeOf('a')]);
  expect(upgradeNodes(old, testCatalogue).nodes).toEqual([
    { ...nodeOf('c', 'choose', { cases: ['EU'] }), version: 2 },
    nodeOf('a'),
  ]);
  expect(upgradeNodes(flow, testCatalogue)).toBe(flow);
});

it('emits a JSON Schema that accepts a flow and refuses a broken one', () => {
  const validator = new Validator(flowJsonSchema() as object, '2020-12');
  expect(validator.validate(flow).valid).toBe(true);
  expect(validator.validate({ ...flow, edges: [{ from: 'in' }] }).valid).toBe(false);
});
