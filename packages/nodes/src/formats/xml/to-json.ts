import type { Json } from '@lockstep/schema/run';
import { exactNumber, plainDecimal } from '../kit/decimals.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import type { XmlAttribute, XmlElement } from './read-tree.ts';

/** What a namespace is called in names of the JSON. `''`: its names have no prefix. */
export interface NamespacePrefix {
  readonly prefix: string;
  readonly uri: string;
}

/** A place in a document and how its text is read. `path` is the end of the way to it: `Line/Quantity`, `Line/@unit`. */
export interface XmlTypeRule {
  readonly path: string;
  readonly as: 'number' | 'decimal' | 'boolean';
}

export interface XmlToJsonOptions {
  /** `local`: names without prefix (default); `written`: as the document has them; `mapped`: by `namespaces`. */
  readonly names?: 'local' | 'written' | 'mapped';
  readonly namespaces?: readonly NamespacePrefix[];
  /** Default true. */
  readonly attributes?: boolean;
  /** Elements that are lists also when there is one of them; ends of paths: `Line`, `Lines/Line`. */
  readonly lists?: readonly string[];
  readonly types?: readonly XmlTypeRule[];
  /** Elements with text between their elements: their text in order (default), or their inner markup as text. */
  readonly mixed?: 'text' | 'markup';
  /** Takes off white space around texts. Default true. */
  readonly trim?: boolean;
}

/** A text that is not what a rule says it is. */
export interface XmlValueIssue {
  readonly code: 'not-a-number' | 'not-a-boolean';
  readonly path: string;
  readonly message: string;
}

export interface XmlJson {
  /** `{ <root>: value }`. */
  readonly document: Json;
  readonly issues: readonly XmlValueIssue[];
}

const XMLNS = 'http://www.w3.org/2000/xmlns/';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * The JSON of an element. One with text only is that text; one with attributes or elements is an object: attributes under
 * `@name`, text beside them under `#text`, elements by name, those that repeat as lists. `xsi:nil="true"` is null. Texts stay
 * texts unless a rule says otherwise, so leading zeros stay.
 */
export function xmlToJson(root: XmlElement, options: XmlToJsonOptions = {}): XmlJson {
  const converter = converterFor(options);
  const name = converter.nameOf(root);
  const document = Object.fromEntries([[name, converter.jsonOf(root, `/${name}`)]]);
  return { document, issues: converter.issues };
}

function converterFor(options: XmlToJsonOptions) {
  const { attributes = true, mixed = 'text', trim = true } = options;
  const names = namer(options);
  const isList = pathMatcher(options.lists ?? []);
  const ruleAt = pathMatcher((options.types ?? []).map(({ path }) => path));
  const issues: XmlValueIssue[] = [];

  const typed = (text: string, path: string): Json => {
    const rule = options.types?.[ruleAt(path)];
    if (!rule) return text;
    const value = readAs(text.trim(), rule.as);
    if (value !== undefined) return value;
    const what = rule.as === 'boolean' ? 'neither true nor false' : 'no number';
    const code = rule.as === 'boolean' ? 'not-a-boolean' : 'not-a-number';
    issues.push({ code, path, message: `${path}: ${JSON.stringify(text.slice(0, 40))} is ${what}.` });
    return text;
  };

  const attributeEntries = (element: XmlElement, path: string): [string, Json][] => {
    if (!attributes) return [];
    const kept =
      options.names === 'written' ? element.attributes : element.attributes.filter(({ uri }) => uri !== XMLNS);
    return kept.map((attribute) => {
      const key = `@${names(attribute)}`;
      return [key, typed(attribute.value, `${path}/${key}`)];
    });
  };

  const jsonOf = (element: XmlElement, path: string): Json => {
    if (isNil(element)) return null;
    const entries = attributeEntries(element, path);
    const children = element.children.filter((child) => typeof child !== 'string');
    const text = element.children.filter((child) => typeof child === 'string').join('');
    const isMixed = children.length > 0 && text.trim() !== '';
    if (children.length === 0 || isMixed) {
      const whole = !isMixed ? text : mixed === 'markup' ? markupOf(element) : textOf(element);
      const value = typed(trim ? whole.trim() : whole, path);
      if (entries.length === 0) return value;
      return Object.fromEntries(value === '' ? entries : [...entries, ['#text', value]]);
    }
    const byName = new Map<string, Json[]>();
    for (const child of children) {
      const name = names(child);
      const value = jsonOf(child, `${path}/${name}`);
      const before = byName.get(name);
      if (before) before.push(value);
      else byName.set(name, [value]);
    }
    for (const [name, values] of byName) {
      const one = values.length === 1 && isList(`${path}/${name}`) === -1 ? values[0] : undefined;
      entries.push([name, one === undefined ? values : one]);
    }
    return Object.fromEntries(entries);
  };

  return { nameOf: names, jsonOf, issues };
}

function namer({ names = 'local', namespaces = [] }: XmlToJsonOptions) {
  const prefixOf = new Map(namespaces.map(({ prefix, uri }) => [uri, prefix] as const));
  return ({ name, local, uri }: XmlElement | XmlAttribute): string => {
    if (names === 'written') return name;
    const prefix = names === 'mapped' ? prefixOf.get(uri) : '';
    // A namespace nobody mapped keeps the prefix of the document, so that two never become one.
    if (prefix === undefined) return name;
    return prefix === '' ? local : `${prefix}:${local}`;
  };
}

/** Place of the first pattern that the path ends with, whole names only; -1 when none does. */
function pathMatcher(patterns: readonly string[]): (path: string) => number {
  const ends = new Map<string, number>();
  for (const [at, pattern] of patterns.entries()) {
    const end = pattern.startsWith('/') ? pattern : `/${pattern}`;
    if (!ends.has(end)) ends.set(end, at);
  }
  const depths = new Set([...ends.keys()].map((end) => end.split('/').length - 1));
  return (path) => {
    if (ends.size === 0) return -1;
    for (const depth of depths) {
      let from = path.length;
      for (let steps = 0; steps < depth && from > 0; steps += 1) from = path.lastIndexOf('/', from - 1);
      const found = from === -1 ? undefined : ends.get(path.slice(from));
      if (found !== undefined) return found;
    }
    return -1;
  };
}

function isNil({ attributes }: XmlElement): boolean {
  return attributes.some(({ uri, local, value }) => uri === XSI && local === 'nil' && /^(true|1)$/.test(value.trim()));
}

function readAs(text: string, as: XmlTypeRule['as']): Json | undefined {
  if (text === '') return null;
  if (as === 'boolean') return /^(true|1)$/.test(text) ? true : /^(false|0)$/.test(text) ? false : undefined;
  const decimal = plainDecimal(text);
  if (decimal === undefined || as === 'decimal') return decimal;
  return exactNumber(decimal);
}

/** All text of an element in document order. */
function textOf({ children }: XmlElement): string {
  return children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

function markupOf({ children }: XmlElement): string {
  return children.map((child) => (typeof child === 'string' ? escapeText(child) : markup(child))).join('');
}

function markup(element: XmlElement): string {
  const attributes = element.attributes.map(({ name, value }) => ` ${name}="${escapeAttribute(value)}"`).join('');
  const inner = markupOf(element);
  return inner === '' ? `<${element.name}${attributes}/>` : `<${element.name}${attributes}>${inner}</${element.name}>`;
}
