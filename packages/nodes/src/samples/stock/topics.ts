import { loyaltyTopics } from '../loyalty/topics.ts';
import { orderTopics } from '../order-to-cash/topics.ts';
import { partnerTopics } from '../partners/topics.ts';
import { paymentTopics } from '../payments/topics.ts';
import { PRODUCTS } from '../products/topics.ts';
import { shopTopics } from '../shop/topics.ts';
import { CONFIRMED_TOPIC } from '../supplier-acknowledgements.ts';
import { STOCK_TOPIC } from './stock-change.ts';

/** What a demo says about the topics of the samples. Other systems may send stock changes as CloudEvents, too. */
export const sampleTopics = [
  ...orderTopics,
  ...loyaltyTopics,
  ...partnerTopics,
  ...paymentTopics,
  ...shopTopics,
  {
    name: STOCK_TOPIC,
    description: 'What stands where, each time it changes. The key is the SKU and its place.',
    owner: 'Warehouse',
    contract: 'inventory',
    door: { verify: { scheme: 'none' } },
  },
  {
    name: 'run.exception',
    description: 'Messages that need a person, and what became of them. The key is the order or whatever it is about.',
    owner: 'Order operations',
  },
  {
    name: 'case.milestone-missed',
    description: 'What was expected of an order, a return or a shipment, and has not come in time.',
    owner: 'Order operations',
  },
  {
    name: 'return.received',
    description: 'Goods of a return are back. The key is the number of the return. The ERP tells it as CloudEvents.',
    owner: 'Warehouse',
    door: { verify: { scheme: 'none' } },
  },
  {
    name: 'return.decided',
    description: 'Every decision about a return: who, what the policy said, and on which figures.',
    owner: 'Customer service',
  },
  { name: 'return.refunded', description: 'Returns whose money is paid, with their credit memo.', owner: 'Finance' },
  {
    name: CONFIRMED_TOPIC,
    description: 'What a supplier says of a line of an order: confirmed, moved, refused. The key is the order.',
    owner: 'Purchasing',
  },
  {
    name: 'shipment.moved',
    description: 'Shipments as they are after a parcel moved, by tracking number.',
    owner: 'Logistics',
  },
  { name: 'tax.review', description: 'Baskets that were told an estimate of their tax.', owner: 'Online shop' },
  { name: 'erp.changed', description: 'What was changed in the ERP, by its address there.', owner: 'Finance systems' },
  {
    name: 'customer.changed',
    description: 'Golden records as they are after a change, and what has to be written where, by number.',
    owner: 'Customer data',
  },
  {
    name: PRODUCTS,
    description: 'Products as the ERP has them now, each state once. The key is the article number.',
    owner: 'Product data',
    contract: 'product',
  },
  { name: 'shipment.status', description: 'Where parcels are, in the words of the shop.', owner: 'Shipping' },
] as const;
