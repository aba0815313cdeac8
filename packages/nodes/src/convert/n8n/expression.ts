import type { Json } from '@lockstep/schema/run';
import { IN_UTC, moment } from './dates.ts';
import { writeMethods } from './methods.ts';

/** Where a node's expressions find things here. */
export interface Names {
  /** What n8n calls `$json` at this node, as our code. */
  readonly own: string;
  /** What n8n calls `$('name').item.json`, as our code; `undefined` when there is no such node. */
  of(name: string): string | undefined;
  readonly workflow: string;
  /** Says what is different here, though it could be said; the step is an approximation then. */
  tell(note: string): void;
}

export interface Written {
  /** A literal, or text that begins with `=`. */
  readonly value: Json;
  /** What could not be said here, each once. */
  readonly unknown: readonly string[];
}

/** A parameter of n8n as ours: `Hello {{ $json.name }}` becomes `='Hello ' + input.name`. */
export function writeValue(value: unknown, names: Names): Written {
  if (typeof value !== 'string') return { value: (value ?? null) as Json, unknown: [] };
  if (!value.startsWith('='))
    return { value: value.startsWith('{{') ? '' : value, unknown: value.startsWith('{{') ? [value] : [] };
  const { code, unknown } = writeCode(value, names);
  return { value: code === undefined ? value.slice(1) : `=${code}`, unknown };
}

/** The same as the code of an expression, to stand in another one; a literal as JSON. */
export function writeOperand(
  value: unknown,
  names: Names,
): { readonly code: string; readonly unknown: readonly string[] } {
  if (typeof value === 'string' && value.startsWith('=')) {
    const { code, unknown } = writeCode(value, names);
    return { code: code ?? JSON.stringify(value.slice(1)), unknown };
  }
  return { code: JSON.stringify(value ?? null), unknown: [] };
}

/** @returns no code where the text is a plain one */
function writeCode(text: string, names: Names): { readonly code?: string; readonly unknown: readonly string[] } {
  const unknown = new Set<string>();
  const parts: string[] = [];
  let rest = text.slice(1);
  for (;;) {
    const open = rest.indexOf('{{');
    const close = open < 0 ? -1 : rest.indexOf('}}', open);
    if (close < 0) break;
    if (open > 0) parts.push(JSON.stringify(rest.slice(0, open)));
    const code = rest
      .slice(open + 2, close)
      .trim()
      .replace(/;$/, '');
    const made = code === '' ? '""' : translate(code, names, unknown);
    parts.push(made.includes('//') ? `${made}\n` : made);
    rest = rest.slice(close + 2);
  }
  if (parts.length === 0) return { unknown: [] };
  if (rest !== '') parts.push(JSON.stringify(rest));
  if (parts.length === 1) return { code: parts[0] as string, unknown: [...unknown] };
  const isText = (part: string) => part.startsWith('"');
  const joined = parts.map((part) => (isText(part) ? part : `(${part})`)).join(' + ');
  return { code: isText(parts[0] as string) ? joined : `"" + ${joined}`, unknown: [...unknown] };
}

const QUOTED = String.raw`\$\(\s*(?<quote>['"\`])(?<named>.+?)\k<quote>\s*\)\s*\.\s*`;
const ITEM = String.raw`(?:item|first\(\)|last\(\))`;

const REFERENCE = new RegExp(
  [
    String.raw`${QUOTED}(?:${ITEM}(?<json>\s*\.\s*json\b)?|(?<all>all\(\)))`,
    String.raw`\$node\[\s*(?<quote2>['"])(?<named2>.+?)\k<quote2>\s*\]\s*\.\s*(?<json2>json)\b`,
    String.raw`\$node\.(?<named3>\w+)\.(?<json3>json)\b`,
    String.raw`\$input\.(?:${ITEM}(?<ownJson>\.json\b)?|(?<ownAll>all\(\)))`,
    String.raw`(?<own>\$json)\b`,
    String.raw`(?<moment>\$now|DateTime\.(?:now|local)\(\)|\$today)(?![\w(])`,
    String.raw`(?<execution>\$execution\.id)\b`,
    String.raw`\$workflow\.(?<workflow>name|id)\b`,
    String.raw`\$env\.(?<env>[A-Za-z_]\w*)`,
    String.raw`\$vars\.(?<variable>[a-z][A-Za-z0-9_]*)\b`,
    String.raw`(?<template>\`(?:\\.|[^\`\\])*\`)`,
    String.raw`(?<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")`,
    String.raw`(?<call>\$(?:ifEmpty|if|max|min))(?=\()`,
    String.raw`(?<other>\$\w*(?:\([^)]*\))?(?:\.\w+)?)`,
  ].join('|'),
  'g',
);

const DAY_MS = 86_400_000;

/** References of n8n as ours, strings untouched. What has no counterpart stays as it is and is told. */
function translate(code: string, names: Names, unknown: Set<string>): string {
  const found = code.replaceAll(REFERENCE, (...match) => {
    const text = match[0] as string;
    const groups = match.at(-1) as Readonly<Record<string, string | undefined>>;
    const named = groups.named ?? groups.named2 ?? groups.named3;
    if (named !== undefined) {
      const known = names.of(named.replaceAll(/\\(.)/g, '$1'));
      if (known === undefined) {
        unknown.add(text);
        return text;
      }
      if (groups.all !== undefined) return items(known);
      return (groups.json ?? groups.json2 ?? groups.json3) === undefined ? `({ json: ${known} })` : known;
    }
    if (groups.text !== undefined || groups.call !== undefined) return text;
    if (groups.template !== undefined) {
      return text.replaceAll(/\$\{([^}]*)\}/g, (_, inner: string) => `\${${translate(inner, names, unknown)}}`);
    }
    if (groups.moment !== undefined) return momentOf(groups.moment, names);
    if (groups.execution !== undefined) return 'run.id';
    if (groups.variable !== undefined) return `vars.${groups.variable}`;
    if (groups.workflow !== undefined) return groups.workflow === 'id' ? 'run.flowId' : JSON.stringify(names.workflow);
    if (groups.env !== undefined) return `vars.${variableOf(groups.env, names)}`;
    if (groups.other !== undefined) {
      unknown.add(text);
      return text;
    }
    if (groups.ownAll !== undefined) return items(names.own);
    return groups.own === undefined && groups.ownJson === undefined ? `({ json: ${names.own} })` : names.own;
  });
  return writeMethods(found, unknown, names.tell);
}

/** Where n8n has a list of items, each in its `json`. */
function items(code: string): string {
  return `[${code}].flat().map((json) => ({ json }))`;
}

function momentOf(word: string, names: Names): string {
  if (word !== '$today') return moment('Date.now()');
  names.tell(IN_UTC);
  return moment(`Math.floor(Date.now() / ${DAY_MS}) * ${DAY_MS}`);
}

/** `API_KEY` of n8n's environment is the variable `apiKey`, which a person has to make. */
export function variableOf(name: string, names: Pick<Names, 'tell'>): string {
  const words = name.split(/_+/).filter((word) => word !== '');
  const isShouted = name === name.toUpperCase();
  const plain = words.map((word, nr) => {
    const rest = isShouted ? word.slice(1).toLowerCase() : word.slice(1);
    return `${nr === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()}${rest}`;
  });
  const variable = plain.join('').replace(/^[^a-z]+/, '') || 'value';
  names.tell(`Make the variable “${variable}”: n8n read ${name} of its environment. A secret belongs in a connection.`);
  return variable;
}
