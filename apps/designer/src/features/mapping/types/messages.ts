/** What is wrong with the types of a map; places are offsets in UTF-16 units, `to` excluded. */
export interface TypeProblem {
  readonly from: number;
  readonly to: number;
  /** Number of the error at TypeScript: 2322 is "not assignable". */
  readonly code: number;
  readonly message: string;
}

export interface TypeOption {
  readonly name: string;
  /** As TypeScript calls it: `property`, `method`, `keyword`. */
  readonly kind: string;
  /** Sorts what is near before what is far. */
  readonly sort: string;
  /** What is written, where it is not the name: `["a-b"]`, `?.b`. */
  readonly insert?: string;
  /** What it takes the place of, where that is not the word before the cursor. */
  readonly from?: number;
  readonly to?: number;
}

export interface TypeCompletion {
  /** After a dot: nothing but members makes sense. */
  readonly isMember: boolean;
  readonly options: readonly TypeOption[];
}

export interface CompletionDetails {
  readonly type: string;
  readonly info: string;
}

/** To the worker. `id` comes back with the answer. */
export type TypeQuestion =
  | { readonly ask: 'declare'; readonly text: string }
  | { readonly ask: 'problems'; readonly id: number; readonly text: string }
  | { readonly ask: 'complete'; readonly id: number; readonly text: string; readonly at: number }
  | { readonly ask: 'details'; readonly id: number; readonly text: string; readonly at: number; readonly name: string };

export type TypeAnswer =
  | { readonly id: number; readonly value: unknown }
  /** TypeScript itself fell over a text; the next one may be fine. */
  | { readonly id: number; readonly failure: string };
