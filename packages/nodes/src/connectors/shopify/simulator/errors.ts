import { json, type Reply } from '../../../simulators/kit/exchange.ts';

/** Shopify's error body: a text, or for fields at fault an object of lists. */
export function errors(status: number, text: string): Reply {
  return json(status, { errors: text });
}
