import type { Json } from '@lockstep/schema/run';
import { toDo } from '../draft.ts';
import { inScript } from '../in-script.ts';
import { type Convert, step, was } from './context.ts';
import { rules } from './document.ts';
import { typedValue } from './value.ts';

/** A field of the payload: `payload.address.city`. */
const FIELD = /^payload\.([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)$/;

type Rule = Readonly<Record<string, unknown>>;

/** Sets, deletes and moves parts of the payload. What only sets fields is "Set fields", the rest a map. */
export const change: Convert = ({ node, label, own }) => {
  const told = rules(node);
  const open: string[] = [];
  const fields: { path: string; value: Json }[] = [];
  const lines: string[] = [];
  for (const rule of told) {
    const made = lineOf(rule, own);
    if (made === undefined) {
      open.push(`Do this in a map: ${JSON.stringify(rule)}`);
      continue;
    }
    lines.push(made.line);
    if (made.field !== undefined) fields.push(made.field);
  }
  const outcome = open.length > 0 ? 'needs-work' : 'converted';
  if (lines.length === 0)
    return told.length === 0 ? step('log', { level: 'debug', message: label }) : toDo(label, [...open, was(node)]);
  // Where the payload is a part of our message, fields cannot be set beside it.
  if (fields.length === lines.length && own === 'input')
    return step('set-fields', { mode: 'keep', fields }, { outcome, notes: open });
  const script = `export default function map(input: any, ctx: any) {
  const msg: any = { payload: JSON.parse(JSON.stringify(${inScript(own)} ?? {})) };
${lines.map((line) => `  ${line}`).join('\n')}
  return msg.payload ?? null;
}
`;
  return step('map', { script }, { outcome, notes: open });
};

/** The rule as a line of a script that has `msg`, and as a field where it sets one; `undefined` where it touches what a message of ours has not. */
function lineOf(
  rule: Rule,
  own: string,
): { readonly line: string; readonly field?: { path: string; value: Json } } | undefined {
  const target = textOf(rule, 'p');
  const path = FIELD.exec(target)?.[1];
  if ((rule.pt ?? 'msg') !== 'msg' || (path === undefined && target !== 'payload')) return undefined;
  if (rule.t === 'delete') return { line: path === undefined ? 'delete msg.payload;' : `delete ${reached(target)};` };
  if (rule.t === 'move' && (rule.tot ?? 'msg') === 'msg' && path !== undefined) {
    const to = textOf(rule, 'to');
    if (!FIELD.test(to) && to !== 'payload') return undefined;
    return { line: `{ const moved = ${reached(target)}; delete ${reached(target)}; ${assigned(to, 'moved')} }` };
  }
  if (rule.t !== 'set') return undefined;
  const value = typedValue(rule.to, rule.tot, own);
  if (value === undefined) return undefined;
  const code = typeof value === 'string' && value.startsWith('=') ? inScript(value.slice(1)) : JSON.stringify(value);
  const line = assigned(target, code);
  return path === undefined ? { line } : { line, field: { path, value } };
}

function textOf(rule: Rule, name: string): string {
  const value = rule[name];
  return typeof value === 'string' ? value : '';
}

/** Code that reads a field, whatever of the way to it is there. */
function reached(target: string): string {
  return `msg.${target.replaceAll('.', '?.')}`;
}

/** Code that sets a field, and makes the way to it. */
function assigned(target: string, code: string): string {
  const steps = target.split('.');
  const way = steps.slice(0, -1).map((_, nr) => `msg.${steps.slice(0, nr + 1).join('.')} ??= {};`);
  return [...way, `msg.${target} = ${code};`].join(' ');
}
