import type { Json } from '@lockstep/schema/run';
import { inScript } from '../in-script.ts';
import type { Writer } from './context.ts';

/** JSON text with `{{ }}` as values: each text that is one becomes an expression of its own; else the whole is one text. */
export function jsonTemplate(text: string, writer: Writer): Json {
  const holes: string[] = [];
  const quoted = text.replaceAll(/"?\{\{([\s\S]*?)\}\}"?/g, (found) => {
    const isWhole = found.startsWith('"') === found.endsWith('"');
    if (!isWhole) return found;
    holes.push(found.replaceAll(/^"|"$/g, ''));
    return `"\\u0000${holes.length - 1}"`;
  });
  try {
    return fill(JSON.parse(quoted) as Json, holes, writer);
  } catch {
    return writer.value(`=${text}`);
  }
}

function fill(value: Json, holes: readonly string[], writer: Writer): Json {
  if (typeof value === 'string') {
    return value.startsWith('\u0000')
      ? writer.value(`=${holes[Number(value.slice(1))]}`)
      : value.includes('{{')
        ? writer.value(`=${value}`)
        : value;
  }
  if (Array.isArray(value)) return value.map((each) => fill(each, holes, writer));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fill(each as Json, holes, writer)]));
}

/** A value whose texts may be expressions, as code of a script. */
export function codeOf(value: Json): string {
  if (typeof value === 'string') return value.startsWith('=') ? `(${inScript(value.slice(1))})` : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(codeOf).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, each]) => `${JSON.stringify(name)}: ${codeOf(each as Json)}`)
    .join(', ')} }`;
}
