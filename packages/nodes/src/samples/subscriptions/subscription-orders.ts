import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { step } from '../order-to-cash/step.ts';
import { ACCEPTED } from '../order-to-cash/topics.ts';
import { rechargeToOrder } from './recharge-to-order.ts';

const ADDRESS = {
  address1: 'Torstraße 140',
  address2: null,
  city: 'Berlin',
  company: null,
  country_code: 'DE',
  first_name: 'Mia',
  last_name: 'Koch',
  phone: null,
  province: null,
  zip: '10119',
};
const CHARGE = {
  id: 4711,
  status: 'success',
  type: 'recurring',
  currency: 'EUR',
  processed_at: '2026-11-27T08:00:00.000Z',
  updated_at: '2026-11-27T08:00:00.000Z',
  customer: { id: 1, email: 'mia.koch@example.com' },
  billing_address: ADDRESS,
  shipping_address: ADDRESS,
  line_items: [
    {
      purchase_item_id: 7,
      sku: 'MUG-BLUE',
      title: 'Mug of the month',
      quantity: 2,
      unit_price: '12.50',
      tax_due: '0.00',
    },
  ],
  subtotal_price: '25.00',
  total_price: '25.00',
  total_tax: '0.00',
  total_discounts: '0.00',
  taxes_included: true,
};

/** Renewals go where the orders of the shop go: the process that follows knows no difference (R12). */
export const subscriptionOrders: Flow = {
  format: FLOW_FORMAT,
  id: 'subscription-orders',
  name: 'Subscription orders',
  nodes: [
    step(['told', 'webhook', 'A charge has changed'], {
      path: 'recharge/charges',
      verify: { scheme: 'recharge', connection: 'recharge' },
      // Recharge gives deliveries no id: what a charge became is told once.
      dedupe: "=input.charge.id + '/' + input.charge.status + '/' + input.charge.charge_attempts",
      businessKey: "='SUB-' + input.charge.id",
      respond: 'accepted',
    }),
    step(['paid', 'filter', 'Is it paid?'], {
      when: "=input.charge.status === 'success'",
      reason: "='Charge ' + input.charge.id + ' is no order: ' + (input.charge.error ?? input.charge.status)",
    }),
    step(['order', 'map', 'To canonical order'], { target: 'order@1', script: rechargeToOrder }),
    step(['check', 'check-contract', 'Is it complete?'], { contract: 'order@1' }),
    step(['accepted', 'send-event', 'It is accepted'], {
      topic: ACCEPTED,
      key: '=input.reference',
      eventId: '=input.externalId',
    }),
    step(['unpaid', 'log', 'No order'], { level: 'info', message: '=input.reason' }),
    step(['incomplete', 'fail', 'It is not'], {
      kind: 'item',
      code: 'order-incomplete',
      message: "='The charge makes no order. ' + (input.issues[0].path || 'It') + ' ' + input.issues[0].message",
      details: '=input.issues',
    }),
  ],
  edges: [
    { from: 'told', port: 'out', to: 'paid' },
    { from: 'paid', port: 'pass', to: 'order' },
    { from: 'paid', port: 'rejected', to: 'unpaid' },
    { from: 'order', port: 'out', to: 'check' },
    { from: 'check', port: 'valid', to: 'accepted' },
    { from: 'check', port: 'invalid', to: 'incomplete' },
  ],
  layout: {
    nodes: layOut([
      ['told', 'paid', 'order', 'check', 'accepted'],
      ['', '', 'unpaid', '', 'incomplete'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Makes each paid renewal of a subscription an order, once, in the canonical form on the topic "order.accepted": the process of the shop\'s orders takes it as it is. Failed and skipped renewals make none.',
    owner: 'Subscriptions',
    speaksFor: ['commerce'],
  },
  tests: [
    {
      id: 'paid',
      name: 'A renewal is paid',
      node: 'told',
      message: { charge: CHARGE },
      expect: { path: ['paid', 'order', 'check', 'accepted'], published: [{ topic: ACCEPTED, key: 'SUB-4711' }] },
    },
    {
      id: 'declined',
      name: 'The card is declined: no order',
      node: 'told',
      message: { charge: { ...CHARGE, status: 'error', error: 'Your card was declined.', processed_at: null } },
      expect: { path: ['paid', 'unpaid'], published: [] },
    },
  ],
};
