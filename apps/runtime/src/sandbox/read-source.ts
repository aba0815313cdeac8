import { type Expression, type Node, type Program, parse } from 'acorn';

export interface TextProblem {
  readonly message: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** What of the scope the text can see beside `input`. */
export interface Needs {
  readonly needsAll: boolean;
  /** The variables of the installation. */
  readonly needsVars: boolean;
}

export type ReadScript =
  | ({ readonly ok: true; readonly code: string; readonly entry: string } & Needs)
  | { readonly ok: false; readonly problem: TextProblem };

export type ReadExpression =
  | ({ readonly ok: true; readonly code: string } & Needs)
  | { readonly ok: false; readonly problem: TextProblem };

/**
 * Reads JavaScript module text (types stripped) and answers the body of a function that ends by naming the author's
 * function: `map`, or the default export, put in `$main`. Every character that stays keeps its line and column.
 *
 * The text must parse alone, as a module: text that closes the function around it is refused here.
 */
export function readScript(text: string): ReadScript {
  const parsed = parseText(text, false);
  if ('problem' in parsed) return { ok: false, problem: parsed.problem };
  const { program } = parsed;
  const forbidden = forbiddenIn(program);
  if (forbidden) return { ok: false, problem: problemAt(text, forbidden) };
  const edits: Edit[] = [];
  let exported: Entry | undefined;
  let named: Entry | undefined;
  for (const statement of program.body) {
    if (statement.type === 'ExportDefaultDeclaration') {
      exported = defaultEntry(statement.declaration);
      const mark = exported.name === MAIN ? `${MAIN}=` : '';
      edits.push({ start: statement.start, end: statement.declaration.start, mark });
      if (isDeclaration(statement.declaration)) edits.push(semicolonAt(statement.declaration.end));
    } else if (statement.type === 'ExportNamedDeclaration') {
      edits.push({ start: statement.start, end: statement.declaration?.start ?? statement.end, mark: '' });
      named ??= statement.declaration ? mapIn(statement.declaration) : undefined;
    } else named ??= mapIn(statement);
  }
  const main = exported ?? named;
  if (!main) return { ok: false, problem: { message: NO_ENTRY, line: 1, column: 1 } };
  const code = edited(text, edits);
  return {
    ok: true,
    code,
    entry: main.name,
    needsAll: needsContext(main.node, program),
    needsVars: namesVars(program),
  };
}

const NO_ENTRY = 'Write a function map(input, ctx), or an export default of one';
const SCOPE_NAMES: ReadonlySet<string> = new Set(['steps', 'trigger', 'run']);

/** Reads `(<expression>\n)`. One expression and nothing else: `1), (2` is refused. */
export function readExpression(bracketed: string): ReadExpression {
  const parsed = parseText(bracketed, true);
  if ('problem' in parsed) return { ok: false, problem: parsed.problem };
  const { program } = parsed;
  const [only, second] = program.body;
  const end = bracketed.length;
  const isOne = only?.type === 'ExpressionStatement' && isBracket(only.expression, end) && second === undefined;
  if (!isOne) return { ok: false, problem: { message: 'Write one expression', line: 1, column: 2 } };
  const forbidden = forbiddenIn(program);
  if (forbidden) return { ok: false, problem: problemAt(bracketed, forbidden) };
  const needsAll = nodesOf(program).some((node) => SCOPE_NAMES.has(nameOf(node) ?? ''));
  return { ok: true, code: bracketed.slice(1, -2), needsAll, needsVars: namesVars(program) };
}

function namesVars(program: Program): boolean {
  return nodesOf(program).some((node) => nameOf(node) === 'vars');
}

function isBracket(expression: Expression, end: number): boolean {
  return expression.type === 'ParenthesizedExpression' && expression.start === 0 && expression.end === end;
}

function parseText(text: string, preserveParens: boolean): { program: Program } | { problem: TextProblem } {
  try {
    const options = { ecmaVersion: 'latest', sourceType: 'module', allowAwaitOutsideFunction: false } as const;
    return { program: parse(text, { ...options, preserveParens }) };
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number; column: number } };
    if (!loc) return { problem: { message: 'The text is nested too deep', line: 1, column: 1 } };
    return { problem: { message: message.replace(/ \(\d+:\d+\)$/, ''), line: loc.line, column: loc.column + 1 } };
  }
}

/** Name of the author's function at the end of the module, and its definition where that is plain to see. */
interface Entry {
  readonly name: string;
  readonly node: Node | undefined;
}

/** As long as `export`, which it takes the place of. */
const MAIN = '$main';

function defaultEntry(declaration: Node): Entry {
  const name = isDeclaration(declaration) ? nameOf((declaration as Named).id) : undefined;
  return { name: name ?? MAIN, node: declaration };
}

function isDeclaration({ type }: Node): boolean {
  return type === 'FunctionDeclaration' || type === 'ClassDeclaration';
}

interface Edit {
  readonly start: number;
  readonly end: number;
  /** Written at the start; the rest of the range becomes blanks, its line ends stay. */
  readonly mark: string;
}

/** `export default function () {}` needs no semicolon, the expression it becomes does. */
function semicolonAt(end: number): Edit {
  return { start: end, end, mark: ';' };
}

function edited(text: string, edits: readonly Edit[]): string {
  let [code, at] = ['', 0];
  for (const { start, end, mark } of edits) {
    const blank = text.slice(start, end).replace(/[^\n\r\u2028\u2029]/g, ' ');
    code += text.slice(at, start) + mark + blank.slice(mark.length);
    at = end;
  }
  return code + text.slice(at);
}

/** The declaration of a top-level `map`. */
function mapIn(statement: Node): Entry | undefined {
  if (statement.type === 'FunctionDeclaration' && nameOf((statement as Named).id) === 'map') {
    return { name: 'map', node: statement };
  }
  const declarations = statement.type === 'VariableDeclaration' ? (statement as Variables).declarations : [];
  const found = declarations.find(({ id }) => nameOf(id) === 'map');
  return found && { name: 'map', node: found.init ?? undefined };
}

type Named = Node & { readonly id: Node | null };
type Variables = Node & { readonly declarations: readonly { readonly id: Node; readonly init: Node | null }[] };

/**
 * Whether the entry can see the context. Only a plain function with one parameter surely cannot, and a map, whose second one
 * is the library.
 */
function needsContext(entry: Node | undefined, program: Program): boolean {
  const map = mapOf(entry);
  const seen = map ?? entry;
  if (!seen || !FUNCTIONS.has(seen.type)) return true;
  const { params } = seen as Node & { readonly params: readonly Node[] };
  if (params.length > (map ? 2 : 1) || params.some(({ type }) => type === 'RestElement')) return true;
  return nodesOf(program).some((node) => nameOf(node) === 'arguments');
}

/** The function in `defineMap((src, t) => …)`. */
function mapOf(entry: Node | undefined): Node | undefined {
  if (entry?.type !== 'CallExpression') return undefined;
  const { callee, arguments: given } = entry as Node & { readonly callee: Node; readonly arguments: readonly Node[] };
  return nameOf(callee) === 'defineMap' ? given[0] : undefined;
}

const FUNCTIONS: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
]);

function forbiddenIn(program: Program): { readonly start: number; readonly message: string } | undefined {
  const node = nodesOf(program).find(({ type }) => FORBIDDEN.has(type) || type.startsWith('Import'));
  if (node) return { start: node.start, message: 'A script cannot import; it has input, ctx and the library t' };
  const from = program.body.find((statement) => 'source' in statement && statement.source !== null);
  return from && { start: from.start, message: 'A script cannot export from another module' };
}

const FORBIDDEN: ReadonlySet<string> = new Set(['MetaProperty']);

function nameOf(node: Node | null | undefined): string | undefined {
  return node?.type === 'Identifier' ? (node as Node & { readonly name: string }).name : undefined;
}

/** Every node of the tree, without recursion. */
function nodesOf(program: Program): Node[] {
  const nodes: Node[] = [program];
  for (let at = 0; at < nodes.length; at++) {
    for (const value of Object.values(nodes[at] ?? {})) {
      for (const item of Array.isArray(value) ? value : [value]) if (isNode(item)) nodes.push(item);
    }
  }
  return nodes;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';
}

function problemAt(text: string, { start, message }: { start: number; message: string }): TextProblem {
  const before = text.slice(0, start).split(/\r\n|[\n\r\u2028\u2029]/);
  return { message, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
