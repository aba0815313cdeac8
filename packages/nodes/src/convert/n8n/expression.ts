import type { Json } from '@lockstep/schema/run';

/** Where a node's expressions find things here. */
export interface Names {
  /** What n8n calls `$json` at this node, as our code. */
  readonly own: string;
  /** What n8n calls `$('name').item.json`, as our code; `undefined` when there is no such node. */
  of(name: string): string | undefined;
  readonly workflow: string;
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
    const code = rest.slice(open + 2, close).trim();
    parts.push(code === '' ? '""' : translate(code, names, unknown));
    rest = rest.slice(close + 2);
  }
  if (parts.length === 0) return { unknown: [] };
  if (rest !== '') parts.push(JSON.stringify(rest));
  if (parts.length === 1) return { code: parts[0] as string, unknown: [...unknown] };
  const isText = (part: string) => part.startsWith('"');
  const joined = parts.map((part) => (isText(part) ? part : `(${part})`)).join(' + ');
  return { code: isText(parts[0] as string) ? joined : `"" + ${joined}`, unknown: [...unknown] };
}

const REFERENCE = new RegExp(
  [
    String.raw`\$\(\s*(?<quote>['"\`])(?<named>.+?)\k<quote>\s*\)\s*\.\s*(?:item|first\(\)|last\(\))\s*\.\s*json\b`,
    String.raw`\$node\[\s*(?<quote2>['"])(?<named2>.+?)\k<quote2>\s*\]\s*\.\s*json\b`,
    String.raw`\$node\.(?<named3>\w+)\.json\b`,
    String.raw`\$input\.(?:item|first\(\)|last\(\))\.json\b`,
    String.raw`(?<own>\$json)\b`,
    String.raw`(?<iso>\$now\.toISO\(\))`,
    String.raw`(?<millis>\$now\.toMillis\(\))`,
    String.raw`(?<execution>\$execution\.id)\b`,
    String.raw`(?<workflow>\$workflow\.name)\b`,
    String.raw`\$vars\.(?<variable>[a-z][A-Za-z0-9_]*)\b`,
    String.raw`(?<template>\`(?:\\.|[^\`\\])*\`)`,
    String.raw`(?<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")`,
    String.raw`(?<other>\$\w*(?:\([^)]*\))?(?:\.\w+)?)`,
    String.raw`(?<method>\.(?:toTitleCase|toSentenceCase|toSnakeCase|toDateTime|toDate|toFormat|minus|plus|startOf|endOf|setZone|isEmpty|isNotEmpty|extractEmail|extractDomain|extractUrl|removeTags|removeMarkdown|toInt|toFloat|toBoolean|urlEncode|urlDecode|hash|quote|base64Encode|base64Decode|parseJson|toJsonString|first|last|unique|pluck|smartJoin|removeDuplicates|average|sum|compact|chunk|isInteger|round|format|beginningOf|extract|isBetween|inBetween)\()`,
  ].join('|'),
  'g',
);

/** References of n8n as ours, strings untouched. What has no counterpart stays as it is and is told. */
function translate(code: string, names: Names, unknown: Set<string>): string {
  return code.replaceAll(REFERENCE, (...found) => {
    const text = found[0] as string;
    const groups = found.at(-1) as Readonly<Record<string, string | undefined>>;
    const named = groups.named ?? groups.named2 ?? groups.named3;
    if (named !== undefined) {
      const known = names.of(named);
      if (known === undefined) unknown.add(text);
      return known ?? text;
    }
    if (groups.text !== undefined) return text;
    if (groups.template !== undefined) {
      return text.replaceAll(/\$\{([^}]*)\}/g, (_, inner: string) => `\${${translate(inner, names, unknown)}}`);
    }
    if (groups.iso !== undefined) return 'new Date().toISOString()';
    if (groups.millis !== undefined) return 'Date.now()';
    if (groups.execution !== undefined) return 'run.id';
    if (groups.variable !== undefined) return `vars.${groups.variable}`;
    if (groups.workflow !== undefined) return JSON.stringify(names.workflow);
    if (groups.other !== undefined || groups.method !== undefined) {
      unknown.add(groups.method === undefined ? text : `${text})`);
      return text;
    }
    return names.own;
  });
}
