import { expect, it } from 'vitest';
import { contracts } from '../contracts/index.ts';
import { flowOf, nodeOf, testCatalogue } from '../graph/testing.ts';
import type { Catalogue, NodeDefinition } from '../node/define-node.ts';
import { checkOwners } from './check-owners.ts';

const step = testCatalogue.get('step') as NodeDefinition;
const map: NodeDefinition = {
  ...step,
  type: 'map',
  carries: ({ target }) => (typeof target === 'string' ? { out: { contract: target } } : {}),
};
const catalogue: Catalogue = new Map([...testCatalogue, ['map', map]]);

const called: NodeDefinition = {
  ...(testCatalogue.get('start') as NodeDefinition),
  type: 'called',
  callable: ({ output }) => (typeof output === 'string' ? { output } : {}),
};
const calling: Catalogue = new Map([
  ...catalogue,
  ['called', called],
  ['return', { ...step, type: 'return', returns: true }],
]);

const mapped = (body: string, speaksFor: readonly string[] | undefined, source?: string) => {
  const script = `export default defineMap((src, t) => (${body}));`;
  const node = nodeOf('to', 'map', { script, target: 'inventory', ...(source !== undefined && { source }) });
  const flow = flowOf([nodeOf('in', 'start'), node], ['in>to']);
  return speaksFor === undefined ? flow : { ...flow, settings: { speaksFor: [...speaksFor] } };
};
const issues = (...drawn: Parameters<typeof mapped>) => checkOwners(mapped(...drawn), catalogue, contracts);

it('refuses a field that another system decides, with the field, its owner and what to do', () => {
  expect(issues('{ sku: src.sku, available: src.qty, safetyStock: 5 }', ['ERP'])).toEqual([
    {
      severity: 'error',
      code: 'field-not-owned',
      node: 'to',
      field: '/script',
      message:
        '"Step to" writes "available" of inventory, which fulfilment decides, and this flow speaks for ERP. Leave the field out, take it from what fulfilment said, or have a flow of fulfilment write it.',
    },
  ]);
});

it.each([
  ['its own fields', '{ available: src.qty, onHand: 5 }', ['fulfilment'], undefined],
  ['fields of both systems it speaks for', '{ available: 1, safetyStock: 2 }', ['fulfilment', 'ERP'], undefined],
  ['what the owner said, passed on', '{ available: src.available, sku: src.sku }', ['ERP'], 'inventory'],
  ['a field left out on purpose', "{ available: t.omit('the warehouse says it') }", ['ERP'], undefined],
  ['anything, where it does not say whom it speaks for', '{ available: 1 }', undefined, undefined],
] as const)('takes %s', (_, body, speaksFor, source) => {
  expect(issues(body, speaksFor, source)).toEqual([]);
});

it('refuses what is computed of what the owner said together with something else', () => {
  const codes = issues('{ available: src.available - src.onHand }', ['ERP'], 'inventory').map(({ code }) => code);
  expect(codes).toEqual(['field-not-owned']);
});

const coded = (body: string, source?: string) => {
  const script = `export default function map(input: Row) {\n${body}\n}`;
  const node = nodeOf('to', 'map', { script, target: 'inventory', ...(source !== undefined && { source }) });
  const flow = { ...flowOf([nodeOf('in', 'start'), node], ['in>to']), settings: { speaksFor: ['ERP'] } };
  return checkOwners(flow, catalogue, contracts).map(({ message }) => /writes "([^"]+)"/.exec(message)?.[1]);
};

it.each([
  ['a constant', 'return { sku: input.sku, available: 1 };', undefined, ['available']],
  [
    'one way out of two',
    'if (input.gone) return { available: 0 };\n  return { sku: input.sku };',
    undefined,
    ['available'],
  ],
  [
    'what is computed of the message',
    'return { available: input.available - input.onHand };',
    'inventory',
    ['available'],
  ],
  ['what the owner said, passed on', 'return { available: input.available };', 'inventory', []],
  ['its own', 'return { safetyStock: 5 };', undefined, []],
  ['what went through a variable', 'const left = count(input);\n  return { available: left };', 'inventory', []],
  ['a message nobody describes', 'return { available: input.available };', undefined, []],
] as const)(
  'judges a map written as code by what is plain to see in what it returns: %s',
  (_, body, source, fields) => {
    expect(coded(body, source)).toEqual(fields);
  },
);

it('judges what a flow that others call returns under its contract, and nothing without one', () => {
  const value = "={ reference: input.reference, number: input.id, system: 's4', status: 'created' }";
  const returning = (output: string | undefined, speaksFor: readonly string[]) => {
    const nodes = [
      nodeOf('called', 'called', output === undefined ? {} : { output }),
      nodeOf('give', 'return', { value }),
    ];
    return checkOwners(
      { ...flowOf(nodes, ['called>give']), settings: { speaksFor: [...speaksFor] } },
      calling,
      contracts,
    );
  };
  expect(
    returning('sales-order@1', ['CRM']).map(({ node, field, message }) => [node, field, message.split(',')[0]]),
  ).toEqual([
    ['give', '/value', '"Step give" writes "number" of sales-order'],
    ['give', '/value', '"Step give" writes "status" of sales-order'],
  ]);
  expect(returning('sales-order@1', ['ERP'])).toEqual([]);
  expect(returning(undefined, [])).toEqual([]);
});
