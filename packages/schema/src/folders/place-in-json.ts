/** Line and column, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Where the value at `path` begins in a JSON text that is known to be good; where the text has no such value, the place of the
 * deepest one on the way to it.
 */
export function placeInJson(text: string, path: readonly (string | number)[]): Place {
  let at = space(text, 0);
  for (const part of path) {
    const next = childAt(text, at, String(part));
    if (next === undefined) break;
    at = next;
  }
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}

function childAt(text: string, from: number, key: string): number | undefined {
  const isObject = text[from] === '{';
  if (!isObject && text[from] !== '[') return undefined;
  let at = space(text, from + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index += 1) {
    let name = String(index);
    if (isObject) {
      const end = valueEnd(text, at);
      name = JSON.parse(text.slice(at, end)) as string;
      at = space(text, space(text, end) + 1);
    }
    if (name === key) return at;
    at = space(text, valueEnd(text, at));
    if (text[at] === ',') at = space(text, at + 1);
  }
  return undefined;
}

function space(text: string, from: number): number {
  let at = from;
  while (' \t\r\n'.includes(text[at] ?? '-')) at += 1;
  return at;
}

/** Just behind the value that begins at `from`. */
function valueEnd(text: string, from: number): number {
  let depth = 0;
  let at = from;
  do {
    const letter = text[at];
    if (letter === '"') at = stringEnd(text, at) - 1;
    else if (letter === '{' || letter === '[') depth += 1;
    else if (letter === '}' || letter === ']') depth -= 1;
    else if (depth === 0) while (/[\w.+-]/.test(text[at + 1] ?? '')) at += 1;
    at += 1;
  } while (depth > 0 && at < text.length);
  return at;
}

function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
