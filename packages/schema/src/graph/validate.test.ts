import { describe, expect, it } from 'vitest';
import type { Flow, FlowNode } from './flow.ts';
import { edgeOf, flowOf, nodeOf, testCatalogue } from './testing.ts';
import { validateFlow } from './validate.ts';
import { refuseEdge } from './validate-edges.ts';

const start = nodeOf('in', 'start');
const issuesOf = (flow: Flow) => validateFlow(flow, testCatalogue);
const single = (node: FlowNode) => issuesOf(flowOf([start, node], [`in>${node.id}`]));

describe('validateFlow', () => {
  it('finds nothing in a sound flow', () => {
    const choose = { ...nodeOf('c', 'choose', { cases: ['EU'] }), version: 2 };
    expect(issuesOf(flowOf([start, choose, nodeOf('a')], ['in>c', 'c:EU>a', 'c:otherwise>a', 'c:error>a']))).toEqual(
      [],
    );
  });

  it('names the field of a parameter that is wrong, in words for the author', () => {
    expect(single(nodeOf('a', 'step', { url: '', count: 0.5, list: [{ name: 'x' }] }))).toEqual([
      { severity: 'error', code: 'param-invalid', node: 'a', field: '/url', message: 'Required.' },
      { severity: 'error', code: 'param-invalid', node: 'a', field: '/count', message: expect.stringContaining('int') },
      { severity: 'error', code: 'param-invalid', node: 'a', field: '/list/0/value', message: expect.any(String) },
    ]);
  });

  it('leaves a parameter alone that an expression will fill', () => {
    const params = { url: '=input.url', count: '=1 + 1', list: [{ name: '=input.name', value: '=input.value' }] };
    expect(single(nodeOf('a', 'step', params))).toEqual([]);
    expect(single(nodeOf('a', 'step', { list: '=input.lines' }))).toEqual([]);
  });

  it.each<[string, Flow, object]>([
    ['an unknown type', flowOf([start, nodeOf('a', 'ghost')], ['in>a']), { code: 'type-unknown', node: 'a' }],
    [
      'a type of the future',
      flowOf([start, { ...nodeOf('a'), version: 9 }], ['in>a']),
      { code: 'type-version-unknown', node: 'a' },
    ],
    ['an id used twice', flowOf([start, nodeOf('a'), nodeOf('a')], ['in>a']), { code: 'id-taken', node: 'a' }],
    ['a flow without a start', flowOf([]), { code: 'trigger-missing' }],
    [
      'an unknown port',
      flowOf([start, nodeOf('a'), nodeOf('b')], ['in>a', 'a:nope>b', 'in>b']),
      { code: 'port-unknown', node: 'a', port: 'nope' },
    ],
    ['an edge into a start', flowOf([start, nodeOf('a')], ['in>a', 'a>in']), { code: 'edge-into-trigger' }],
    ['an edge to nowhere', flowOf([start], ['in>ghost']), { code: 'edge-target-unknown' }],
    ['a double edge', flowOf([start, nodeOf('a')], ['in>a', 'in>a']), { code: 'edge-twice' }],
    ['a cycle', flowOf([start, nodeOf('a'), nodeOf('b')], ['in>a', 'a>b', 'b>a']), { code: 'cycle' }],
    [
      'an unsupported strategy',
      flowOf([start, { ...nodeOf('a'), policy: { strategy: 'upsert' } }], ['in>a']),
      { code: 'strategy-unsupported', field: 'policy/strategy' },
    ],
    [
      'ports of one name',
      flowOf([start, { ...nodeOf('c', 'choose', { cases: ['x', 'x'] }), version: 2 }], ['in>c']),
      { code: 'port-twice', port: 'x' },
    ],
  ])('refuses %s and says where', (_, flow, issue) => {
    expect(issuesOf(flow)).toContainEqual(expect.objectContaining({ severity: 'error', ...issue }));
  });

  it('refuses a group in a group that is not there, and groups that lie in each other', () => {
    const group = (id: string, parent?: string) => ({ id, name: id, nodes: ['in'], ...(parent && { parent }) });
    const codesOf = (...groups: ReturnType<typeof group>[]) =>
      issuesOf({ ...flowOf([start]), layout: { nodes: {}, notes: [], groups } }).map(({ code, message }) => [
        code,
        message.match(/"(\w+)"/)?.[1],
      ]);
    expect(codesOf(group('g'), group('h', 'g'))).toEqual([]);
    expect(codesOf(group('g', 'ghost'))).toEqual([['group-unknown', 'g']]);
    expect(codesOf(group('g', 'h'), group('h', 'g'), group('i', 'h'))).toEqual([
      ['group-cycle', 'g'],
      ['group-cycle', 'h'],
    ]);
  });

  it('warns of a step no message can reach, after the errors', () => {
    expect(
      issuesOf(flowOf([start, nodeOf('a'), nodeOf('b', 'step', { count: 0 })], ['in>b'])).map(({ severity, code }) => [
        severity,
        code,
      ]),
    ).toEqual([
      ['error', 'param-invalid'],
      ['warning', 'unreachable'],
    ]);
  });
});

describe('refuseEdge', () => {
  const flow = flowOf([start, nodeOf('a'), nodeOf('b')], ['in>a', 'a>b']);

  it('allows what may be drawn', () => {
    expect(refuseEdge(flow, edgeOf('in>b'), testCatalogue)).toBeUndefined();
    expect(refuseEdge(flow, edgeOf('a:error>b'), testCatalogue)).toBeUndefined();
  });

  it.each([
    ['a>b', 'These two are joined already.'],
    ['b>a', 'That would close a circle: a message would never come to an end.'],
    ['a>a', '"Step a" cannot follow itself.'],
    ['a>in', '"Step in" starts the flow; nothing can lead to it.'],
    ['a:x>b', '"Step a" has no port "x"; it has "out", "error", "undo".'],
  ])('says why %s may not', (edge, reason) => {
    expect(refuseEdge(flow, edgeOf(edge), testCatalogue)).toBe(reason);
  });
});
