import type { XmlElement } from '../../../formats/xml/read-tree.ts';

/** Prefixes in force at an element: names in attribute values are told by them. */
export type Scope = ReadonlyMap<string, string>;

/** An element with the prefixes in force at it. */
export interface Scoped {
  readonly element: XmlElement;
  readonly scope: Scope;
}

const XMLNS = 'http://www.w3.org/2000/xmlns/';

export function scoped(element: XmlElement, outer: Scope = new Map()): Scoped {
  const declared = element.attributes.filter(({ uri, name }) => uri === XMLNS || name === 'xmlns');
  if (declared.length === 0) return { element, scope: outer };
  const own = declared.map(({ name, local, value }): [string, string] => [name === 'xmlns' ? '' : local, value]);
  return { element, scope: new Map([...outer, ...own]) };
}

/** Elements inside, by local name; all where none is given. */
export function inside({ element, scope }: Scoped, ...locals: readonly string[]): readonly Scoped[] {
  return element.children
    .filter((child): child is XmlElement => typeof child !== 'string')
    .filter(({ local }) => locals.length === 0 || locals.includes(local))
    .map((child) => scoped(child, scope));
}

/** An attribute without a prefix. */
export function said({ element }: Scoped, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.name === name)?.value;
}

/** `{namespace}local` of a name in an attribute, by the prefixes in force. */
export function qualified({ scope }: Scoped, name: string): string {
  const at = name.indexOf(':');
  const [prefix, local] = at < 0 ? ['', name] : [name.slice(0, at), name.slice(at + 1)];
  return keyOf(scope.get(prefix) ?? '', local);
}

export function keyOf(uri: string, local: string): string {
  return `{${uri}}${local}`;
}
