import type { Json } from '../run/json.ts';

/** How a scope goes through its items: what the engine must know of a node type that has a body. */
export interface ScopeRules {
  /** Items under way at a time, from 1. */
  readonly parallelism: number;
  /** What an item that fails does: it stops the scope, or it is counted and the others go on. */
  readonly onError: 'stop' | 'collect';
  /** True when the node has a condition that is asked about what each item gave. */
  readonly judged: boolean;
  /** True when what the items gave is collected, in their order, or as they `ended`. */
  readonly results: boolean;
  readonly order?: 'items' | 'ended';
  /** Items are turns: each works on what the one before gave, one after another. */
  readonly turns?: {
    readonly max: number;
    /** Pause between two turns, in milliseconds. */
    readonly delayMs: number;
    /** Where the scope goes on when `max` turns did not meet its condition. */
    readonly limitPort: string;
  };
}

/** What a node type with a body has besides other types. */
export interface ScopeDefinition {
  /** The rules that a node's parameters make; given raw params, so whatever it reads must be `fixed`. */
  readonly rules: (params: Readonly<Record<string, Json>>) => ScopeRules;
  /** Where the scope goes on when all items ended. */
  readonly donePort: string;
  /** Parameter with the condition that is asked about what each item gave: an expression, computed after the item. */
  readonly condition?: string;
}

/** What a pull of a scope answers: items, and where the next pull begins. */
export interface Feed {
  readonly items: readonly Json[];
  /** Small; absent when nothing more comes. */
  readonly next?: Json;
  /**
   * True when asking again from the same place surely gives the same items: they are then not stored, and asked for again
   * after a takeover.
   */
  readonly repeatable?: boolean;
}

/** A run's answer instead of an outcome: items for the body. */
export interface Fed {
  readonly feed: Feed;
}

/** Failed items that a scope lists in what it gives; all are counted. */
export const MAX_LISTED_FAILURES = 1000;
/** Largest results that a scope collects, in bytes of JSON. */
export const MAX_RESULT_BYTES = 50 * 1024 * 1024;
/** Effects of items that a run remembers to undo. */
export const MAX_UNDO_ITEMS = 10_000;
