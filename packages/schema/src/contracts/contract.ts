import type { Json } from '../run/json.ts';

/** A versioned JSON Schema (2020-12) of data that crosses a border. */
export interface Contract {
  /** Stable name, for example `order` or `shopify-order`. */
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly schema: Json;
  readonly example?: Json;
}
