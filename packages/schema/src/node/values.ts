import type { Json } from '../run/json.ts';

/** Names of collections. */
export const COLLECTION_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/;
/** Largest value, in bytes of JSON. */
export const MAX_VALUE_BYTES = 256 * 1024;

/** A value as it is kept: what flows remember between runs, by collection and key. */
export interface KeptValue {
  readonly value: Json;
  /** Counts the writes of this key, from 1. */
  readonly version: number;
  /** ISO time of the last write. */
  readonly updatedAt: string;
}

/** When a write counts. */
export type KeepCondition =
  | { readonly when: 'always' }
  /** Only while the value has this version; 0: only while there is none. */
  | { readonly when: 'unchanged'; readonly version: number }
  /** Only while `rank`, a decimal number as text, is greater than that of the last write. */
  | { readonly when: 'newer'; readonly rank: string };

export interface ValueWrite {
  readonly collection: string;
  readonly key: string;
  readonly value: Json;
  readonly condition: KeepCondition;
  /** The same key writes once, however often it is asked for. */
  readonly effectKey: string;
}

export type WriteOutcome =
  | { readonly outcome: 'kept'; readonly version: number }
  /** The condition does not hold; what is kept instead, if anything is. */
  | { readonly outcome: 'stale'; readonly current: { readonly value: Json; readonly version: number } | undefined };

/** What flows keep between runs, shared by all processes and all flows. */
export interface FlowValues {
  read(collection: string, key: string): Promise<KeptValue | undefined>;
  /** Durable when it resolves; one write of a key after the other. */
  keep(write: ValueWrite): Promise<WriteOutcome>;
}
