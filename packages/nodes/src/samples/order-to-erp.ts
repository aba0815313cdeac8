import { contracts } from '@lockstep/schema/contracts';
import { FLOW_FORMAT, type Flow, type FlowNode, type RetryPolicy } from '@lockstep/schema/graph';
import { layOut } from './layout.ts';
import { shopifyToOrder } from './maps/shopify-to-order.ts';

const EU =
  "['AT','BE','BG','CY','CZ','DK','EE','ES','FI','FR','GR','HR','HU','IE','IT','LT','LU','LV','MT','NL','PL','PT','RO','SE','SI','SK']";

const SHOPIFY_ORDER = contracts.find(({ name }) => name === 'shopify-order')?.example ?? {};
/** The way of a German order to SAP. */
const TO_SAP = ['check-shopify', 'to-order', 'check-order', 'route', 'area-domestic', 'ready', 'sap-order'];

/** About seven seconds in all, then a person looks: an order must not wait unseen. */
const SYSTEM_RETRY: RetryPolicy = { maxAttempts: 5, baseMs: 500, capMs: 30_000, jitter: 0.2 };

const nodes: readonly FlowNode[] = [
  {
    id: 'received',
    type: 'webhook',
    version: 1,
    name: 'Order placed',
    params: {
      path: 'shopify/orders-create',
      verify: { scheme: 'shopify', connection: 'shopify' },
      dedupe: 'X-Shopify-Webhook-Id',
      businessKey: '=input.name',
      respond: 'accepted',
    },
    policy: {},
  },
  {
    id: 'check-shopify',
    type: 'check-contract',
    version: 1,
    name: 'Is it a Shopify order?',
    params: { contract: 'shopify-order@1' },
    policy: {},
  },
  {
    id: 'to-order',
    type: 'map',
    version: 1,
    name: 'To canonical order',
    params: { script: shopifyToOrder },
    policy: {},
  },
  {
    id: 'check-order',
    type: 'check-contract',
    version: 1,
    name: 'Is the order complete?',
    params: { contract: 'order@1' },
    policy: {},
  },
  {
    id: 'route',
    type: 'switch',
    version: 1,
    name: 'Where does it ship?',
    params: {
      cases: [
        { name: 'domestic', when: "=(input.shipTo ?? input.billTo)?.country === 'DE'" },
        { name: 'eu', when: `=${EU}.includes((input.shipTo ?? input.billTo)?.country)` },
      ],
    },
    policy: {},
  },
  salesArea('area-domestic', 'Germany', ['1010', '10', '10100001', 'BER-1']),
  salesArea('area-eu', 'European Union', ['1010', '20', '10100002', 'AMS-1']),
  salesArea('area-world', 'Rest of the world', ['1710', '10', '17100001', 'NJC-1']),
  {
    id: 'ready',
    type: 'log',
    version: 1,
    name: 'Ready for the ERP',
    params: {
      level: 'info',
      message:
        "='Order ' + input.reference + ' goes to sales area ' + input.sales.organization + '/' + input.sales.channel",
      data: '={ lines: input.lines.length, total: input.totals.total }',
    },
    policy: {},
  },
  {
    id: 'sap-order',
    type: 'sap.create-sales-order',
    version: 1,
    name: 'Create sales order',
    params: {
      connection: 'sap',
      orderType: 'OR',
      salesOrganization: '=input.sales.organization',
      distributionChannel: '=input.sales.channel',
      division: '00',
      soldToParty: '=input.sales.soldToParty',
      lookUp: 'when-in-doubt',
    },
    policy: { retry: SYSTEM_RETRY, timeoutMs: 15_000 },
  },
  {
    id: 'allocate',
    type: 'wms.allocate',
    version: 1,
    name: 'Allocate stock',
    params: {
      connection: 'wms',
      warehouse: '=steps.ready.sales.warehouse',
      orderRef: '=steps.ready.reference',
      lines: '=steps.ready.lines',
    },
    policy: { retry: SYSTEM_RETRY, timeoutMs: 15_000 },
  },
  {
    id: 'done',
    type: 'log',
    version: 1,
    name: 'Order is on its way',
    params: {
      level: 'info',
      message: "='Order ' + steps.ready.reference + ' is sales order ' + steps['sap-order'].salesOrder",
    },
    policy: {},
  },
  {
    id: 'short',
    type: 'log',
    version: 1,
    name: 'Stock is short',
    params: {
      level: 'warn',
      message: "='Order ' + steps.ready.reference + ' could not be allocated in full'",
      data: '=input.lines.filter((line) => line.short > 0)',
    },
    policy: {},
  },
  {
    id: 'not-shopify',
    type: 'fail',
    version: 1,
    name: 'Not a Shopify order',
    params: {
      kind: 'item',
      code: 'shopify-order-invalid',
      message:
        "='The message is not a Shopify order. ' + (input.issues[0].path || 'It') + ' ' + input.issues[0].message",
      details: '=input.issues',
    },
    policy: {},
  },
  {
    id: 'incomplete',
    type: 'fail',
    version: 1,
    name: 'Order is incomplete',
    params: {
      kind: 'item',
      code: 'order-incomplete',
      message:
        "='Order ' + input.input.reference + ' is incomplete. ' + (input.issues[0].path || 'It') + ' ' + input.issues[0].message",
      details: '=input.issues',
    },
    policy: {},
  },
];

function salesArea(
  id: string,
  name: string,
  [organization, channel, soldToParty, warehouse]: readonly [string, string, string, string],
): FlowNode {
  return {
    id,
    type: 'set-fields',
    version: 1,
    name,
    params: {
      mode: 'keep',
      fields: [
        { path: 'sales.organization', value: organization },
        { path: 'sales.channel', value: channel },
        { path: 'sales.soldToParty', value: soldToParty },
        { path: 'sales.warehouse', value: warehouse },
      ],
    },
    policy: {},
  };
}

/** Shopify orders into S/4HANA and the warehouse: the flow a new installation shows and runs. */
export const orderToErp: Flow = {
  format: FLOW_FORMAT,
  id: 'order-to-erp',
  name: 'Order to ERP',
  nodes: [...nodes],
  edges: [
    { from: 'received', port: 'out', to: 'check-shopify' },
    { from: 'check-shopify', port: 'valid', to: 'to-order' },
    { from: 'check-shopify', port: 'invalid', to: 'not-shopify' },
    { from: 'to-order', port: 'out', to: 'check-order' },
    { from: 'check-order', port: 'valid', to: 'route' },
    { from: 'check-order', port: 'invalid', to: 'incomplete' },
    { from: 'route', port: 'domestic', to: 'area-domestic' },
    { from: 'route', port: 'eu', to: 'area-eu' },
    { from: 'route', port: 'otherwise', to: 'area-world' },
    { from: 'area-domestic', port: 'out', to: 'ready' },
    { from: 'area-eu', port: 'out', to: 'ready' },
    { from: 'area-world', port: 'out', to: 'ready' },
    { from: 'ready', port: 'out', to: 'sap-order' },
    { from: 'sap-order', port: 'created', to: 'allocate' },
    { from: 'allocate', port: 'allocated', to: 'done' },
    { from: 'allocate', port: 'short', to: 'short' },
  ],
  layout: {
    nodes: layOut([
      ['', '', '', '', '', 'area-domestic', '', '', '', 'done'],
      ['received', 'check-shopify', 'to-order', 'check-order', 'route', 'area-eu', 'ready', 'sap-order', 'allocate'],
      ['', '', 'not-shopify', '', 'incomplete', 'area-world', '', '', '', 'short'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Every order placed in the shop becomes one sales order in S/4HANA and is allocated in the warehouse. Orders that cannot go through wait in the exceptions with a reason.',
    owner: 'Order operations',
    search: [
      { name: 'email', path: 'email', sensitive: true },
      { name: 'sku', path: 'line_items[].sku' },
      { name: 'city', path: 'shipping_address.city' },
    ],
  },
  tests: [
    {
      id: 'shopify-order',
      name: 'An order from Berlin',
      node: 'received',
      message: SHOPIFY_ORDER,
      replies: {
        'sap-order': [{ port: 'created', value: { salesOrder: '4711' } }],
        allocate: [{ port: 'allocated', value: {} }],
      },
      expect: {
        path: [...TO_SAP, 'allocate', 'done'],
        outputs: { ready: { reference: '#1042', sales: { organization: '1010', channel: '10' } } },
      },
    },
    {
      id: 'sap-is-away',
      name: 'SAP is away for a moment, and stock is short',
      node: 'received',
      message: SHOPIFY_ORDER,
      replies: {
        'sap-order': [
          { fail: { kind: 'transient', code: 'http-503', message: 'SAP is in maintenance.', retryAfterMs: 20_000 } },
          { port: 'created', value: { salesOrder: '4711' } },
        ],
        allocate: [{ port: 'short', value: { lines: [{ sku: 'MUG-BLUE', short: 1 }] } }],
      },
      expect: { path: [...TO_SAP, 'allocate', 'short'] },
    },
    {
      id: 'not-an-order',
      name: 'Something that is no order',
      node: 'received',
      message: { hello: 'world' },
      expect: {
        status: 'exception',
        path: ['check-shopify', 'not-shopify'],
        exception: { node: 'not-shopify', code: 'shopify-order-invalid' },
      },
    },
  ],
};
