import type { SyntaxNode } from '@lezer/common';
import type { FieldPath } from '../mapping/field-path.ts';
import type { ScopeName } from '../mapping/map-view.ts';
import { sourcesIn } from '../mapping/sources.ts';
import { parametersOf, syntaxOf } from '../mapping/syntax.ts';

/** A use of the message, or of what an earlier step gave, in a text of the author. */
export interface Reference {
  readonly root: 'input' | 'steps';
  /** The step, for `steps`. */
  readonly step?: string;
  /** Fields below it. */
  readonly path: FieldPath;
  /** Written with `?.` behind the step: the author knows that it may not have run. */
  readonly isGuarded: boolean;
  /** Place in the text, from 1. */
  readonly line: number;
  readonly column: number;
}

/** Text of a parameter that names data. */
export interface AuthorText {
  readonly kind: 'expression' | 'script';
  readonly text: string;
}

/**
 * Every reference of an expression (`input.total`, `steps.lookup.city`) or of a script (its first parameter, `ctx.steps`). Only what is plain to
 * see: a value that goes through a variable of the author's is not followed, so nothing is found that is not there.
 */
export function referencesOf({ kind, text }: AuthorText): readonly Reference[] {
  const top = syntaxOf(text);
  return kind === 'expression'
    ? inScope(text, top, EXPRESSION)
    : functionsOf(top).flatMap((make) => ofFunction(text, make));
}

const EXPRESSION: readonly ScopeName[] = [
  { name: 'input', path: ['input'] },
  { name: 'steps', path: ['steps'] },
];

/** The function that is the script: the default export, `map`, or what `defineMap` is given. */
function functionsOf(top: SyntaxNode): readonly SyntaxNode[] {
  const exported = top.getChild('ExportDeclaration');
  const named = top.getChildren('FunctionDeclaration');
  const found =
    exported?.getChild('FunctionDeclaration') ??
    exported?.getChild('ArrowFunction') ??
    exported?.getChild('FunctionExpression');
  const given = exported?.getChild('CallExpression')?.getChild('ArgList')?.getChild('ArrowFunction');
  const main = found ?? given ?? (named.length === 1 ? named[0] : undefined);
  return main ? [main] : [];
}

function ofFunction(text: string, make: SyntaxNode): readonly Reference[] {
  const isMap = make.parent?.name === 'ArgList';
  const names = parametersOf({ text }, make) ?? [];
  const [input, second, third] = names;
  const context = isMap ? third : second;
  const scope: ScopeName[] = [
    ...(input === undefined ? [] : [{ name: input, path: ['input'] }]),
    ...(context === undefined ? [] : [{ name: context, path: ['ctx'] }]),
  ];
  const body = make.lastChild;
  return body && scope.length > 0 ? inScope(text, body, scope) : [];
}

function inScope(text: string, node: SyntaxNode, scope: readonly ScopeName[]): readonly Reference[] {
  return sourcesIn({ text, helper: 't', scope }, node).flatMap(({ path, from, to }): Reference[] => {
    const place = placeOf(text, from);
    const written = text.slice(from, to);
    const inner = path[0] === 'ctx' ? path.slice(1) : path;
    const [root, ...below] = inner;
    if (root === 'input') return path[0] === 'ctx' ? [] : [{ root, path: below, isGuarded: false, ...place }];
    const [step, ...fields] = below;
    if (root !== 'steps' || typeof step !== 'string') return [];
    return [{ root, step, path: fields, isGuarded: isGuarded(written, step), ...place }];
  });
}

function isGuarded(written: string, step: string): boolean {
  const at = written.indexOf(step);
  return /^['"]?\]?\s*\?\./.test(written.slice(at + step.length));
}

function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
