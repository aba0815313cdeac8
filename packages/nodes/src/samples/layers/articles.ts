/** Our code for the article `sku` as the table "sku" knows it at a system, and back; what stands in no row has the same code everywhere. */
const code = (from: string, to: string) => `t.lookup('sku', sku, { from: '${from}', to: '${to}', default: sku })`;

/** The lines of the message with the supplier's codes. */
export const LINES_FOR_SUPPLIER = `=input.lines.map(({ sku, ...line }) => ({ ...line, sku: ${code('shop', 'supplier')} }))`;
/** Our code for the `sku` the supplier speaks of. */
export const SKU_OF_SUPPLIER = code('supplier', 'shop');
