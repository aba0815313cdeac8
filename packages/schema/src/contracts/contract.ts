import type { Json } from '../run/json.ts';

/** A message that keeps a contract, by the name people choose it by. */
export interface ContractExample {
  readonly name: string;
  readonly value: Json;
}

/** A version that nobody should begin to use. It goes on working. */
export interface Deprecation {
  /** ISO time of the announcement. */
  readonly at: string;
  /** Day after which it should not be in use any more: `2027-03-31`. */
  readonly endsOn?: string | undefined;
  /** What to use instead: `order@2`, `sales-order`. */
  readonly successor?: string | undefined;
  readonly note: string;
}

/** A versioned JSON Schema (2020-12) of data that crosses a border. */
export interface Contract {
  /** Stable name, for example `order` or `shopify-order`. */
  readonly name: string;
  /** `major.minor.patch`: what a published version says never changes. */
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly schema: Json;
  /** The first example. */
  readonly example?: Json;
  /** Who answers for it: a team, a person. */
  readonly owner?: string;
  /** All examples; absent where there is at most the one above. */
  readonly examples?: readonly ContractExample[];
  readonly deprecation?: Deprecation;
}

/** Every example of a contract. */
export function examplesOf({ example, examples }: Pick<Contract, 'example' | 'examples'>): readonly ContractExample[] {
  return examples ?? (example === undefined ? [] : [{ name: 'Example', value: example }]);
}
