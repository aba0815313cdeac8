import { readXmlTree, type XmlElement } from '../../formats/xml/read-tree.ts';
import { all, fieldOf, itemOf, type Names, said } from './edmx-elements.ts';
import type { EntitySet, Link, ODataModel, StructuredType } from './model.ts';
import { operationsOf } from './read-operations.ts';

/** A type as it is written down, before it has what it inherits. */
interface WrittenType extends StructuredType {
  readonly base?: string;
}

interface Association {
  readonly ends: readonly { readonly role: string; readonly type: string; readonly many: boolean }[];
}

/**
 * Reads `$metadata`. Whatever is about neither records nor operations (annotations, documentation) is passed over.
 *
 * @returns a sentence that says why it cannot be used, when it cannot
 * @see OData v2: CSDL 2.0 (MC-CSDL); OData v4: CSDL XML 4.01
 */
export function readEdmx(text: string): ODataModel | string {
  const tree = readXmlTree(text, { maxAttributes: 200 });
  if (!tree.ok) return `its $metadata cannot be read: ${tree.issue.message}`;
  if (tree.root.local !== 'Edmx') return `its $metadata begins with <${tree.root.name}> and not with <edmx:Edmx>`;
  const schemas = all(tree.root, 'DataServices').flatMap((services) => all(services, 'Schema'));
  if (schemas.length === 0) return 'its $metadata has no schema';
  const names = aliases(schemas);
  const associations = new Map(schemas.flatMap((schema) => associationsOf(schema, names)));
  const written = new Map(schemas.flatMap((schema) => typesOf(schema, { names, associations })));
  const types = new Map([...written.keys()].map((name) => [name, inherited(name, written)]));
  const sets = new Map(schemas.flatMap((schema) => setsOf(schema, { names, types })));
  if (sets.size === 0) return 'its $metadata names no entity set';
  const enums = new Map(
    schemas.flatMap((schema) =>
      all(schema, 'EnumType').map((found) => {
        const members = all(found, 'Member').map((member) => said(member, 'Name') ?? '');
        return [`${said(schema, 'Namespace')}.${said(found, 'Name')}`, new Set(members)] as const;
      }),
    ),
  );
  const version = (said(tree.root, 'Version') ?? '').startsWith('4') ? 'v4' : 'v2';
  return { version, sets, types, enums, operations: operationsOf(schemas, { version, names }) };
}

/** A type may be called by the alias of its schema. */
function aliases(schemas: readonly XmlElement[]): Names {
  const known = schemas.flatMap((schema) => {
    const alias = said(schema, 'Alias');
    return alias === undefined ? [] : [[`${alias}.`, `${said(schema, 'Namespace')}.`] as const];
  });
  return (name) => {
    const alias = known.find(([short]) => name.startsWith(short) && !name.slice(short.length).includes('.'));
    return alias ? `${alias[1]}${name.slice(alias[0].length)}` : name;
  };
}

function associationsOf(schema: XmlElement, names: Names): readonly (readonly [string, Association])[] {
  return all(schema, 'Association').map((found) => [
    `${said(schema, 'Namespace')}.${said(found, 'Name')}`,
    {
      ends: all(found, 'End').map((end) => ({
        role: said(end, 'Role') ?? '',
        type: names(said(end, 'Type') ?? ''),
        many: said(end, 'Multiplicity') === '*',
      })),
    },
  ]);
}

function typesOf(
  schema: XmlElement,
  { names, associations }: { readonly names: Names; readonly associations: ReadonlyMap<string, Association> },
): readonly (readonly [string, WrittenType])[] {
  return [...all(schema, 'EntityType'), ...all(schema, 'ComplexType')].map((found) => {
    const name = `${said(schema, 'Namespace')}.${said(found, 'Name')}`;
    const base = said(found, 'BaseType');
    const fields = all(found, 'Property').map((property) => fieldOf(property, names));
    const links = all(found, 'NavigationProperty').flatMap((link) => linkOf(link, { names, associations }));
    const keys = all(found, 'Key').flatMap((key) => all(key, 'PropertyRef').map((ref) => said(ref, 'Name') ?? ''));
    return [
      name,
      {
        name,
        keys,
        fields: new Map(fields.map((field) => [field.name, field])),
        links: new Map(links.map((link) => [link.name, link])),
        open: said(found, 'OpenType') === 'true',
        ...(base !== undefined && { base: names(base) }),
      },
    ];
  });
}

/** v4 says the type of a link, v2 by which association it leads where. */
function linkOf(
  link: XmlElement,
  { names, associations }: { readonly names: Names; readonly associations: ReadonlyMap<string, Association> },
): readonly Link[] {
  const name = said(link, 'Name') ?? '';
  const type = said(link, 'Type');
  if (type !== undefined) return [{ name, ...itemOf(type, names) }];
  const association = associations.get(names(said(link, 'Relationship') ?? ''));
  const end = association?.ends.find(({ role }) => role === said(link, 'ToRole'));
  return end ? [{ name, type: end.type, many: end.many }] : [];
}

/** With what it has from the types it is based on; a chain that leads back to itself ends. */
function inherited(name: string, written: ReadonlyMap<string, WrittenType>): StructuredType {
  const chain: WrittenType[] = [];
  for (let next = written.get(name); next && !chain.includes(next); next = written.get(next.base ?? '')) {
    chain.unshift(next);
  }
  return {
    name,
    keys: chain.find(({ keys }) => keys.length > 0)?.keys ?? [],
    fields: new Map(chain.flatMap(({ fields }) => [...fields])),
    links: new Map(chain.flatMap(({ links }) => [...links])),
    open: chain.some(({ open }) => open),
  };
}

function setsOf(
  schema: XmlElement,
  { names, types }: { readonly names: Names; readonly types: ReadonlyMap<string, StructuredType> },
): readonly (readonly [string, EntitySet])[] {
  return all(schema, 'EntityContainer').flatMap((container) =>
    all(container, 'EntitySet').flatMap((set) => {
      const name = said(set, 'Name') ?? '';
      const type = types.get(names(said(set, 'EntityType') ?? ''));
      return type && name !== '' ? [[name, { name, type }] as const] : [];
    }),
  );
}
