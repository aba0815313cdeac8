import type { Contract } from './contract.ts';
import { contractSchema, listOf, text } from './parts.ts';

const decimal = (description: string) => text(description, { pattern: '^-?\\d+(\\.\\d+)?$' });

const item = {
  type: 'object',
  properties: {
    PurchaseOrderByCustomer: text('Our number of the line.', { maxLength: 35 }),
    Material: text('Material number.', { maxLength: 40 }),
    RequestedQuantity: decimal('How many, as decimal text.'),
    RequestedQuantityUnit: text('Unit in SAP: PC, KG.', { maxLength: 3 }),
    SalesOrderItemText: text('As it is printed.', { maxLength: 40 }),
    NetPriceAmount: decimal('Price of one, without taxes.'),
  },
  required: ['Material', 'RequestedQuantity', 'RequestedQuantityUnit'],
};

const schema = contractSchema('S/4HANA sales order', {
  type: 'object',
  properties: {
    SalesOrderType: text('Kind of order: OR is a standard order.', { maxLength: 4 }),
    SalesOrganization: text('Sales organisation.', { maxLength: 4 }),
    DistributionChannel: text('Distribution channel.', { maxLength: 2 }),
    OrganizationDivision: text('Division.', { maxLength: 2 }),
    SoldToParty: text('Business partner who buys.', { maxLength: 10 }),
    PurchaseOrderByCustomer: text('Our number of the order: what it is looked up by before it is repeated.', {
      maxLength: 35,
    }),
    SalesOrderDate: { type: 'string', format: 'date-time', description: 'Date of the order.' },
    RequestedDeliveryDate: { type: 'string', format: 'date-time', description: 'When the customer wants it.' },
    TransactionCurrency: text('ISO 4217 code.', { pattern: '^[A-Z]{3}$' }),
    to_Item: listOf(item, 'Items, created together with the order.', { minItems: 1 }),
  },
  required: [
    'SalesOrderType',
    'SalesOrganization',
    'DistributionChannel',
    'OrganizationDivision',
    'SoldToParty',
    'PurchaseOrderByCustomer',
    'to_Item',
  ],
});

/** What `API_SALES_ORDER_SRV` takes to create an order, as far as retail needs it: `A_SalesOrder` with its items. OData v2. */
export const sapSalesOrder: Contract = {
  name: 'sap-sales-order',
  version: '1.0.0',
  title: 'S/4HANA sales order',
  description: 'What SAP S/4HANA takes to create a sales order with its items (API_SALES_ORDER_SRV, A_SalesOrder).',
  schema,
  example: {
    SalesOrderType: 'OR',
    SalesOrganization: '1710',
    DistributionChannel: '10',
    OrganizationDivision: '00',
    SoldToParty: '17100001',
    PurchaseOrderByCustomer: '#1042',
    TransactionCurrency: 'EUR',
    to_Item: [{ Material: 'MUG-BLUE', RequestedQuantity: '3', RequestedQuantityUnit: 'PC' }],
  },
};
