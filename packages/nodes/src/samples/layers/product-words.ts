import { step } from './drawn.ts';

/** A product as the tests of these flows tell it. */
export const PRODUCT = {
  ...{ sku: 'MUG-BLUE', name: 'Mug, blue', status: 'active', kind: 'variant', gtin: '04006381333931' },
  price: { amount: '12.50', currency: 'EUR' },
  weight: { value: 0.38, unit: 'kg' },
  attributes: [{ name: 'colour', value: 'blue' }],
};

/** A function of a mapping script: what the product has and the system has no place for, attributes by name. */
export const UNMAPPED = `
/** What the product has and this system has no place for. */
function unmapped(product: Row, mapped: string[]) {
  // What it is, not what is said of it.
  const own = ['sku', 'kind', 'identifiers', 'updatedAt', 'attributes'];
  return [
    ...Object.keys(product).filter((name) => !mapped.includes(name) && !own.includes(name)),
    ...(product.attributes ?? []).map((each: Row) => 'attributes.' + each.name),
  ];
}
`;
export const contested = step('contested', 'fail', 'Somebody else changes it too', {
  kind: 'refused',
  code: 'product-refused',
  message: "='Product ' + steps.called.sku + ' was changed by somebody else at the same time.'",
});
/** Answer of the capability as an expression. */
export const answer = (system: string, status: string, number: string) =>
  `={ sku: steps.called.sku, status: '${status}', number: ${number}, system: '${system}', unmapped: steps.shape.unmapped, syncedAt: new Date().toISOString() }`;
