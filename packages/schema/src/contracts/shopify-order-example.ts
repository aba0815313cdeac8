import type { Json } from '../run/json.ts';

const set = (amount: string): Json => ({
  shop_money: { amount, currency_code: 'EUR' },
  presentment_money: { amount, currency_code: 'EUR' },
});

const address: Json = {
  first_name: 'Jana',
  last_name: 'Müller',
  name: 'Jana Müller',
  company: null,
  address1: 'Torstraße 140',
  address2: null,
  city: 'Berlin',
  zip: '10119',
  province: null,
  province_code: null,
  country: 'Germany',
  country_code: 'DE',
  phone: null,
};

/** An `orders/create` webhook body, shortened to what the contract knows. */
export const shopifyOrderExample: Json = {
  id: 5821904421,
  admin_graphql_api_id: 'gid://shopify/Order/5821904421',
  name: '#1042',
  order_number: 1042,
  created_at: '2026-11-20T09:14:05+01:00',
  updated_at: '2026-11-20T09:14:07+01:00',
  currency: 'EUR',
  presentment_currency: 'EUR',
  email: 'jana.mueller@example.com',
  financial_status: 'paid',
  source_name: 'web',
  taxes_included: true,
  test: false,
  note: null,
  tags: '',
  total_line_items_price: '37.50',
  total_discounts: '3.75',
  total_tax: '6.17',
  total_price: '38.65',
  total_price_set: set('38.65'),
  total_shipping_price_set: set('4.90'),
  discount_codes: [{ code: 'WELCOME10', amount: '3.75', type: 'percentage' }],
  note_attributes: [],
  customer: { id: 7311562731, first_name: 'Jana', last_name: 'Müller', email: 'jana.mueller@example.com' },
  billing_address: address,
  shipping_address: address,
  line_items: [
    {
      id: 14124995321452,
      variant_id: 39072856,
      sku: 'MUG-BLUE',
      name: 'Mug - blue',
      title: 'Mug',
      quantity: 3,
      current_quantity: 3,
      price: '12.50',
      price_set: set('12.50'),
      requires_shipping: true,
      taxable: true,
      tax_lines: [{ title: 'MwSt', price: '5.39', rate: 0.19, price_set: set('5.39') }],
      discount_allocations: [{ amount: '3.75', discount_application_index: 0, amount_set: set('3.75') }],
    },
  ],
  shipping_lines: [
    {
      title: 'DHL Paket',
      price: '4.90',
      price_set: set('4.90'),
      tax_lines: [{ title: 'MwSt', price: '0.78', rate: 0.19, price_set: set('0.78') }],
    },
  ],
  refunds: [],
};
