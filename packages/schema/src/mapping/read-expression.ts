import type { SyntaxNode } from '@lezer/common';
import { type FieldPath, ITEM } from './field-path.ts';
import type { MapEntry, MapExpression, MapObject, ScopeName, Span } from './map-view.ts';
import { sourcesIn } from './sources.ts';
import {
  argumentsOf,
  constantOf,
  parametersOf,
  partsOf,
  pathOf,
  propertyOf,
  type Reading,
  textOf,
  unwrap,
} from './syntax.ts';

/** Reads what makes the target field at `path`. Anything without a picture is `code`; nothing is an error here. */
export function readExpression(reading: Reading, node: SyntaxNode, path: FieldPath): MapExpression {
  const inner = unwrap(node);
  const common = { ...spanOf(node), sources: sourcesIn(reading, node) };
  const source = pathOf(reading, inner);
  if (source) return { kind: 'reference', ...common };
  const constant = constantOf(reading, inner);
  if (constant !== undefined) return { kind: 'constant', value: constant, ...common };
  switch (inner.name) {
    case 'ObjectExpression':
      return { kind: 'object', object: readObject(reading, inner, path), ...common };
    case 'ArrayExpression': {
      const items = elementsOf(inner);
      if (!items) break;
      return { kind: 'list', items: items.map((item) => readExpression(reading, item, [...path, ITEM])), ...common };
    }
    case 'ConditionalExpression': {
      const [, yes, no] = partsOf(inner);
      if (!yes || !no) break;
      const branches = { yes: readExpression(reading, yes, path), no: readExpression(reading, no, path) };
      return { kind: 'condition', ...branches, ...common };
    }
    case 'CallExpression': {
      const each = readEach(reading, inner, path);
      if (each) return { ...each, ...common };
      const call = readCall(reading, inner, path);
      if (call) return { ...call, ...common };
    }
  }
  return { kind: 'code', ...common };
}

export function readObject(reading: Reading, node: SyntaxNode, path: FieldPath): MapObject {
  const entries: MapEntry[] = [];
  const parts = partsOf(node);
  let hasMore = false;
  for (const part of parts) {
    const entry = part.name === 'Property' ? readEntry(reading, part, path) : undefined;
    if (entry) entries.push(entry);
    else hasMore = true;
  }
  const contentEnd = parts.at(-1)?.to ?? node.from + 1;
  return { ...spanOf(node), path, scope: reading.scope, entries, contentEnd, hasMore };
}

function readEntry(reading: Reading, property: SyntaxNode, path: FieldPath): MapEntry | undefined {
  const parts = partsOf(property);
  const [name, value] = parts;
  const key = name && keyOf(reading, name);
  if (key === undefined || !value || parts.length !== 2 || !property.getChild(':')) return undefined;
  return { ...spanOf(property), key, value: readExpression(reading, value, [...path, key]) };
}

function keyOf({ text }: Reading, node: SyntaxNode): string | undefined {
  const written = text.slice(node.from, node.to);
  if (node.name === 'PropertyDefinition') return written;
  if (node.name === 'String') return textOf(written);
  if (node.name === 'Number') return String(Number(written));
  return undefined;
}

/** `t.each(list, (line) => …)` and `list.map((line) => …)`. */
function readEach(reading: Reading, call: SyntaxNode, path: FieldPath) {
  const callee = call.firstChild;
  const args = argumentsOf(call);
  const helper = callee && helperOf(reading, callee);
  const isMap = callee?.name === 'MemberExpression' && propertyOf(reading, callee) === 'map';
  const [listNode, make] = helper === 'each' ? args : isMap ? [callee.firstChild, args[0]] : [];
  if (!listNode || make?.name !== 'ArrowFunction') return undefined;
  const list = listOf(reading, listNode);
  const [name] = parametersOf(reading, make) ?? [];
  const body = make.lastChild;
  if (!list || name === undefined || !body || body.name === 'Block') return undefined;
  const item: ScopeName = { name, path: [...list.path, ITEM] };
  const inside = { ...reading, scope: [item, ...reading.scope] };
  return {
    kind: 'each' as const,
    list: readExpression(reading, listNode, path),
    verbs: list.verbs,
    item,
    body: readExpression(inside, body, [...path, ITEM]),
  };
}

/** What narrows a list before `each`, and what may stand between it and a plain field. */
const NARROWING: ReadonlySet<string> = new Set(['where', 'filter', 'slice', 'flatten', 'flat', 'default', 'list']);

/** The source list an expression is about: a field, `field ?? []`, or one of those narrowed. */
function listOf(reading: Reading, node: SyntaxNode): { path: FieldPath; verbs: readonly string[] } | undefined {
  const inner = unwrap(node);
  const path = pathOf(reading, inner);
  if (path) return { path, verbs: [] };
  if (inner.name === 'BinaryExpression') {
    const [left, right] = partsOf(inner);
    const isFallback = right?.name === 'ArrayExpression' && partsOf(right).length === 0;
    return left && isFallback ? listOf(reading, left) : undefined;
  }
  if (inner.name !== 'CallExpression' || !inner.firstChild) return undefined;
  const helper = helperOf(reading, inner.firstChild);
  const method = inner.firstChild.name === 'MemberExpression' ? propertyOf(reading, inner.firstChild) : undefined;
  const verb = helper ?? method;
  const from = helper === undefined ? inner.firstChild.firstChild : argumentsOf(inner)[0];
  const list = verb !== undefined && NARROWING.has(verb) && from ? listOf(reading, from) : undefined;
  return (
    list && {
      path: list.path,
      verbs: [...list.verbs, ...(verb === 'default' || verb === 'list' ? [] : [verb as string])],
    }
  );
}

function readCall(reading: Reading, call: SyntaxNode, path: FieldPath) {
  const helper = call.firstChild ? helperOf(reading, call.firstChild) : undefined;
  if (helper === undefined) return undefined;
  const args = argumentsOf(call);
  if (helper === 'omit') {
    const [reason] = args;
    const written = reason?.name === 'String' ? textOf(reading.text.slice(reason.from, reason.to)) : '';
    return { kind: 'omit' as const, reason: written };
  }
  if (args.some(({ name }) => name === 'ArrowFunction' || name === 'FunctionExpression')) return undefined;
  return { kind: 'call' as const, helper, args: args.map((arg) => readExpression(reading, arg, path)) };
}

/** `money` of `t.money`, `base64.encode` of `t.base64.encode`. */
function helperOf(reading: Reading, callee: SyntaxNode): string | undefined {
  if (callee.name !== 'MemberExpression' || callee.getChild('[')) return undefined;
  const [owner] = partsOf(callee);
  const property = propertyOf(reading, callee);
  if (!owner || property === undefined) return undefined;
  if (owner.name === 'VariableName') {
    return reading.text.slice(owner.from, owner.to) === reading.helper ? property : undefined;
  }
  const outer = helperOf(reading, owner);
  return outer === undefined ? undefined : `${outer}.${property}`;
}

/** Items of an array literal; undefined when it has holes or spreads. */
function elementsOf(array: SyntaxNode): readonly SyntaxNode[] | undefined {
  const items = partsOf(array);
  const commas = array.getChildren(',').length;
  if (commas > items.length) return undefined;
  return items.some(({ name }) => name === 'Spread') ? undefined : items;
}

function spanOf({ from, to }: Span): Span {
  return { from, to };
}
