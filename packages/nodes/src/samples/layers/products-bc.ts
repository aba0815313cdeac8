import type { Flow } from '@lockstep/schema/graph';
import { bcFound, bcRead, equals, RETRY } from './asked.ts';
import { drawn, step } from './drawn.ts';
import { answer, contested, PRODUCT, UNMAPPED } from './product-words.ts';

const SHAPE_BC = `type Row = Record<string, any>;

export default function map(product: Row) {
  return {
    fields: {
      displayName: product.name,
      gtin: product.gtin ?? '',
      blocked: product.status === 'discontinued',
      ...(product.price && { unitPrice: Number(product.price.amount) }),
      ...(product.cost && { unitCost: Number(product.cost.amount) }),
    },
    unmapped: unmapped(product, ['name', 'status', 'gtin', 'price', 'cost']),
  };
}
${UNMAPPED}`;
const ITEM = { id: '26814998-936a-401c-81c1-0e848a64971d', number: 'MUG-BLUE', displayName: 'Mug, blue' };

/** Offers the items of Business Central, in the same words. */
export const syncProductBc: Flow = drawn(
  {
    id: 'sync-product-business-central',
    name: 'Sync product master (Business Central)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Sync product master" by Business Central: makes or changes the item, and says what it has no place for.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'new',
        name: 'A new product',
        node: 'called',
        message: PRODUCT,
        replies: { read: [bcFound([])], make: [{ port: 'done', value: { results: [ITEM] } }] },
        expect: {
          path: ['shape', 'read', 'known', 'make', 'made'],
          outputs: {
            made: { status: 'created', system: 'business-central', unmapped: ['weight', 'attributes.colour'] },
          },
        },
      },
      {
        id: 'twice',
        name: 'It was made by an attempt whose answer was lost',
        node: 'called',
        message: PRODUCT,
        replies: {
          read: [bcFound([])],
          make: [
            {
              port: 'rolled-back',
              value: {
                failed: [{ index: 0, status: 400, code: 'Internal_EntityWithSameKeyExists', message: 'It exists.' }],
              },
            },
          ],
        },
        expect: { path: ['shape', 'read', 'known', 'make', 'why', 'made'], outputs: { made: { status: 'created' } } },
      },
      {
        id: 'refused',
        name: 'It is refused',
        node: 'called',
        message: PRODUCT,
        replies: {
          read: [bcFound([])],
          make: [
            {
              port: 'rolled-back',
              value: {
                failed: [{ index: 0, status: 400, code: 'Application_StringExceededLength', message: 'Too long.' }],
              },
            },
          ],
        },
        expect: { status: 'exception', exception: { code: 'product-refused' } },
      },
      {
        id: 'changed',
        name: 'Its name has changed',
        node: 'called',
        message: PRODUCT,
        replies: {
          read: [bcFound([{ ...ITEM, displayName: 'Mug' }])],
          change: [{ port: 'changed', value: { id: ITEM.id, etag: 'W/"2"', record: ITEM } }],
        },
        expect: {
          path: ['shape', 'read', 'known', 'change', 'changed'],
          outputs: { changed: { status: 'updated', number: 'MUG-BLUE' } },
        },
      },
    ],
  },
  [
    step('called', 'callable', 'What a product is now', {
      capability: 'sync-product',
      errors: { 'bc-refused': 'product-refused' },
    }),
    step('shape', 'map', 'As Business Central has it', { script: SHAPE_BC }),
    step(
      'read',
      'business-central.batch',
      'Read the item',
      {
        connection: 'business-central',
        requests: bcRead({ entity: 'items', filter: equals('number', 'steps.called.sku') }),
      },
      { strategy: 'upsert', retry: RETRY, timeoutMs: 15_000 },
    ),
    step('known', 'switch', 'Is it there?', {
      cases: [
        { name: 'new', when: '=input.results[0].value.length === 0' },
        {
          name: 'same',
          when: '=Object.entries(steps.shape.fields).every(([name, value]) => input.results[0].value[0]?.[name] === value)',
        },
      ],
    }),
    step(
      'make',
      'business-central.batch',
      'Make the item',
      {
        connection: 'business-central',
        requests:
          "=[{ method: 'POST', url: 'items', body: { number: steps.called.sku, type: 'Inventory', ...steps.shape.fields } }]",
      },
      // An item of the same number is refused, so sending again makes no second one.
      { strategy: 'upsert', retry: RETRY, timeoutMs: 30_000 },
    ),
    step('why', 'switch', 'Is it there already?', {
      cases: [{ name: 'there', when: "=input.failed[0].code === 'Internal_EntityWithSameKeyExists'" }],
    }),
    step('made', 'return', 'Made', { value: answer('business-central', 'created', 'steps.called.sku') }),
    step('same', 'return', 'As it was', { value: answer('business-central', 'unchanged', 'steps.called.sku') }),
    step(
      'change',
      'business-central.change-record',
      'Change the item',
      {
        connection: 'business-central',
        entity: 'items',
        id: '=input.results[0].value[0].id',
        fields: '=steps.shape.fields',
      },
      { retry: RETRY, timeoutMs: 30_000 },
    ),
    step('changed', 'return', 'Changed', { value: answer('business-central', 'updated', 'steps.called.sku') }),
    contested,
    step('no', 'fail', 'Refused', {
      kind: 'refused',
      code: 'product-refused',
      message: "='Product ' + steps.called.sku + ' is refused: ' + input.failed[0].message",
    }),
  ],
  [
    'called.out > shape',
    'shape.out > read',
    'read.done > known',
    'known.new > make',
    'known.same > same',
    'known.otherwise > change',
    'make.done > made',
    'make.rolled-back > why',
    'why.there > made',
    'why.otherwise > no',
    'change.changed > changed',
    'change.conflict > contested',
  ],
  [
    ['called', 'shape', 'read', 'known', 'make', 'why', 'made'],
    ['', '', '', '', 'same', '', 'no'],
    ['', '', '', '', 'change', 'changed'],
    ['', '', '', '', '', 'contested'],
  ],
);
