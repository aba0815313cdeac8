import { ACKNOWLEDGED_TOPIC, PURCHASE_TOPIC } from './purchase-order.ts';
import { INVOICED_TOPIC, PARCEL_TOPIC, SHIPPED_TOPIC, SUPPLIER_STOCK_TOPIC } from './supplier-files.ts';
import { ADVISED_TOPIC, SHIP_TOPIC } from './warehouse-orders.ts';

/** Values: which fulfilment group a document of ours to a partner is about, by its number there. */
export const RELEASED_TO_PARTNERS = 'x12/documents';

/** What a demo says about the topics of what partners send and get. */
export const partnerTopics = [
  {
    name: PURCHASE_TOPIC,
    description: 'Purchase orders that are to go to the drop-ship supplier. The key is the purchase order.',
    owner: 'Purchasing',
    door: { verify: { scheme: 'none' } },
  },
  {
    name: ACKNOWLEDGED_TOPIC,
    description: 'What partners say of X12 we sent. The key is the partner and the control number: SUPPLIER/17.',
    owner: 'Integration',
  },
  { name: SHIPPED_TOPIC, description: 'Lines a supplier shipped. The key is the order.', owner: 'Purchasing' },
  { name: PARCEL_TOPIC, description: 'Parcels a supplier sent. The key is the order.', owner: 'Purchasing' },
  { name: INVOICED_TOPIC, description: 'Invoices of the supplier. The key is the order.', owner: 'Finance' },
  { name: SUPPLIER_STOCK_TOPIC, description: 'What the supplier has. The key is the SKU.', owner: 'Purchasing' },
  {
    name: SHIP_TOPIC,
    description: 'Orders the warehouse is to ship, by X12. The key is the order.',
    owner: 'Warehouse',
    door: { verify: { scheme: 'none' } },
  },
  { name: ADVISED_TOPIC, description: 'What the warehouse shipped. The key is the order.', owner: 'Warehouse' },
] as const;
