import type { Json, JsonObject } from '@lockstep/schema/run';
import type { NamespacePrefix, XmlTypeRule } from '../../formats/xml/to-json.ts';
import { near } from '../kit/near.ts';
import { isObject } from '../kit/read-json.ts';
import type { XsdElement } from './wsdl/schema.ts';

/** A document as `writeXml` takes it, with the namespaces its names need; or what is wrong with what was given. */
export type WrittenBody =
  | { readonly document: JsonObject; readonly namespaces: readonly NamespacePrefix[] }
  | { readonly wrong: readonly string[] };

const MOST_WRONG = 20;

/** Gives values the names, the namespaces and the order of the schema. Attributes are `@name`, text beside them `#text`. */
export function toXml(element: XsdElement, value: Json): WrittenBody {
  const prefixes = new Map<string, string>();
  const wrong: string[] = [];
  const nameOf = ({ name, uri }: Pick<XsdElement, 'name' | 'uri'>): string => {
    if (uri === '') return name;
    const prefix = prefixes.get(uri) ?? `n${prefixes.size + 1}`;
    prefixes.set(uri, prefix);
    return `${prefix}:${name}`;
  };

  const written = ({ type }: XsdElement, given: Json, path: string): Json => {
    if (given === null) return null;
    if (type.kind === 'text') {
      if (typeof given === 'object')
        wrong.push(`${path} is one value, and not ${Array.isArray(given) ? 'a list' : 'an object'}.`);
      return given;
    }
    if (!isObject(given)) {
      if (Array.isArray(given)) wrong.push(`${path} is one element, and not a list.`);
      else if (!type.text && !type.open) wrong.push(`${path} is made of parts: give an object.`);
      return given;
    }
    const parts = type.parts();
    const known = new Map(parts.map((part) => [part.name, part]));
    for (const name of Object.keys(given)) {
      const isFree =
        type.open ||
        (name === '#text' && type.text) ||
        (name.startsWith('@') && type.attributes.includes(name.slice(1)));
      if (!known.has(name) && !isFree) {
        wrong.push(
          `${path} has no ${name}${near(name, [...known.keys(), ...type.attributes.map((each) => `@${each}`)])}`,
        );
      }
    }
    const free = Object.entries(given).filter(([name]) => !known.has(name));
    const inOrder = parts.flatMap((part): [string, Json][] => {
      const inner = Object.hasOwn(given, part.name) ? given[part.name] : undefined;
      const at = `${path}/${part.name}`;
      if (inner === undefined || inner === null) {
        if (part.required) wrong.push(`${path} lacks ${part.name}.`);
        return [];
      }
      if (!Array.isArray(inner)) return [[nameOf(part), written(part, inner, at)]];
      if (!part.many) wrong.push(`${at} cannot repeat.`);
      return [[nameOf(part), inner.map((item, index) => written(part, item, `${at}/${index}`))]];
    });
    return Object.fromEntries([...free, ...inOrder]);
  };

  const root = nameOf(element);
  const body = written(element, value === null ? {} : value, element.name);
  if (wrong.length > 0) return { wrong: wrong.slice(0, MOST_WRONG) };
  return { document: { [root]: body }, namespaces: [...prefixes].map(([uri, prefix]) => ({ uri, prefix })) };
}

/** How deep the rules of an answer go; a type that holds itself has no end. */
const MOST_LEVELS = 12;
const MOST_RULES = 2_000;

/** Which elements of an answer are lists, and which are numbers or booleans, by what the schema says. */
export function readingRules(element: XsdElement | undefined): {
  readonly lists: string[];
  readonly types: XmlTypeRule[];
} {
  const [lists, types]: [string[], XmlTypeRule[]] = [[], []];
  const walk = (at: XsdElement, path: string, level: number): void => {
    if (level > MOST_LEVELS || lists.length + types.length > MOST_RULES) return;
    if (at.many) lists.push(path);
    if (at.type.kind === 'text') {
      if (at.type.as) types.push({ path, as: at.type.as });
      return;
    }
    for (const part of at.type.parts()) walk(part, `${path}/${part.name}`, level + 1);
  };
  if (element) walk(element, `/${element.name}`, 0);
  return { lists, types };
}
