import type { SyntaxNode } from '@lezer/common';
import type { MapExpression, MapLine, MapObject, MapView } from './map-view.ts';
import { readObject } from './read-expression.ts';
import { argumentsOf, parametersOf, partsOf, syntaxOf, unwrap } from './syntax.ts';

/**
 * Reads a map: `export default defineMap<Source, Target>((src, t) => ({ … }))`, one object literal. A text that is anything
 * else, or that has a syntax error, cannot be drawn; the answer says why and where.
 */
export function parseMap(text: string): MapView {
  if (last?.text !== text) last = { text, view: readMap(text) };
  return last.view;
}

/** The text that was read last: a screen reads it to draw it, and again to change it. */
let last: { readonly text: string; readonly view: MapView } | undefined;

function readMap(text: string): MapView {
  const top = syntaxOf(text);
  const obstacle = obstacleIn(top);
  if (obstacle) return codeOnly(text, obstacle.from, obstacle.reason);
  const statements = partsOf(top);
  const [exported] = statements;
  if (!exported) return codeOnly(text, 0, 'The map is empty.');
  const other = statements.find(({ name }) => name !== 'ExportDeclaration' && !isType(name));
  if (other) return codeOnly(text, other.from, 'There is code outside of the map.');
  const statement = statements.find(({ name }) => name === 'ExportDeclaration') ?? exported;
  const call = statement.getChild('default') ? statement.getChild('CallExpression') : null;
  const callee = call?.firstChild;
  const name = callee?.name === 'InstantiationExpression' ? callee.firstChild : callee;
  if (!call || !name || text.slice(name.from, name.to) !== 'defineMap')
    return codeOnly(text, statement.from, 'A drawn map is written as export default defineMap((src, t) => ({ … })).');
  const [make] = argumentsOf(call);
  const [source, helper = 't'] = make?.name === 'ArrowFunction' ? (parametersOf({ text }, make) ?? []) : [];
  const body = make?.lastChild ? unwrap(make.lastChild) : undefined;
  if (!make || source === undefined || body?.name !== 'ObjectExpression')
    return codeOnly(text, make?.from ?? call.from, 'The function of the map gives more than one object literal.');
  const root = readObject({ text, helper, scope: [{ name: source, path: [] }] }, body, []);
  return { mode: 'drawn', helper, types: typesOf(text, callee), root, lines: linesOf(root) };
}

function isType(name: string): boolean {
  return name === 'TypeAliasDeclaration' || name === 'InterfaceDeclaration' || name === 'LineComment';
}

function typesOf(text: string, callee: SyntaxNode | null | undefined): readonly string[] {
  const list = callee?.getChild('TypeArgList');
  if (!list) return [];
  return partsOf(list)
    .filter(({ name }) => name !== '<' && name !== '>')
    .map(({ from, to }) => text.slice(from, to));
}

/** The leaves of a map: what stands in an object, or in each item of a list, is a line of its own. */
export function linesOf({ entries, path }: MapObject): readonly MapLine[] {
  return entries.flatMap(({ key, value }) => leavesOf(value, [...path, key]));
}

function leavesOf(value: MapExpression, target: MapLine['target']): readonly MapLine[] {
  if (value.kind === 'object') return linesOf(value.object);
  if (value.kind === 'each') return leavesOf(value.body, [...target, 0]);
  if (value.kind === 'list' && value.items.length === 1 && value.items[0])
    return leavesOf(value.items[0], [...target, 0]);
  return [{ target, value }];
}

/** Deeper texts are no drawing, and reading them would take a stack as deep. */
const MAX_DEPTH = 400;

function obstacleIn(top: SyntaxNode): { from: number; reason: string } | undefined {
  let found: { from: number; reason: string } | undefined;
  let depth = 0;
  top.cursor().iterate(
    ({ type, from }) => {
      depth += 1;
      if (type.isError) found ??= { from, reason: 'The text has a syntax error here.' };
      if (depth > MAX_DEPTH) found ??= { from, reason: 'The text is nested too deep here.' };
      return found ? false : undefined;
    },
    () => {
      depth -= 1;
    },
  );
  return found;
}

function codeOnly(text: string, at: number, reason: string): MapView {
  const before = text.slice(0, at).split('\n');
  return { mode: 'code', reason, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
