/** An article of the retailer, as all its systems know it. */
export interface Article {
  readonly sku: string;
  /** Of the product, without what sets its variants apart. */
  readonly title: string;
  /** What sets it apart from other variants of the product; absent where there is one only. */
  readonly option?: string;
  /** Place of the product in the list, from 0. */
  readonly product: number;
  /** The same figure in every currency. */
  readonly cents: number;
  readonly grams: number;
  readonly vendor: string;
}

type Row = readonly [title: string, sku: string, cents: number, grams: number, vendor: string, options: string];

const ROWS: readonly Row[] = [
  ['Mug', 'MUG', 1250, 380, 'Kiln & Co', 'Blue BLUE,Red RED,Sand SND,Moss MOS'],
  ['Linen Apron', 'APR', 3900, 310, 'Haus Linnen', 'Natural NAT,Ink INK'],
  ['Merino Beanie', 'BNE', 2900, 90, 'Nordlys', 'Rust RST,Grey GRY,Forest FOR'],
  ['Waxed Canvas Tote', 'TOT', 5900, 640, 'Quay Goods', 'Olive OLV,Black BLK'],
  ['Trail Runner', 'TRL', 12900, 720, 'Fell', 'EU 39 39,EU 41 41,EU 43 43,EU 45 45'],
  ['Oxford Shirt', 'OXF', 6950, 260, 'Haus Linnen', 'White / S WHT-S,White / M WHT-M,Blue / L BLU-L'],
  ['Enamel Kettle 1.5 l', 'KTL', 7400, 1250, 'Kiln & Co', 'Cream CRM,Red RED'],
  ['Soy Candle "Sea Air"', 'CND', 1995, 410, 'Quay Goods', ''],
  ['Notebook A5, dotted', 'NBK', 1250, 240, 'Papier Müller', ''],
  ['Wool Throw 130 × 180 cm', 'THR', 8900, 1450, 'Nordlys', 'Oat OAT,Charcoal CHR'],
  ['Espresso Beans 1 kg', 'ESP', 2390, 1000, 'Röst', 'Whole WHL,Ground GRD'],
  ['Olive Oil 500 ml', 'OIL', 1680, 920, 'Röst', ''],
  ['Cast Iron Pan 26 cm', 'PAN', 9800, 2650, 'Kiln & Co', ''],
  ['Hand Cream 75 ml', 'HND', 1190, 95, 'Quay Goods', 'Fig FIG,Cedar CDR'],
  ['Kids Raincoat', 'RNC', 4490, 420, 'Fell', '92 92,104 104,116 116'],
  ['Gift Wrap', 'WRP', 0, 20, 'Quay Goods', ''],
  ['Cap', 'CAP', 800, 120, 'Nordlys', 'Red RED'],
  ['Lamp', 'LAMP', 8900, 2400, 'Lumen', 'Oak OAK'],
  ['Chair', 'CHAIR', 14900, 6800, 'Lumen', 'Ash ASH'],
];

/** What the retailer sells: in the shop, on the marketplace, by subscription. The ERP knows all of it. */
export const ARTICLES: readonly Article[] = ROWS.flatMap(([title, sku, cents, grams, vendor, options], product) => {
  const known = { title, product, cents, grams, vendor };
  if (options === '') return [{ ...known, sku }];
  return options.split(',').map((text): Article => {
    const [, option = text, code = ''] = /^(.*) (\S+)$/.exec(text) ?? [];
    return { ...known, sku: `${sku}-${code}`, option };
  });
});

/** What everybody wants when there is a rush. */
export const HOT_SKUS: readonly string[] = ['MUG-BLUE', 'CAP-RED', 'LAMP-OAK'];

/** Articles somebody put into the shop and never into the ERP: sold, and unknown to everybody behind the shop. */
export const UNLISTED: readonly { readonly sku: string; readonly title: string }[] = [
  { sku: 'VASE-TERRA', title: 'Vase, terracotta' },
  { sku: 'CLOCK-BIRCH', title: 'Wall clock, birch' },
];

/** The article of a SKU. @throws RangeError when nobody sells it: the vocabulary is wrong then */
export function article(sku: string): Article {
  const found = ARTICLES.find((one) => one.sku === sku);
  if (!found) throw new RangeError(`no article ${sku}`);
  return found;
}

/** `Mug, blue`: how systems without variants call it. */
export function nameOf({ title, option }: Article): string {
  return option === undefined ? title : `${title}, ${option.toLowerCase()}`;
}
