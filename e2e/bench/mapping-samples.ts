/** A line of a shop's order, with the fields the mapping reads and some it does not. */
type Line = {
  readonly id: number;
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  readonly price: string;
  readonly requires_shipping: boolean;
  readonly discount_allocations: readonly { readonly amount: string }[];
  readonly tax_lines: readonly { readonly rate: number; readonly price: string }[];
};

const PRICES = ['12.50', '8.00', '24.95', '3.20', '99.00'];

function lines(count: number): Line[] {
  return Array.from({ length: count }, (_, i) => ({
    id: 900_001 + i,
    sku: ` mug-blue-${i} `,
    title: `Mug, blue, 350 ml, ${i}`,
    quantity: i % 4,
    price: PRICES[i % PRICES.length] ?? '1.00',
    requires_shipping: true,
    discount_allocations: i % 2 === 0 ? [{ amount: '1.25' }] : [],
    tax_lines: [{ rate: 0.23, price: '2.34' }],
  }));
}

/** An order of a shop, about 2 KB of JSON. */
export const ORDER = {
  id: 450_789_469,
  name: '#1001',
  email: 'Jane.Doe@Example.com',
  created_at: '2026-03-01T09:30:00Z',
  currency: 'EUR',
  source_name: 'web',
  tags: 'vip, gift, first order',
  customer: { first_name: 'Jane', last_name: 'Doe', phone: '+353 1 555 0100' },
  shipping_address: { address1: '1 Main Street', city: 'Dublin', zip: 'D01 F5P2', country_code: 'IE' },
  note: 'Please leave the parcel with the neighbour at number 3 when nobody is at home.',
  line_items: lines(8),
};

/** The same order with as many lines as make `bytes` of JSON. */
export function bigOrder(bytes: number): typeof ORDER {
  const lineBytes = JSON.stringify(lines(100)).length / 100;
  return { ...ORDER, line_items: lines(Math.ceil(bytes / lineBytes)) };
}

/** What an author writes in a map node: a shop's order as the ERP wants it, 20 lines. */
export const SCRIPT = `const EU = ['DE', 'FR', 'IE', 'NL', 'ES', 'IT'];

export default function (order: any) {
  const lines = order.line_items.filter((line: any) => line.quantity > 0 && line.requires_shipping).map((line: any, i: number) => {
    const discount = line.discount_allocations.reduce((sum: number, one: any) => sum + Number(one.amount), 0);
    const tax = line.tax_lines.reduce((sum: number, one: any) => sum + Number(one.price), 0);
    const net = Number(line.price) * line.quantity - discount;
    return { item: String((i + 1) * 10).padStart(6, '0'), material: line.sku.trim().toUpperCase(), text: line.title.slice(0, 40),
      quantity: line.quantity, net: net.toFixed(2), tax: tax.toFixed(2) };
  });
  const total = lines.reduce((sum: number, line: any) => sum + Number(line.net), 0);
  const { customer, shipping_address: to } = order;
  return {
    type: order.source_name === 'pos' ? 'ZPOS' : 'OR', reference: order.name.replace('#', ''),
    date: order.created_at.slice(0, 10).replaceAll('-', ''), email: order.email.toLowerCase(), currency: order.currency,
    soldTo: customer.first_name + ' ' + customer.last_name, region: EU.includes(to.country_code) ? 'EU' : 'ROW',
    shipTo: { street: to.address1, city: to.city, postalCode: to.zip.replaceAll(' ', ''), country: to.country_code },
    tags: order.tags.split(',').map((tag: string) => tag.trim()), lines, total: total.toFixed(2), priority: total > 150 ? 'high' : 'normal',
  };
}`;

const EU = ['DE', 'FR', 'IE', 'NL', 'ES', 'IT'];

/** The script as a function of this process. */
export function mapPlainly(order: typeof ORDER): unknown {
  const shipped = order.line_items.filter((line) => line.quantity > 0 && line.requires_shipping);
  const lines = shipped.map((line, i) => {
    const discount = line.discount_allocations.reduce((sum, one) => sum + Number(one.amount), 0);
    const tax = line.tax_lines.reduce((sum, one) => sum + Number(one.price), 0);
    return {
      item: String((i + 1) * 10).padStart(6, '0'),
      material: line.sku.trim().toUpperCase(),
      text: line.title.slice(0, 40),
      quantity: line.quantity,
      net: (Number(line.price) * line.quantity - discount).toFixed(2),
      tax: tax.toFixed(2),
    };
  });
  const total = lines.reduce((sum, line) => sum + Number(line.net), 0);
  const { customer, shipping_address: to } = order;
  return {
    type: order.source_name === 'pos' ? 'ZPOS' : 'OR',
    reference: order.name.replace('#', ''),
    date: order.created_at.slice(0, 10).replaceAll('-', ''),
    email: order.email.toLowerCase(),
    currency: order.currency,
    soldTo: `${customer.first_name} ${customer.last_name}`,
    region: EU.includes(to.country_code) ? 'EU' : 'ROW',
    shipTo: {
      street: to.address1,
      city: to.city,
      postalCode: to.zip.replaceAll(' ', ''),
      country: to.country_code,
    },
    tags: order.tags.split(',').map((tag) => tag.trim()),
    lines,
    total: total.toFixed(2),
    priority: total > 150 ? 'high' : 'normal',
  };
}

/** The same mapping in JSONata. */
export const JSONATA_MAPPING = `(
  $shipped := line_items[quantity > 0 and requires_shipping];
  $lines := $map($shipped, function($line, $i) {
    {
      "item": $pad($string(($i + 1) * 10), -6, "0"),
      "material": $uppercase($trim($line.sku)),
      "text": $substring($line.title, 0, 40),
      "quantity": $line.quantity,
      "net": $formatNumber($number($line.price) * $line.quantity - $sum([$line.discount_allocations.$number(amount)]), "0.00"),
      "tax": $formatNumber($sum([$line.tax_lines.$number(price)]), "0.00")
    }
  });
  $total := $sum($lines.$number(net));
  {
    "type": source_name = "pos" ? "ZPOS" : "OR",
    "reference": $replace(name, "#", "", 1),
    "date": $replace($substring(created_at, 0, 10), "-", ""),
    "email": $lowercase(email),
    "currency": currency,
    "soldTo": customer.first_name & " " & customer.last_name,
    "region": shipping_address.country_code in ["DE", "FR", "IE", "NL", "ES", "IT"] ? "EU" : "ROW",
    "shipTo": {
      "street": shipping_address.address1,
      "city": shipping_address.city,
      "postalCode": $replace(shipping_address.zip, " ", ""),
      "country": shipping_address.country_code
    },
    "tags": $split(tags, ",").$trim($),
    "lines": $lines,
    "total": $formatNumber($total, "0.00"),
    "priority": $total > 150 ? "high" : "normal"
  }
)`;
