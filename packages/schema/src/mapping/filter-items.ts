import { expressionAt, type MapEdit, replaceSpan } from './edit-map.ts';
import type { FieldPath } from './field-path.ts';
import type { MapExpression, Span } from './map-view.ts';
import { parseMap } from './parse-map.ts';
import { argumentsOf, parametersOf, syntaxOf, unwrap } from './syntax.ts';

/** Which items of a source list become items of the target. */
export interface ItemFilter {
  /** Name of one item in the condition. */
  readonly item: string;
  /** Code of the condition; `''` for all items. */
  readonly condition: string;
}

/** The filter of a target list that is made item by item; undefined for everything else. */
export function itemFilterOf(text: string, target: FieldPath): ItemFilter | undefined {
  const each = eachAt(text, target);
  if (!each) return undefined;
  const found = whereIn(text, each);
  return {
    item: found?.item ?? each.item.name,
    condition: found ? text.slice(found.condition.from, found.condition.to) : '',
  };
}

/** Lets only items through for which a condition holds; all of them for `''`. What else narrows the list stays. */
export function filterItems(text: string, target: FieldPath, condition: string): MapEdit {
  const view = parseMap(text);
  const each = eachAt(text, target);
  if (view.mode === 'code' || !each)
    return { ok: false, reason: 'Only lists that are mapped item by item have a condition.' };
  const found = whereIn(text, each);
  const list = found ? text.slice(found.list.from, found.list.to) : text.slice(each.list.from, each.list.to);
  const item = found?.item ?? each.item.name;
  const insert = condition === '' ? list : `${view.helper}.where(${list}, (${item}) => ${condition})`;
  return replaceSpan(text, { from: each.list.from, to: each.list.to, insert });
}

type Each = Extract<MapExpression, { kind: 'each' }>;

function eachAt(text: string, target: FieldPath): Each | undefined {
  const view = parseMap(text);
  const value = view.mode === 'drawn' ? expressionAt(view.root, target) : undefined;
  return value?.kind === 'each' ? value : undefined;
}

/** `t.where(list, (item) => condition)` around the whole list. Spans in the whole text. */
function whereIn(text: string, { list }: Each): { item: string; list: Span; condition: Span } | undefined {
  const view = parseMap(text);
  const code = text.slice(list.from, list.to);
  const statement = syntaxOf(`(${code})`).firstChild?.firstChild;
  const call = statement && unwrap(statement);
  const callee = call?.name === 'CallExpression' ? call.firstChild : undefined;
  // One more for the bracket that makes an expression of it.
  const at = list.from - 1;
  if (!call || !callee || view.mode === 'code') return undefined;
  if (text.slice(at + callee.from, at + callee.to) !== `${view.helper}.where`) return undefined;
  const [inner, test] = argumentsOf(call);
  const reading = { text: `(${code})` };
  const [item] = test?.name === 'ArrowFunction' ? (parametersOf(reading, test) ?? []) : [];
  const body = test?.lastChild;
  if (!inner || item === undefined || !body || body.name === 'Block') return undefined;
  return {
    item,
    list: { from: at + inner.from, to: at + inner.to },
    condition: { from: at + body.from, to: at + body.to },
  };
}
