import type { SyntaxNode } from '@lezer/common';
import { type FieldPath, ITEM } from './field-path.ts';
import type { ScopeName, SourceRef } from './map-view.ts';
import { argumentsOf, parametersOf, pathOf, propertyOf, type Reading, unwrap } from './syntax.ts';

/** Every use of source data in an expression, whatever it does with it, in the order of the text. */
export function sourcesIn(reading: Reading, node: SyntaxNode): readonly SourceRef[] {
  const path = pathOf(reading, node);
  if (path) return [{ path, from: node.from, to: node.to }];
  if (node.name === 'CallExpression') return sourcesOfCall(reading, node);
  const inside =
    node.name === 'ArrowFunction' || node.name === 'FunctionExpression' ? shadowed(reading, node) : reading;
  return childrenOf(node).flatMap((child) => sourcesIn(inside, child));
}

/** Methods of lists that call their function with one item after the other. */
const OVER_ITEMS: ReadonlySet<string> = new Set(
  'map filter find findLast some every flatMap forEach toSorted findIndex each where group sortBy'.split(' '),
);

/** `src.name.trim()` uses `src.name`; `src.lines.filter((line) => line.open)` uses `src.lines` and its items' `open`. */
function sourcesOfCall(reading: Reading, call: SyntaxNode): readonly SourceRef[] {
  const callee = call.firstChild;
  const method = callee ? propertyOf(reading, callee) : undefined;
  const owner = callee?.name === 'MemberExpression' ? callee.firstChild : undefined;
  const isHelper = owner?.name === 'VariableName' && reading.text.slice(owner.from, owner.to) === reading.helper;
  const [first, ...rest] = argumentsOf(call);
  const list = isHelper ? first : owner;
  const functions = isHelper ? rest : first ? [first, ...rest] : [];
  const items = method !== undefined && OVER_ITEMS.has(method) && list ? itemsOf(reading, list) : undefined;
  return [
    ...(owner && !isHelper ? sourcesIn(reading, owner) : []),
    ...(callee && !owner ? sourcesIn(reading, callee) : []),
    ...(isHelper && first ? sourcesIn(reading, first) : []),
    ...functions.flatMap((argument) => sourcesOfFunction(reading, argument, items)),
  ];
}

function sourcesOfFunction(reading: Reading, argument: SyntaxNode, items: FieldPath | undefined): readonly SourceRef[] {
  const [name] = argument.name === 'ArrowFunction' ? (parametersOf(reading, argument) ?? []) : [];
  if (!items || name === undefined) return sourcesIn(reading, argument);
  const inside = shadowed(reading, argument);
  const item: ScopeName = { name, path: items };
  return childrenOf(argument).flatMap((child) => sourcesIn({ ...inside, scope: [item, ...inside.scope] }, child));
}

/** Path of the items of a list expression: the first source field it uses is taken for the list. */
function itemsOf(reading: Reading, list: SyntaxNode): FieldPath | undefined {
  const [first] = sourcesIn(reading, unwrap(list));
  return first && [...first.path, ITEM];
}

/** Inside of a function its own parameters hide what has the same name outside. */
function shadowed(reading: Reading, fn: SyntaxNode): Reading {
  const hidden = new Set<string>();
  const list = fn.getChild('ParamList');
  list?.cursor().iterate(({ name, from, to }) => {
    if (name === 'VariableDefinition') hidden.add(reading.text.slice(from, to));
  });
  return hidden.size === 0 ? reading : { ...reading, scope: reading.scope.filter(({ name }) => !hidden.has(name)) };
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}
