import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/javascript';
import type { Json } from '../run/json.ts';
import { type FieldPath, ITEM } from './field-path.ts';
import type { ScopeName } from './map-view.ts';

/** What reading a part of a map needs to know. */
export interface Reading {
  readonly text: string;
  /** Name of the helper library in this map, `t`. */
  readonly helper: string;
  /** Names that stand for source data here, innermost first. */
  readonly scope: readonly ScopeName[];
}

const typescript = parser.configure({ dialect: 'ts' });

/** Syntax tree of a TypeScript text; it has one for any text, with `⚠` where the text is wrong. */
export function syntaxOf(text: string): SyntaxNode {
  return typescript.parse(text).topNode;
}

const PUNCTUATION: ReadonlySet<string> = new Set(['{', '}', '[', ']', '(', ')', ',', ':', '.', '?.', 'LogicOp']);

/** Children that mean something: no brackets, commas, operators and comments. */
export function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const parts: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (!PUNCTUATION.has(child.name) && !child.name.endsWith('Comment')) parts.push(child);
  }
  return parts;
}

/** Without brackets, casts and `!`, which change nothing of the value. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  const inner = node.name === 'ParenthesizedExpression' || isCast(node) ? partsOf(node)[0] : undefined;
  return inner ? unwrap(inner) : node;
}

function isCast(node: SyntaxNode): boolean {
  if (node.name === 'PostfixExpression') return true;
  return node.name === 'BinaryExpression' && (node.getChild('as') ?? node.getChild('satisfies')) !== null;
}

/** The source field that a chain of properties names; undefined when it is none: `a.b` of something else, a call. */
export function pathOf(reading: Reading, node: SyntaxNode): FieldPath | undefined {
  if (node.name === 'VariableName') {
    const name = reading.text.slice(node.from, node.to);
    return reading.scope.find((known) => known.name === name)?.path;
  }
  if (node.name === 'CallExpression') {
    const [list] = isFirst(reading, node) ? argumentsOf(node) : [];
    const path = list && pathOf(reading, unwrap(list));
    return path && [...path, ITEM];
  }
  if (node.name !== 'MemberExpression' || !node.firstChild) return undefined;
  const owner = pathOf(reading, unwrap(node.firstChild));
  const step = stepOf(reading, node);
  return owner === undefined || step === undefined ? undefined : [...owner, step];
}

/** `t.first(list)`: how a field of a list is read where only one is wanted. */
function isFirst({ text, helper }: Reading, { firstChild }: SyntaxNode): boolean {
  return firstChild !== null && text.slice(firstChild.from, firstChild.to) === `${helper}.first`;
}

function stepOf({ text }: Reading, member: SyntaxNode): string | typeof ITEM | undefined {
  const name = member.getChild('PropertyName');
  if (name) return text.slice(name.from, name.to);
  const index = member.getChild('[') ? member.lastChild?.prevSibling : undefined;
  if (index?.name === 'String') return textOf(text.slice(index.from, index.to));
  return index?.name === 'Number' ? ITEM : undefined;
}

export function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const list = call.getChild('ArgList');
  return list ? partsOf(list) : [];
}

/** The name of the property a member expression reads, when it is written with a dot. */
export function propertyOf({ text }: Pick<Reading, 'text'>, member: SyntaxNode): string | undefined {
  const name = member.name === 'MemberExpression' ? member.getChild('PropertyName') : null;
  return name ? text.slice(name.from, name.to) : undefined;
}

/** Names of an arrow function's parameters; undefined when one of them is a pattern. */
export function parametersOf({ text }: Pick<Reading, 'text'>, arrow: SyntaxNode): readonly string[] | undefined {
  const list = arrow.getChild('ParamList');
  if (!list || list.getChild('ObjectPattern') || list.getChild('ArrayPattern')) return undefined;
  return list.getChildren('VariableDefinition').map(({ from, to }) => text.slice(from, to));
}

/** The value of a literal; undefined when it is none. */
export function constantOf({ text }: Pick<Reading, 'text'>, node: SyntaxNode): Json | undefined {
  const written = text.slice(node.from, node.to);
  switch (node.name) {
    case 'String':
      return textOf(written);
    case 'TemplateString':
      return node.getChild('Interpolation') ? undefined : textOf(written);
    case 'Number':
      return numberOf(written);
    case 'BooleanLiteral':
      return written === 'true';
    case 'null':
      return null;
    case 'UnaryExpression': {
      const [sign, number] = partsOf(node);
      const value = number?.name === 'Number' ? numberOf(text.slice(number.from, number.to)) : undefined;
      return value !== undefined && sign && text.slice(sign.from, sign.to) === '-' ? -value : undefined;
    }
    default:
      return undefined;
  }
}

/** Undefined for what JSON cannot hold: `10n`, `1e999`. */
function numberOf(written: string): number | undefined {
  const value = Number(written.replaceAll('_', ''));
  return Number.isFinite(value) ? value : undefined;
}

const SHORT: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0' };

/** What a string literal means, quotes included in `written`. */
export function textOf(written: string): string {
  return written
    .slice(1, -1)
    .replace(
      /\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(\r\n|[\s\S]))/g,
      (_, code, unit, byte, other) => {
        const hex = code ?? unit ?? byte;
        if (hex === undefined) return /[\r\n\u2028\u2029]/.test(other) ? '' : (SHORT[other] ?? other);
        const point = Number.parseInt(hex, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
      },
    );
}
