import { Script } from 'node:vm';
import type { LoadedUnit, Piece } from './frame.ts';
import { readExpression, readScript, type TextProblem } from './read-source.ts';
import { stripTypes } from './strip.ts';
import type { SandboxProgram, SandboxUnit, ScriptIssue } from './types.ts';

export interface CompiledUnit extends LoadedUnit {
  /** False when only `input` can be seen from the text, so the rest of the scope need not travel. */
  readonly needsAll: boolean;
  /** True when the text names the variables of the installation. */
  readonly needsVars: boolean;
  readonly issues: readonly ScriptIssue[];
}

export interface CompiledProgram {
  readonly key: string;
  readonly units: ReadonlyMap<string, CompiledUnit>;
}

/** Strips, checks and wraps every unit once; a unit with issues cannot run, the others can. Runs no author code. */
export function compileProgram({ key, units }: SandboxProgram): CompiledProgram {
  return { key, units: new Map(units.map((unit, index) => [unit.id, compileUnit(unit, index)])) };
}

/** Syntax check of units without running anything. */
export function checkUnits(units: readonly SandboxUnit[]): readonly ScriptIssue[] {
  return units.flatMap((unit, index) => compileUnit(unit, index).issues);
}

function compileUnit(unit: SandboxUnit, index: number): CompiledUnit {
  const found = unit.kind === 'script' ? [compileScript(unit.source)] : compileExpressions(unit.expressions);
  return {
    index,
    id: unit.id,
    kind: unit.kind,
    pieces: found.flatMap(({ piece }) => piece ?? []),
    needsAll: found.some(({ needsAll }) => needsAll),
    needsVars: found.some(({ needsVars }) => needsVars ?? false),
    issues: found.flatMap(({ key, problem }) => (problem ? { unit: unit.id, ...keyed(key), ...problem } : [])),
  };
}

interface Compiled {
  readonly key?: string;
  readonly piece?: Piece;
  readonly problem?: TextProblem;
  readonly needsAll: boolean;
  readonly needsVars?: boolean;
}

function compileScript(source: string): Compiled {
  const [stripped] = stripTypes([source]);
  if (!stripped?.ok) return { needsAll: false, ...(stripped && { problem: placed(stripped, source) }) };
  const read = readScript(stripped.code);
  if (!read.ok) return { needsAll: false, problem: read.problem };
  // A function of its own inside, so that an author may have a `vars` too.
  const code = `(function(vars){return (function(){"use strict";let $main;\n${read.code}\nreturn ${read.entry};})()})`;
  const problem = parseProblem(code);
  const { needsAll, needsVars } = read;
  return { needsAll, needsVars, ...(problem ? { problem: placed(problem, source) } : { piece: { code } }) };
}

function compileExpressions(expressions: Readonly<Record<string, string>>): readonly Compiled[] {
  const entries = Object.entries(expressions);
  const stripped = stripTypes(entries.map(([, text]) => `(${text}\n)`));
  return entries.map(([key, text], at) => {
    const result = stripped[at];
    if (text.trim() === '') return { key, needsAll: false, problem: EMPTY };
    if (!result?.ok) return { key, needsAll: false, ...(result && { problem: unwrapped(result, text) }) };
    const read = readExpression(result.code);
    if (!read.ok) return { key, needsAll: false, problem: unwrapped(read.problem, text) };
    const code = `(function(input,steps,trigger,run,vars){"use strict";return (\n${read.code}\n)})`;
    const problem = parseProblem(code);
    return {
      key,
      needsAll: read.needsAll,
      needsVars: read.needsVars,
      ...(problem ? { problem: placed(problem, text) } : { piece: { key, code } }),
    };
  });
}

const EMPTY: TextProblem = { message: 'The expression is empty', line: 1, column: 1 };

/** What is missing at the end is found in what we put around the text: it is shown at the last thing the author wrote. */
function placed({ message, line, column }: TextProblem, text: string): TextProblem {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
  const at = lines[line - 1];
  if (at !== undefined && column <= at.length + 1) return { message, line, column };
  const last = lines.findLastIndex((written) => written.trim() !== '');
  return { message, line: last + 1, column: lines[last]?.trimEnd().length ?? 1 };
}

/** An expression is read with a bracket before it. */
function unwrapped({ message, line, column }: TextProblem, text: string): TextProblem {
  return placed({ message, line, column: line === 1 ? Math.max(column - 1, 1) : column }, text);
}

function keyed(key: string | undefined): { readonly key?: string } {
  return key === undefined ? {} : { key };
}

/** What V8 has against the text: it knows early errors, and syntax, that the reader does not. Parses only. */
function parseProblem(code: string): TextProblem | undefined {
  try {
    new Script(code, { filename: 'script', lineOffset: -1 });
    return undefined;
  } catch (error) {
    const { message, stack = '' } = error as Error;
    const line = Number(/^script:(\d+)\n/.exec(stack)?.[1] ?? 1);
    const column = (/\n( *)\^+\n/.exec(stack)?.[1]?.length ?? 0) + 1;
    return { message, line: Math.max(line, 1), column };
  }
}
