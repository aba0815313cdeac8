import { describe, expect, it } from 'vitest';
import type { Catalogue, NodeDefinition } from '../node/define-node.ts';
import type { Flow, FlowLayer } from './flow.ts';
import { asksOf, offersOf } from './flow-calls.ts';
import { flowOf, nodeOf, testCatalogue } from './testing.ts';
import { validateFlow } from './validate.ts';
import { checkLayerCalls, type KnownLayer } from './validate-layer-calls.ts';

const step = testCatalogue.get('step') as NodeDefinition;
const callable = testCatalogue.get('callable') as NodeDefinition;
const catalogue: Catalogue = new Map<string, NodeDefinition>([
  ...testCatalogue,
  ['sap', { ...step, type: 'sap', ui: { ...step.ui, label: 'Create sales order', system: 'SAP S/4HANA' } }],
  ['shop', { ...step, type: 'shop', ui: { ...step.ui, label: 'Refund', system: 'Shopify' } }],
  [
    'offering',
    { ...callable, type: 'offering', callable: () => ({ input: 'order@1', capability: 'create-sales-order' }) },
  ],
  ['asking', { ...step, type: 'asking', asks: () => ({ capability: 'create-sales-order', mode: 'wait' }) }],
]);

const layered = (layer: FlowLayer | undefined, start: string, type: string, params = {}) => {
  const flow = flowOf([nodeOf('in', start), nodeOf('do', type, params)], ['in>do']);
  return layer === undefined ? flow : { ...flow, settings: { layer } };
};
const layerIssues = (...drawn: Parameters<typeof layered>) =>
  validateFlow(layered(...drawn), catalogue).filter(({ code }) => code.startsWith('layer-'));

describe('a process flow', () => {
  it('names no system: the step, the remedy and the capability that would do it are told', () => {
    expect(layerIssues('process', 'start', 'sap')).toEqual([
      {
        severity: 'error',
        code: 'layer-vendor-step',
        node: 'do',
        message:
          '"Step do" speaks to SAP S/4HANA, and a flow of the process layer names no system. Move the step "Create sales order" into a system flow that offers "Create sales order", and call that one by its capability.',
      },
    ]);
    expect(layerIssues('process', 'start', 'shop')[0]?.message).toContain(
      'Move the step "Refund" into a system flow, and',
    );
  });

  it('is warned of a step of no vendor that goes to one by a connection', () => {
    const [issue, ...more] = layerIssues('process', 'start', 'step', { connection: 'erp' });
    expect([issue, more]).toMatchObject([{ severity: 'warning', code: 'layer-connection', node: 'do' }, []]);
    expect(issue?.message).toContain('behind the connection "erp"');
    expect(layerIssues('process', 'start', 'step', { connection: '' })).toEqual([]);
  });

  it('may call capabilities, which name none', () => {
    expect(layerIssues('process', 'start', 'asking')).toEqual([]);
    expect(asksOf(layered('process', 'start', 'asking'), catalogue)).toEqual([
      { node: 'do', capability: 'create-sales-order', mode: 'wait' },
    ]);
  });
});

it('an experience flow names no system either', () => {
  expect(layerIssues('experience', 'start', 'shop')).toMatchObject([{ code: 'layer-vendor-step', node: 'do' }]);
});

describe('a system flow', () => {
  it('may speak to a system, and offers a capability', () => {
    expect(layerIssues('system', 'offering', 'sap')).toEqual([]);
    expect(offersOf(layered('system', 'offering', 'sap'), catalogue)).toEqual([
      { node: 'in', capability: 'create-sales-order' },
    ]);
  });

  it('that is called and speaks to none is told where to choose what it offers', () => {
    expect(layerIssues('system', 'callable', 'step')).toMatchObject([
      { severity: 'error', code: 'layer-offers-nothing', node: 'in', field: '/capability' },
    ]);
    expect(layerIssues('system', 'start', 'step')[0]?.message).toContain('begin it with "Called by a flow"');
  });

  it('need not offer one when it brings what a system says, or a system what the business says', () => {
    expect(layerIssues('system', 'start', 'sap')).toEqual([]);
    expect(layerIssues('system', 'start', 'step', { connection: 'erp' })).toEqual([]);
    const heard = { ...flowOf([nodeOf('in', 'start', { path: 'erp/changes' })], []), settings: { layer: 'system' } };
    expect(validateFlow(heard as Flow, catalogue).filter(({ code }) => code.startsWith('layer-'))).toEqual([]);
  });

  it('is found by its first callable start only, as calls find it', () => {
    const flow = flowOf([nodeOf('a', 'callable'), nodeOf('b', 'offering')], []);
    expect(offersOf(flow, catalogue)).toEqual([]);
  });
});

it('a flow without a layer may do anything', () => {
  expect(layerIssues(undefined, 'start', 'sap')).toEqual([]);
});

describe('calls', () => {
  const codes = (layer: FlowLayer | undefined, callee: KnownLayer) =>
    checkLayerCalls(layered(layer, 'start', 'call', { flow: 'other' }), catalogue, () => callee).map(
      ({ severity, code, node, field }) => [severity, code, node, field].join(' '),
    );

  it.each<[FlowLayer | undefined, KnownLayer, readonly string[]]>([
    ['experience', 'process', []],
    ['experience', 'system', []],
    ['experience', 'experience', []],
    ['experience', 'none', ['error layer-calls-none do /flow']],
    ['process', 'system', []],
    ['process', 'process', []],
    ['process', 'experience', ['error layer-calls-up do /flow']],
    ['process', 'none', ['warning layer-unknown do /flow']],
    ['system', 'system', []],
    ['system', 'process', ['error layer-calls-up do /flow']],
    ['system', 'unseen', []],
    [undefined, 'experience', []],
  ])('of a flow of layer %s to one of %s: %j', (layer, callee, issues) => {
    expect(codes(layer, callee)).toEqual(issues);
  });

  it('that only start another flow tell it something, and may lead upwards', () => {
    const told = layered('system', 'start', 'call', { flow: 'other', mode: 'start' });
    expect(checkLayerCalls(told, catalogue, () => 'process')).toEqual([]);
  });

  it('of itself stay in the layer', () => {
    const flow = layered('process', 'start', 'call', { flow: 'other' });
    expect(checkLayerCalls({ ...flow, id: 'other' }, catalogue, () => 'none')).toEqual([]);
  });
});
