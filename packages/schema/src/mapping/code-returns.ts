import type { SyntaxNode } from '@lezer/common';
import type { MapLine } from './map-view.ts';
import { linesOf } from './parse-map.ts';
import { readObject } from './read-expression.ts';
import { argumentsOf, parametersOf, partsOf, syntaxOf, unwrap } from './syntax.ts';

/**
 * Fields that a map written as code surely writes when it gets there: those of the object literals that its function returns, also by `? :`, and
 * of the literals within. What is spread in, computed keys, and objects that are put together before they are returned are not
 * among them. Empty for what is no such function, or has a syntax error.
 */
export function returnedLines(text: string): readonly MapLine[] {
  const make = exportedFunction(syntaxOf(text), text);
  const body = make?.lastChild;
  if (!make || !body) return [];
  const [source] = parametersOf({ text }, make) ?? [];
  const scope = source === undefined ? [] : [{ name: source, path: [] }];
  const returned = body.name === 'Block' ? returnsIn(body) : [body];
  return returned
    .flatMap(literalsOf)
    .flatMap((literal) => linesOf(readObject({ text, helper: 't', scope }, literal, [])));
}

/** `export default function map(…) { … }`, an arrow function, or either as the argument of `defineMap`. */
function exportedFunction(top: SyntaxNode, text: string): SyntaxNode | undefined {
  const statement = partsOf(top).find((part) => part.getChild('default') !== null && part.name === 'ExportDeclaration');
  if (!statement) return undefined;
  const call = statement.getChild('CallExpression');
  if (!call) return partsOf(statement).find(isFunction);
  const callee = call.firstChild?.name === 'InstantiationExpression' ? call.firstChild.firstChild : call.firstChild;
  if (!callee || text.slice(callee.from, callee.to) !== 'defineMap') return undefined;
  return argumentsOf(call).find(isFunction);
}

const FUNCTIONS: ReadonlySet<string> = new Set([
  'ArrowFunction',
  'FunctionDeclaration',
  'FunctionExpression',
  'MethodDeclaration',
  'ClassDeclaration',
  'ClassExpression',
]);

function isFunction({ name }: SyntaxNode): boolean {
  return name === 'ArrowFunction' || name === 'FunctionDeclaration' || name === 'FunctionExpression';
}

/** What a function returns: functions within it return to somebody else. */
function returnsIn(block: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  block.cursor().iterate((ref) => {
    if (FUNCTIONS.has(ref.name)) return false;
    if (ref.name !== 'ReturnStatement') return undefined;
    const value = partsOf(ref.node).find(({ name }) => name !== 'return' && name !== ';');
    if (value) found.push(value);
    return undefined;
  });
  return found;
}

function literalsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const inner = unwrap(node);
  if (inner.name === 'ObjectExpression') return [inner];
  if (inner.name !== 'ConditionalExpression') return [];
  return partsOf(inner).slice(1).flatMap(literalsOf);
}
