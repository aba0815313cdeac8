import type { Json } from '../run/json.ts';
import type { FieldPath } from './field-path.ts';

/** Part of the map's text: offsets in UTF-16 units, `to` excluded. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A use of source data: which field, and where in the text. */
export interface SourceRef extends Span {
  readonly path: FieldPath;
}

/** A name that stands for source data inside a part of the map: `src` for the whole, `line` for each of `lines`. */
export interface ScopeName {
  readonly name: string;
  readonly path: FieldPath;
}

/**
 * What a field of the target is made of. `code` is whatever the drawing has no picture for: it is shown as a chip with the
 * source fields it uses, and never rewritten.
 */
export type MapExpression = Span & { readonly sources: readonly SourceRef[] } & (
    | { readonly kind: 'reference' }
    | { readonly kind: 'constant'; readonly value: Json }
    /** A helper of the library: `t.money(src.total)`. */
    | { readonly kind: 'call'; readonly helper: string; readonly args: readonly MapExpression[] }
    /** `t.omit('reason')`: left out on purpose. */
    | { readonly kind: 'omit'; readonly reason: string }
    | { readonly kind: 'object'; readonly object: MapObject }
    /** One target item for each source item. `verbs` are what narrows or orders the list first, in order of use. */
    | {
        readonly kind: 'each';
        readonly list: MapExpression;
        readonly verbs: readonly string[];
        readonly item: ScopeName;
        readonly body: MapExpression;
      }
    /** A list written out, item by item. */
    | { readonly kind: 'list'; readonly items: readonly MapExpression[] }
    | { readonly kind: 'condition'; readonly yes: MapExpression; readonly no: MapExpression }
    | { readonly kind: 'code' }
  );

export interface MapEntry extends Span {
  readonly key: string;
  readonly value: MapExpression;
}

/** An object literal of the map. `from` is the place of its `{`, `to` behind its `}`. */
export interface MapObject extends Span {
  /** The target field it makes; the whole target is `[]`. */
  readonly path: FieldPath;
  /** Names that can be used in it, innermost first. */
  readonly scope: readonly ScopeName[];
  readonly entries: readonly MapEntry[];
  /** Behind the last thing in it, comments not counted; behind the `{` when it is empty. */
  readonly contentEnd: number;
  /** Something in it has no picture: a spread, a method, a computed key. Other fields can still be drawn. */
  readonly hasMore: boolean;
}

/** A target field with what makes it: what the canvas draws a line for. */
export interface MapLine {
  readonly target: FieldPath;
  readonly value: MapExpression;
}

export type MapView =
  | {
      readonly mode: 'drawn';
      /** Name of the helper library in this map, `t`. */
      readonly helper: string;
      /** Types as written: `defineMap<Source, Target>`. */
      readonly types: readonly string[];
      readonly root: MapObject;
      /** Every leaf, in the order of the text. */
      readonly lines: readonly MapLine[];
    }
  /** The text is more than one object literal: it runs, but it can only be edited as text. Places from 1. */
  | { readonly mode: 'code'; readonly reason: string; readonly line: number; readonly column: number };
