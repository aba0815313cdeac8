import type { NodeDefinition } from '@lockstep/schema/node';
import { confirmAmazonShipment } from './confirm-shipment/definition.ts';
import { putAmazonListing } from './put-listing/definition.ts';
import { readAmazonOrder } from './read-order/definition.ts';
import { readAmazonOrders } from './read-orders/definition.ts';
import { setAmazonStock } from './set-stock/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [
  readAmazonOrders,
  readAmazonOrder,
  confirmAmazonShipment,
  setAmazonStock,
  putAmazonListing,
];
