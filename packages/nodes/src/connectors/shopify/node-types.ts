import type { NodeDefinition } from '@lockstep/schema/node';
import { fulfilOrder } from './fulfil/definition.ts';
import { queryShopify } from './graphql/definition.ts';
import { keepWebhook } from './keep-webhook/definition.ts';
import { refundOrder } from './refund/definition.ts';
import { setInventory } from './set-inventory/definition.ts';
import { setMetafields } from './set-metafields/definition.ts';
import { setProduct } from './set-product/definition.ts';

/** Node types of this system, in the order of the palette. */
export const nodeTypes: readonly NodeDefinition[] = [
  queryShopify,
  refundOrder,
  fulfilOrder,
  setMetafields,
  setInventory,
  setProduct,
  keepWebhook,
];
