import type { Json, JsonObject } from '@lockstep/schema/run';
import { decimalOfNumber } from '../kit/decimals.ts';
import { escapeAttribute, escapeText, firstUnwritable, isQualifiedName } from './escape.ts';
import type { NamespacePrefix } from './to-json.ts';

export interface XmlWriteOptions {
  /** Declared at the root; names refer to them by prefix. `''` is the namespace of names without one. */
  readonly namespaces?: readonly NamespacePrefix[];
  /** Encoding the declaration names; false writes none. Default UTF-8. */
  readonly declaration?: string | false;
  /** Blanks a level; 0 (default) writes no white space between elements. */
  readonly indent?: number;
  /** What null becomes: nothing (default), an empty element, or one with `xsi:nil`. */
  readonly nulls?: 'omit' | 'empty' | 'nil';
}

export interface XmlWriteIssue {
  readonly path: string;
  readonly message: string;
}

export type WrittenXml =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly issues: readonly XmlWriteIssue[] };

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const MAX_DEPTH = 500;

/**
 * Writes the JSON that `xmlToJson` gives, `{ <root>: value }`, as a document: `@name` as attributes, `#text` as text, lists as
 * elements that repeat. Names and prefixes are checked, so that what it writes can be read.
 */
export function writeXml(document: Json, options: XmlWriteOptions = {}): WrittenXml {
  const { namespaces = [], declaration = 'UTF-8' } = options;
  const roots = isObject(document) ? Object.keys(document).filter((name) => !name.startsWith('@')) : [];
  const [root] = roots;
  if (root === undefined || roots.length > 1 || !isObject(document)) {
    return { ok: false, issues: [{ path: '', message: 'A document is an object with one element, its root.' }] };
  }
  const writer = elementWriter(options);
  const declared = namespaces.map(({ prefix, uri }): [string, string] => [
    prefix === '' ? '@xmlns' : `@xmlns:${prefix}`,
    uri,
  ]);
  const value = document[root] ?? null;
  const given: JsonObject = isObject(value) ? value : value === null ? {} : { '#text': value };
  const nil: [string, string][] = options.nulls === 'nil' && !('@xmlns:xsi' in given) ? [['@xmlns:xsi', XSI]] : [];
  if (Array.isArray(value)) return { ok: false, issues: [{ path: `/${root}`, message: 'The root cannot repeat.' }] };
  const scope = new Set(['xml']);
  const text = writer.element(
    root,
    Object.fromEntries([...declared, ...nil, ...Object.entries(given)]),
    `/${root}`,
    0,
    scope,
  );
  if (writer.issues.length > 0) return { ok: false, issues: writer.issues.slice(0, 20) };
  return { ok: true, text: `${declaration ? `<?xml version="1.0" encoding="${declaration}"?>\n` : ''}${text}` };
}

function elementWriter({ indent = 0, nulls = 'omit' }: XmlWriteOptions) {
  const issues: XmlWriteIssue[] = [];
  const tell = (path: string, message: string): string => {
    issues.push({ path, message });
    return '';
  };
  const lineAt = (depth: number): string => (indent > 0 ? `\n${' '.repeat(indent * depth)}` : '');

  const plain = (value: Json, path: string): string => {
    if (typeof value === 'object' && value !== null) return tell(path, 'The value is no text.');
    const text = value === null ? '' : typeof value === 'number' ? (decimalOfNumber(value) ?? '') : String(value);
    const bad = firstUnwritable(text);
    return bad === -1 ? text : tell(path, `Character ${bad + 1} cannot be written in XML.`);
  };

  const checkName = (name: string, path: string, scope: ReadonlySet<string>) => {
    if (!isQualifiedName(name)) tell(path, `${JSON.stringify(name.slice(0, 60))} is no name in XML.`);
    const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : undefined;
    if (prefix !== undefined && prefix !== 'xmlns' && !scope.has(prefix))
      tell(path, `The prefix ${prefix} has no namespace.`);
  };

  const element = (name: string, value: Json, path: string, depth: number, outer: ReadonlySet<string>): string => {
    if (depth > MAX_DEPTH) return tell(path, `Elements are nested deeper than ${MAX_DEPTH} levels.`);
    if (Array.isArray(value)) return tell(path, 'A list in a list cannot be written.');
    if (value === null) {
      if (nulls === 'omit') return '';
      checkName(name, path, outer);
      return nulls === 'nil' ? `<${name} xsi:nil="true"/>` : `<${name}/>`;
    }
    if (!isObject(value)) {
      checkName(name, path, outer);
      const text = escapeText(plain(value, path));
      return text === '' ? `<${name}/>` : `<${name}>${text}</${name}>`;
    }
    const entries = Object.entries(value);
    const scope = new Set(outer);
    for (const [key] of entries) if (key.startsWith('@xmlns:')) scope.add(key.slice(7));
    checkName(name, path, scope);
    const attributes = entries.map(([key, given]) => {
      if (!key.startsWith('@') || given === null) return '';
      checkName(key.slice(1), `${path}/${key}`, scope);
      return ` ${key.slice(1)}="${escapeAttribute(plain(given, `${path}/${key}`))}"`;
    });
    const text = Object.hasOwn(value, '#text') ? escapeText(plain(value['#text'] ?? null, `${path}/#text`)) : '';
    const inner = entries.flatMap(([key, given]) => {
      if (key.startsWith('@') || key === '#text') return [];
      const items: readonly Json[] = Array.isArray(given) ? given : [given];
      return items.map((item, at) =>
        element(key, item, Array.isArray(given) ? `${path}/${key}/${at}` : `${path}/${key}`, depth + 1, scope),
      );
    });
    const written = inner.filter((child) => child !== '');
    const open = `<${name}${attributes.join('')}`;
    if (written.length === 0) return text === '' ? `${open}/>` : `${open}>${text}</${name}>`;
    const children =
      text === '' ? written.map((child) => lineAt(depth + 1) + child).join('') + lineAt(depth) : written.join('');
    return `${open}>${text}${children}</${name}>`;
  };

  return { element, issues };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
