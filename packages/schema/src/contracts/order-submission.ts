import type { Json, JsonObject } from '../run/json.ts';
import type { Contract } from './contract.ts';
import { order } from './order.ts';

const { properties, ...schema } = order.schema as { readonly properties: JsonObject; readonly [key: string]: Json };

const callbackUrl: Json = {
  type: 'string',
  format: 'uri',
  maxLength: 2000,
  // No credentials before the host: they would be kept with the order and shown to everybody who sees it.
  pattern: '^(https://[^/?#@\\s]+|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]{1,5})?)([/?][^#\\s]*)?$',
  description:
    'Called once, by POST, when the order is confirmed or refused: https, or http on the machine itself. Absent: ask the status address.',
};

/** An order as a channel hands it in: with the address that is told what became of it. */
export const orderSubmission: Contract = {
  name: 'order-submission',
  version: '1.0.0',
  title: 'Order submission',
  description: 'An order in the canonical form, and the address that is told what became of it.',
  schema: { ...schema, title: 'OrderSubmission', properties: { ...properties, callbackUrl } },
  example: { ...(order.example as JsonObject), callbackUrl: 'https://shop.example.com/callbacks/orders?of=1042' },
};
