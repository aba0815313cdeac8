/** One sellable variant. Prices are the same figure in every shop's currency. */
export interface Variant {
  readonly productId: number;
  readonly variantId: number;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string;
  readonly cents: number;
  readonly grams: number;
  readonly vendor: string | null;
  readonly giftCard: boolean;
}

type Row = readonly [title: string, sku: string, cents: number, grams: number, vendor: string, options: string];

const ROWS: readonly Row[] = [
  ['Stoneware Mug', 'MUG', 1450, 380, 'Kiln & Co', 'Blue BLU,Sand SND,Moss MOS'],
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
];

export const PRODUCTS: readonly Variant[] = ROWS.flatMap<Variant>(
  ([title, sku, cents, grams, vendor, options], row) => {
    const productId = 7_300_000_000_100 + row;
    const base = { productId, title, cents, grams, vendor, giftCard: false };
    if (options === '') return [{ ...base, variantId: productId * 4, variantTitle: null, sku }];
    return options.split(',').map((option, at) => {
      const [, variantTitle = option, code = ''] = /^(.*) (\S+)$/.exec(option) ?? [];
      return { ...base, variantId: productId * 4 + at, variantTitle, sku: `${sku}-${code}` };
    });
  },
);

export const GIFT_CARD: Variant = {
  productId: 7_300_000_000_900,
  variantId: 29_200_000_003_600,
  title: 'Gift Card',
  variantTitle: '50',
  sku: 'GIFT-50',
  cents: 5000,
  grams: 0,
  vendor: null,
  giftCard: true,
};
