import { DEFAULT_RETRY, type FlowNode } from '@lockstep/schema/graph';
import type { NodeDefinition } from '@lockstep/schema/node';
import { describe, expect, it } from 'vitest';
import { compilePlan } from './plan.ts';
import { flowOf, planOf, testCatalogue } from './testing.ts';

const retry = { maxAttempts: 2, baseMs: 10, capMs: 20, jitter: 0 };

describe('compilePlan', () => {
  it('joins the policy of a node with the defaults of its type', () => {
    const plan = planOf(
      {
        in: 'start',
        post: 'write',
        pay: { type: 'write', policy: { strategy: 'once', retry, timeoutMs: 70 } },
        map: 'pure',
      },
      ['in.out > post', 'post.error > pay'],
    );
    const toPost = { from: 'in', port: 'out', to: 'post' };
    const toPay = { from: 'post', port: 'error', to: 'pay' };
    const common = {
      scopes: [],
      trigger: false,
      disabled: false,
      responds: false,
      firstPort: 'out',
      hasErrorEdge: false,
    };
    expect(plan.nodes).toEqual([
      {
        ...common,
        id: 'in',
        index: 0,
        trigger: true,
        effect: 'none',
        retry: { ...DEFAULT_RETRY, maxAttempts: 1 },
        timeoutMs: 30_000,
        incoming: [],
        outgoing: [toPost],
      },
      {
        ...common,
        id: 'post',
        index: 1,
        effect: 'write',
        strategy: 'key',
        retry: DEFAULT_RETRY,
        timeoutMs: 30_000,
        incoming: [toPost],
        outgoing: [toPay],
        hasErrorEdge: true,
      },
      {
        ...common,
        id: 'pay',
        index: 2,
        effect: 'write',
        strategy: 'once',
        retry,
        timeoutMs: 70,
        incoming: [toPay],
        outgoing: [],
      },
      {
        ...common,
        id: 'map',
        index: 3,
        effect: 'none',
        retry: { ...DEFAULT_RETRY, maxAttempts: 1 },
        timeoutMs: 30_000,
        incoming: [],
        outgoing: [],
      },
    ]);
  });

  it('takes the strategy that follows from the parameters, unless the node states its own', () => {
    const definition: NodeDefinition = {
      ...(testCatalogue.get('write') as NodeDefinition),
      strategyFor: ({ method }) => (method === 'GET' ? 'safe' : 'once'),
    };
    const catalogue = new Map([...testCatalogue, ['write', definition] as const]);
    const strategyOf = (params: FlowNode['params'], policy: FlowNode['policy'] = {}) => {
      const flow = flowOf({ pay: { type: 'write', policy } }, []);
      const nodes = flow.nodes.map((node) => ({ ...node, params }));
      return compilePlan({ ...flow, nodes }, catalogue).nodes[0]?.strategy;
    };
    expect([strategyOf({ method: 'GET' }), strategyOf({}), strategyOf({ method: 'GET' }, { strategy: 'key' })]).toEqual(
      ['safe', 'once', 'key'],
    );
  });

  it('counts a disabled node as pure', () => {
    const plan = planOf({ pay: { type: 'once', policy: { disabled: true } } }, []);
    expect(plan.nodes[0]).toMatchObject({ effect: 'none', disabled: true });
  });

  it.each([
    ['a node type that is not in the catalogue', flowOf({ x: 'teleport' }, []), 'There is no node type "teleport".'],
    [
      'an edge to nowhere',
      flowOf({ x: 'pure' }, ['x.out > y']),
      'The edge from "x" to "y" ends at a node that is not there.',
    ],
    ['a cycle', flowOf({ x: 'pure', y: 'pure' }, ['x.out > y', 'y.out > x']), 'form a cycle'],
    [
      'two nodes with one id',
      { ...flowOf({ x: 'pure' }, []), nodes: [...flowOf({ x: 'pure' }, []).nodes, ...flowOf({ x: 'pure' }, []).nodes] },
      'Two nodes have the id "x"',
    ],
  ])('refuses %s', (_, flow, message) => {
    expect(() => compilePlan(flow, testCatalogue)).toThrow(message);
  });
});
