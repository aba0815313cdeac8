import { inside, keyOf, qualified, type Scoped, said } from './scoped.ts';

/** An element as a schema declares it. */
export interface XsdElement {
  readonly name: string;
  /** `''`: it is written without a namespace. */
  readonly uri: string;
  readonly many: boolean;
  readonly required: boolean;
  readonly type: XsdType;
}

export type XsdType =
  | { readonly kind: 'text'; readonly as?: 'number' | 'decimal' | 'boolean' }
  | {
      readonly kind: 'parts';
      /** In the order they have to be written. Read when they are wanted: a type may hold itself. */
      readonly parts: () => readonly XsdElement[];
      readonly attributes: readonly string[];
      /** Takes what is not declared. */
      readonly open: boolean;
      /** What stands in it beside attributes. */
      readonly text: boolean;
    };

/** Types and elements of all schemas of a service. */
export interface XsdSchemas {
  element(key: string): XsdElement | undefined;
  type(key: string): XsdType | undefined;
}

const XSD = 'http://www.w3.org/2001/XMLSchema';
const NUMBERS = new Set(
  'int integer long short byte unsignedInt unsignedLong unsignedShort unsignedByte positiveInteger nonNegativeInteger negativeInteger nonPositiveInteger float double'.split(
    ' ',
  ),
);
const ANYTHING: XsdType = { kind: 'parts', parts: () => [], attributes: [], open: true, text: true };

interface Declared extends Scoped {
  readonly target: string;
  /** Whether local elements bear the namespace of the schema. */
  readonly isQualified: boolean;
}

/**
 * Reads schemas as far as it takes to write and read messages: elements in sequences, choices and alls, extensions, lists, simple types.
 * What it does not know (groups, wildcards, redefinitions) takes anything.
 *
 * @see XML Schema 1.0 part 1
 */
export function readSchemas(schemas: readonly Scoped[]): XsdSchemas {
  const elements = new Map<string, Declared>();
  const types = new Map<string, Declared>();
  for (const schema of schemas) {
    const target = said(schema, 'targetNamespace') ?? '';
    const isQualified = said(schema, 'elementFormDefault') === 'qualified';
    for (const child of inside(schema)) {
      const name = said(child, 'name');
      const declared = { ...child, target, isQualified };
      if (name === undefined) continue;
      if (child.element.local === 'element') elements.set(keyOf(target, name), declared);
      if (/^(complexType|simpleType)$/.test(child.element.local)) types.set(keyOf(target, name), declared);
    }
  }
  const read = new Map<string, XsdType>();

  function typeNamed(key: string): XsdType | undefined {
    if (key.startsWith(`{${XSD}}`)) return builtIn(key.slice(XSD.length + 2));
    const known = read.get(key);
    if (known) return known;
    const declared = types.get(key);
    if (!declared) return undefined;
    const made = typeOf(declared);
    read.set(key, made);
    return made;
  }

  const within = (parent: Declared, child: Scoped): Declared => {
    return { ...child, target: parent.target, isQualified: parent.isQualified };
  };

  function typeOf(declared: Declared): XsdType {
    if (declared.element.local === 'simpleType') {
      const [restriction] = inside(declared, 'restriction');
      const base = restriction && said(restriction, 'base');
      return (base && restriction && typeNamed(qualified(restriction, base))) || { kind: 'text' };
    }
    const attributesOf = (at: Scoped) => inside(at, 'attribute').flatMap((each) => said(each, 'name') ?? []);
    const [simple] = inside(declared, 'simpleContent');
    const [complex] = inside(declared, 'complexContent');
    const [derived] = [simple, complex].flatMap((content) =>
      content ? inside(content, 'extension', 'restriction') : [],
    );
    const own = derived ?? declared;
    const baseName = derived && said(derived, 'base');
    const base =
      baseName && derived?.element.local === 'extension' ? typeNamed(qualified(derived, baseName)) : undefined;
    const inherited = base?.kind === 'parts' ? base : undefined;
    const isOpen = inside(own, 'group', 'any').length > 0 || hasWildcard(own);
    return {
      kind: 'parts',
      parts: () => [...(inherited?.parts() ?? []), ...partsOf(within(declared, own))],
      attributes: [...(inherited?.attributes ?? []), ...attributesOf(own)],
      open: isOpen || (inherited?.open ?? false),
      text: simple !== undefined || said(declared, 'mixed') === 'true',
    };
  }

  function hasWildcard(at: Scoped): boolean {
    return inside(at, 'sequence', 'choice', 'all').some(
      (group) => inside(group, 'any', 'group').length > 0 || hasWildcard(group),
    );
  }

  function partsOf(at: Declared, outer = { many: false, optional: false }): readonly XsdElement[] {
    return inside(at, 'sequence', 'choice', 'all', 'element').flatMap((child): readonly XsdElement[] => {
      const many = outer.many || isMany(child);
      const optional = outer.optional || said(child, 'minOccurs') === '0';
      if (child.element.local !== 'element') {
        return partsOf(within(at, child), { many, optional: optional || child.element.local === 'choice' });
      }
      const made = elementOf(within(at, child), false);
      return made ? [{ ...made, many, required: !optional }] : [];
    });
  }

  function elementOf(declared: Declared, isGlobal: boolean): XsdElement | undefined {
    const ref = said(declared, 'ref');
    if (ref !== undefined) {
      const key = qualified(declared, ref);
      const found = elements.get(key);
      return found && elementOf(found, true);
    }
    const name = said(declared, 'name');
    if (name === undefined) return undefined;
    const form = said(declared, 'form');
    const bears = isGlobal || (form === undefined ? declared.isQualified : form === 'qualified');
    const typeName = said(declared, 'type');
    const [inline] = inside(declared, 'complexType', 'simpleType');
    const type = typeName
      ? (typeNamed(qualified(declared, typeName)) ?? ANYTHING)
      : inline
        ? typeOf(within(declared, inline))
        : ANYTHING;
    return { name, uri: bears ? declared.target : '', many: false, required: true, type };
  }

  return {
    element: (key) => {
      const declared = elements.get(key);
      return declared && elementOf(declared, true);
    },
    type: typeNamed,
  };
}

function isMany(at: Scoped): boolean {
  const most = said(at, 'maxOccurs');
  return most === 'unbounded' || Number(most ?? 1) > 1;
}

function builtIn(local: string): XsdType {
  if (local === 'anyType') return ANYTHING;
  if (NUMBERS.has(local)) return { kind: 'text', as: 'number' };
  if (local === 'decimal') return { kind: 'text', as: 'decimal' };
  return local === 'boolean' ? { kind: 'text', as: 'boolean' } : { kind: 'text' };
}
