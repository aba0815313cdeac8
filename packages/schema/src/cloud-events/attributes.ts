import type { Json } from '../run/json.ts';

/** Context attributes by name; data is not among them. */
export type CloudEventAttributes = Readonly<Record<string, string | number | boolean>> & {
  readonly specversion: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
};

export type ReadAttributes =
  | { readonly ok: true; readonly attributes: CloudEventAttributes }
  /** A sentence for the sender. */
  | { readonly ok: false; readonly reason: string };

/** Characters of all names and values together. */
const MAX_CHARACTERS = 16_384;
const REQUIRED = ['specversion', 'id', 'source', 'type'] as const;
/** Attributes of the specification; each is text that is not empty. */
const TEXTS: ReadonlySet<string> = new Set([...REQUIRED, 'datacontenttype', 'dataschema', 'subject', 'time']);
const TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
const MAX_INTEGER = 2_147_483_648;

/**
 * Checks context attributes as they came; null means that one is not set. Extensions keep their values: text, a whole number
 * of 32 bits, or a truth value.
 *
 * @see CloudEvents 1.0.2, "Context Attributes" and "Type System"
 */
export function readAttributes(given: Readonly<Record<string, Json>>): ReadAttributes {
  const set = Object.entries(given).filter(([, value]) => value !== null);
  for (const name of REQUIRED) {
    if (!set.some(([other]) => other === name)) return no(`The attribute "${name}" is missing.`);
  }
  let characters = 0;
  for (const [name, value] of set) {
    const wrong = problemOf(name, value);
    if (wrong !== undefined) return no(wrong);
    characters += name.length + String(value).length;
  }
  if (characters > MAX_CHARACTERS) {
    return no(`The context attributes have ${characters} characters; ${MAX_CHARACTERS} are allowed.`);
  }
  return { ok: true, attributes: Object.fromEntries(set) as unknown as CloudEventAttributes };
}

/** The key of an event on its topic: its `partitionkey`, else its subject, else its source. */
export function keyOf({ partitionkey, subject, source }: CloudEventAttributes): string {
  return String(partitionkey ?? subject ?? source);
}

function no(reason: string): ReadAttributes {
  return { ok: false, reason };
}

function problemOf(name: string, value: Json): string | undefined {
  if (!/^[a-z0-9]+$/.test(name) || name === 'data') {
    return `"${name.slice(0, 60)}" is no name of an attribute: use small letters and digits.`;
  }
  if (typeof value === 'string') return textProblem(name, value);
  if (TEXTS.has(name)) return `The attribute "${name}" must be text.`;
  if (typeof value === 'boolean') return undefined;
  const isInteger = typeof value === 'number' && Number.isInteger(value);
  if (isInteger && value >= -MAX_INTEGER && value < MAX_INTEGER) return undefined;
  return `The attribute "${name}" must be text, a whole number of 32 bits, or true or false.`;
}

function textProblem(name: string, value: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u001f\u007f-\u009f]/.test(value) || !value.isWellFormed()) {
    return `The attribute "${name}" holds characters that are not allowed.`;
  }
  if (!TEXTS.has(name)) return undefined;
  if (value === '') return `The attribute "${name}" is empty.`;
  switch (name) {
    case 'specversion':
      return value === '1.0' ? undefined : `The version "${value.slice(0, 20)}" of CloudEvents is not taken; send 1.0.`;
    case 'source':
      return /\s/.test(value) ? 'The attribute "source" is no URI reference: it holds a space.' : undefined;
    case 'time':
      return TIME.test(value) && !Number.isNaN(Date.parse(value.toUpperCase()))
        ? undefined
        : 'The attribute "time" is no time as RFC 3339 writes it.';
    case 'dataschema':
      return /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(value) ? undefined : 'The attribute "dataschema" is no absolute URI.';
    default:
      return undefined;
  }
}
