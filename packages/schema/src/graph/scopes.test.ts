import { describe, expect, it } from 'vitest';
import type { Flow } from './flow.ts';
import { contentHash } from './hash.ts';
import { bodiesOf, bodyOf, byId, scopesAround } from './scopes.ts';
import { edgeOf, flowOf, insideOf, nodeOf, testCatalogue } from './testing.ts';
import { validateFlow } from './validate.ts';
import { refuseEdge } from './validate-edges.ts';

const start = nodeOf('in', 'start');
const lines = nodeOf('lines', 'each');
const a = insideOf('lines', nodeOf('a'));
const b = insideOf('lines', nodeOf('b'));
const after = nodeOf('after');
const sound = ['in>lines', 'lines:each>a', 'a>b', 'lines:done>after'];
const issuesOf = (flow: Flow) => validateFlow(flow, testCatalogue);

describe('a body', () => {
  it('is sound when it is led into from its scope and nothing crosses its border', () => {
    expect(issuesOf(flowOf([start, lines, a, b, after], sound))).toEqual([]);
  });

  it('may hold another scope', () => {
    const parts = insideOf('lines', nodeOf('parts', 'each'));
    const deep = insideOf('parts', nodeOf('deep'));
    const nested = flowOf([start, lines, parts, deep], ['in>lines', 'lines:each>parts', 'parts:each>deep']);
    expect(issuesOf(nested)).toEqual([]);
    expect(bodyOf(nested, 'lines')).toEqual(['parts', 'deep']);
    expect(bodiesOf(nested, new Set(['in', 'parts']))).toEqual(['deep']);
    expect(scopesAround(byId(nested.nodes), 'deep')).toEqual(['parts', 'lines']);
  });

  it('is part of what a flow means', () => {
    const flow = flowOf([start, lines, a], ['in>lines', 'lines:each>a']);
    const { scope: _, ...outside } = a;
    expect(contentHash({ ...flow, nodes: [start, lines, outside] })).not.toBe(contentHash(flow));
    expect(contentHash({ ...flow, layout: { ...flow.layout, collapsed: ['lines'] } })).toBe(contentHash(flow));
  });

  it.each<[string, Flow, object]>([
    [
      'an edge out of it',
      flowOf([start, lines, a, after], ['in>lines', 'lines:each>a', 'a>after']),
      {
        code: 'edge-leaves-scope',
        node: 'a',
        port: 'out',
        message:
          '"Step a" belongs to the body of "Step lines": "Step after" lies outside and cannot follow it; it can follow "Step lines".',
      },
    ],
    [
      'an edge into it from outside',
      flowOf([start, lines, a], ['in>lines', 'lines:each>a', 'in>a']),
      { code: 'edge-enters-scope', node: 'in', port: 'out' },
    ],
    [
      'an edge into it from another port of its scope',
      flowOf([start, lines, a, b], ['in>lines', 'lines:each>a', 'lines:done>b']),
      {
        code: 'edge-enters-scope',
        node: 'lines',
        port: 'done',
        message: '"Step b" belongs to the body of "Step lines": lead to it from "each".',
      },
    ],
    [
      'the items led elsewhere',
      flowOf([start, lines, a, after], ['in>lines', 'lines:each>a', 'lines:each>after']),
      { code: 'each-outside', node: 'lines', port: 'each' },
    ],
    ['nothing in it', flowOf([start, lines], ['in>lines']), { code: 'scope-empty', node: 'lines', port: 'each' }],
    [
      'a scope that is not there',
      flowOf([start, insideOf('ghost', nodeOf('a'))]),
      { code: 'scope-unknown', node: 'a' },
    ],
    [
      'a scope that is none',
      flowOf([start, after, insideOf('after', nodeOf('a'))], ['in>after']),
      { code: 'scope-unknown', node: 'a', message: '"Step a" belongs to "Step after", which has no body.' },
    ],
    [
      'itself within it',
      flowOf([start, insideOf('two', nodeOf('one', 'each')), insideOf('one', nodeOf('two', 'each'))]),
      { code: 'scope-cycle', node: 'one' },
    ],
    [
      'a start in it',
      flowOf([start, lines, a, insideOf('lines', nodeOf('late', 'start'))], ['in>lines', 'lines:each>a']),
      { code: 'trigger-in-scope', node: 'late' },
    ],
    [
      'a reply in it',
      flowOf([start, lines, insideOf('lines', nodeOf('r', 'reply'))], ['in>lines', 'lines:each>r']),
      { code: 'reply-in-scope', node: 'r' },
    ],
    [
      'an undo step on the other side of its border',
      flowOf([start, lines, a, after], ['in>lines', 'lines:each>a', 'a:undo>after']),
      { code: 'edge-leaves-scope', node: 'a', port: 'undo' },
    ],
  ])('is refused with %s', (_, flow, issue) => {
    expect(issuesOf(flow)).toContainEqual(expect.objectContaining({ severity: 'error', ...issue }));
  });

  it('is refused edge by edge, before it is drawn', () => {
    const flow = flowOf([start, lines, a, b, after], sound);
    expect(refuseEdge(flow, edgeOf('b>after'), testCatalogue)).toContain('lies outside');
    expect(refuseEdge(flow, edgeOf('lines:each>b'), testCatalogue)).toBeUndefined();
  });

  it('gives nothing to steps outside by name, and everything before it to steps inside', () => {
    const reading = (id: string, text: string) => ({
      ...nodeOf(id, 'step', { url: text }),
      ...(id === 'b' && { scope: 'lines' }),
    });
    const flow = (inside: string, outside: string) =>
      flowOf([start, lines, a, reading('b', inside), reading('after', outside)], sound);
    expect(issuesOf(flow('=steps.a + steps.in + steps.lines', '=steps.lines.results'))).toEqual([]);
    const outside = issuesOf(flow('x', "=input + ctx.steps['b'].id + steps?.a"));
    expect(outside).toEqual(
      ['b', 'a'].map((id) => ({
        severity: 'error',
        code: 'step-out-of-reach',
        node: 'after',
        field: '/url',
        message: `"Step ${id}" runs once for each item of "Step lines", so it has no one output to read here. Read what "Step lines" gives.`,
      })),
    );
  });
});
