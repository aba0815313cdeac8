import type { Flow } from '@lockstep/schema/graph';
import { odataFound, RETRY, s4 } from './asked.ts';
import { drawn, step } from './drawn.ts';
import { answer, contested, PRODUCT, UNMAPPED } from './product-words.ts';

const SHAPE_S4 = `type Row = Record<string, any>;

export default function map(product: Row) {
  const fields: Row = {
    ProductStandardID: product.gtin ?? '',
    // 01: blocked for procurement and sales.
    CrossPlantStatus: ['discontinued', 'phased-out'].includes(product.status) ? '01' : '',
    ...(product.weight && {
      GrossWeight: product.weight.value.toFixed(3),
      WeightUnit: product.weight.unit.toUpperCase(),
    }),
  };
  return {
    fields,
    name: product.name.slice(0, 40),
    unmapped: unmapped(product, ['name', 'status', 'gtin', 'weight', 'unit']),
  };
}
${UNMAPPED}`;
const SAME_S4 =
  "=Object.entries(steps.shape.fields).every(([name, value]) => name === 'GrossWeight' ? Number(input.records[0].fields[name]) === Number(value) : (input.records[0].fields[name] ?? '') === value) && (input.records[0].fields.to_Description ?? []).some((each) => each.Language === 'EN' && each.ProductDescription === steps.shape.name)";
const MATERIAL = {
  ...{ Product: 'MUG-BLUE', ProductStandardID: '04006381333931', CrossPlantStatus: '', WeightUnit: 'KG' },
  GrossWeight: '0.380',
  to_Description: [{ Product: 'MUG-BLUE', Language: 'EN', ProductDescription: 'Mug, blue' }],
};
const RECORD = { key: { Product: 'MUG-BLUE' }, etag: 'W/"1"', fields: MATERIAL };

/** Offers the product master of S/4HANA. Prices are conditions there, and no part of the product. */
export const syncProductS4: Flow = drawn(
  {
    id: 'sync-product-s4hana',
    name: 'Sync product master (S/4HANA)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Sync product master" by S/4HANA: makes or changes the material and its name, and says what it has no place for.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'new',
        name: 'A new product',
        node: 'called',
        message: PRODUCT,
        replies: {
          read: [odataFound()],
          make: [{ port: 'created', value: { record: RECORD, created: true, warnings: [] } }],
        },
        expect: {
          path: ['shape', 'read', 'make', 'made'],
          outputs: {
            made: { sku: 'MUG-BLUE', status: 'created', system: 's4hana', unmapped: ['price', 'attributes.colour'] },
          },
        },
      },
      {
        id: 'same',
        name: 'It is so already',
        node: 'called',
        message: PRODUCT,
        replies: { read: [odataFound(MATERIAL)] },
        expect: { path: ['shape', 'read', 'differs', 'same'], outputs: { same: { status: 'unchanged' } } },
      },
      {
        id: 'changed',
        name: 'Its name has changed',
        node: 'called',
        message: { ...PRODUCT, name: 'Mug, deep blue' },
        replies: {
          read: [odataFound(MATERIAL)],
          change: [{ port: 'changed', value: { record: RECORD } }],
          rename: [{ port: 'changed', value: { record: RECORD } }],
        },
        expect: {
          path: ['shape', 'read', 'differs', 'change', 'rename', 'changed'],
          outputs: { changed: { status: 'updated', number: 'MUG-BLUE' } },
        },
      },
    ],
  },
  [
    step('called', 'callable', 'What a product is now', {
      capability: 'sync-product',
      errors: { 'odata-refused': 'product-refused', 'odata-does-not-fit': 'product-refused' },
    }),
    step('shape', 'map', 'As S/4HANA has it', { script: SHAPE_S4 }),
    step(
      'read',
      'odata.read-records',
      'Read the material',
      { ...s4('API_PRODUCT_SRV'), ...{ set: 'A_Product', key: '=steps.called.sku', expand: 'to_Description' } },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step(
      'make',
      'odata.create-record',
      'Make the material',
      {
        ...s4('API_PRODUCT_SRV'),
        set: 'A_Product',
        fields:
          "={ Product: steps.called.sku, ProductType: 'HAWA', BaseUnit: steps.called.unit ?? 'PC', ...steps.shape.fields, to_Description: [{ Language: 'EN', ProductDescription: steps.shape.name }] }",
        reference: 'Product',
      },
      { retry: RETRY, timeoutMs: 30_000 },
    ),
    step('made', 'return', 'Made', { value: answer('s4hana', 'created', 'steps.called.sku') }),
    step('differs', 'switch', 'Does it differ?', { cases: [{ name: 'same', when: SAME_S4 }] }),
    step('same', 'return', 'As it was', { value: answer('s4hana', 'unchanged', 'steps.called.sku') }),
    step(
      'change',
      'odata.change-record',
      'Change the material',
      { ...s4('API_PRODUCT_SRV'), ...{ set: 'A_Product', key: '=steps.called.sku', fields: '=steps.shape.fields' } },
      { retry: RETRY, timeoutMs: 30_000 },
    ),
    step(
      'rename',
      'odata.change-record',
      'Change its name',
      {
        ...s4('API_PRODUCT_SRV'),
        set: 'A_ProductDescription',
        key: "={ Product: steps.called.sku, Language: 'EN' }",
        fields: '={ ProductDescription: steps.shape.name }',
      },
      { retry: RETRY, timeoutMs: 30_000 },
    ),
    step('changed', 'return', 'Changed', { value: answer('s4hana', 'updated', 'steps.called.sku') }),
    contested,
  ],
  [
    'called.out > shape',
    'shape.out > read',
    'read.none > make',
    'make.created > made',
    'read.out > differs',
    'differs.same > same',
    'differs.otherwise > change',
    'change.changed > rename',
    'rename.changed > changed',
    'change.conflict > contested',
    'rename.conflict > contested',
    'change.none > contested',
    'rename.none > contested',
  ],
  [
    ['called', 'shape', 'read', 'make', 'made'],
    ['', '', '', 'differs', 'same'],
    ['', '', '', '', 'change', 'rename', 'changed'],
    ['', '', '', '', '', '', 'contested'],
  ],
);
