import type { SyntaxNode } from '@lezer/common';
import { syntaxOf, textOf, unwrap } from '../mapping/syntax.ts';

/** A place where a text reads a variable. */
export interface VariableUse {
  /** `undefined`: named by something that is no text, so it could be any. */
  readonly name: string | undefined;
  /** Place in the text, from 1. */
  readonly line: number;
  readonly column: number;
}

/**
 * Every `vars.x` and `ctx.vars.x` of an expression or script, in the order of the text. A text that declares a `vars` of its own
 * names no variable.
 */
export function variablesIn(text: string): readonly VariableUse[] {
  // Most texts name none, and reading syntax costs a hundred times this.
  if (!/\bvars\b/.test(text)) return [];
  const uses: VariableUse[] = [];
  let isOwn = false;
  syntaxOf(text)
    .cursor()
    .iterate(({ name, node }) => {
      if (name === 'VariableDefinition' && text.slice(node.from, node.to) === 'vars') isOwn = true;
      if (!isVars(text, node)) return;
      const member = memberOf(node);
      uses.push({ name: member && nameOf(text, member), ...placeOf(text, node.from) });
    });
  if (!isOwn) return uses;
  // Taken out of the context as a whole: nobody can tell which are read.
  const taken = TAKEN.exec(text);
  return taken ? [{ name: undefined, ...placeOf(text, taken.index) }] : [];
}

/** `{ vars }` as the second or third parameter of a function, or of `ctx`. */
const TAKEN = /\{[^{}]*\bvars\b[^{}]*\}\s*=\s*ctx\b|,\s*\{[^{}()]*\bvars\b[^{}()]*\}\s*(?::[^()]*)?\)/;

/** The member expression that reads something of a node, brackets around it left aside; none where it is passed on as a whole. */
function memberOf(node: SyntaxNode): SyntaxNode | undefined {
  const { parent } = node;
  if (!parent) return undefined;
  if (parent.name === 'MemberExpression') return parent.firstChild?.from === node.from ? parent : undefined;
  return unwrap(parent).from === node.from && unwrap(parent) !== parent ? memberOf(parent) : undefined;
}

/** Names of the variables a text reads, each once. */
export function variableNamesIn(text: string): readonly string[] {
  return [...new Set(variablesIn(text).flatMap(({ name }) => name ?? []))];
}

/** `vars`, or `ctx.vars`. */
function isVars(text: string, { name, from, to }: SyntaxNode): boolean {
  if (name === 'VariableName') return text.slice(from, to) === 'vars';
  return name === 'MemberExpression' && /^ctx\s*\??\.\s*vars$/.test(text.slice(from, to));
}

function nameOf(text: string, member: SyntaxNode): string | undefined {
  const property = member.getChild('PropertyName');
  if (property) return text.slice(property.from, property.to);
  const index = member.getChild('[') ? member.lastChild?.prevSibling : undefined;
  return index?.name === 'String' ? textOf(text.slice(index.from, index.to)) : undefined;
}

function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, at).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
