import type { Json, JsonObject } from '../run/json.ts';
import type { Contract } from './contract.ts';

/**
 * TypeScript declarations of a contract: `interface Order { … }`, one interface more for each of its `$defs`, descriptions as comments.
 * What a schema leaves open is `unknown`; fields it does not name do not exist, so a misspelt one is an error where it is used.
 *
 * @param name of the whole, in capitals at the beginning: `Order`
 */
export function typesOfContract(schema: Json, name: string): string {
  const definitions = isObject(schema) && isObject(schema.$defs) ? Object.entries(schema.$defs) : [];
  const names = new Map<string, string>([['#', name]]);
  const taken = new Set([name]);
  for (const [key] of definitions) {
    let own = `${name}${pascal(key)}`;
    while (taken.has(own)) own += '_';
    taken.add(own);
    names.set(`#/$defs/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, own);
  }
  const parts = [declaration(schema, name, names)];
  for (const [key, each] of definitions) {
    parts.push(declaration(each, names.get(`#/$defs/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`) ?? '', names));
  }
  return `${parts.join('\n')}\n`;
}

/** The declarations of one version as a file to put beside code that reads or writes such messages. */
export function declarationFile({
  name,
  version,
  title,
  schema,
}: Pick<Contract, 'name' | 'version' | 'title' | 'schema'>): string {
  const types = typesOfContract(schema, pascal(name)).replaceAll(/^(interface|type) /gm, 'export $1 ');
  return `// ${title.replaceAll(/\s+/g, ' ')}: contract ${name}@${version}\n\n${types}`;
}

type Names = ReadonlyMap<string, string>;

function declaration(schema: Json, name: string, names: Names): string {
  const comment = isObject(schema) ? commentOf(schema, '') : '';
  const body = typeOf(schema, names, '');
  // An interface shows its name in errors and completions; anything but a plain object cannot be one.
  const isPlain = body.startsWith('{\n') && body.endsWith('\n}') && !/^\S/m.test(body.slice(2, -2));
  return isPlain ? `${comment}interface ${name} ${body}` : `${comment}type ${name} = ${body};`;
}

function typeOf(schema: Json, names: Names, indent: string): string {
  if (schema === false) return 'never';
  if (!isObject(schema)) return 'unknown';
  const parts = [
    ...(typeof schema.$ref === 'string' ? [names.get(schema.$ref) ?? 'unknown'] : []),
    ...listOf(schema.allOf).map((part) => typeOf(part, names, indent)),
    ...[schema.anyOf, schema.oneOf].flatMap((choices) => {
      const types = listOf(choices).map((part) => typeOf(part, names, indent));
      return types.length === 0 ? [] : [union(types)];
    }),
  ];
  const own = ownType(schema, names, indent);
  const all = [...parts, ...(own === 'unknown' ? [] : [own])].filter((part) => part !== 'unknown');
  if (all.length === 0) return 'unknown';
  return all.length === 1
    ? (all[0] as string)
    : all.map((part) => (part.includes(' | ') ? `(${part})` : part)).join(' & ');
}

function ownType(schema: JsonObject, names: Names, indent: string): string {
  if (schema.const !== undefined) return literal(schema.const);
  if (Array.isArray(schema.enum)) return union((schema.enum as readonly Json[]).map(literal));
  const types = [schema.type].flat().filter((type) => typeof type === 'string');
  if (types.length > 0) return union(types.map((type) => namedType(type, schema, names, indent)));
  if (isObject(schema.properties)) return namedType('object', schema, names, indent);
  return schema.items === undefined ? 'unknown' : namedType('array', schema, names, indent);
}

function namedType(type: string, schema: JsonObject, names: Names, indent: string): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array': {
      const item = typeOf(schema.items ?? true, names, indent);
      return `readonly ${/[|&]/.test(item) && !item.startsWith('{') ? `(${item})` : item}[]`;
    }
    case 'object':
      return objectType(schema, names, indent);
    default:
      return 'unknown';
  }
}

function objectType(schema: JsonObject, names: Names, indent: string): string {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const required = new Set(listOf(schema.required));
  const rest = schema.additionalProperties;
  if (properties.length === 0) {
    if (rest === false) return 'Record<string, never>';
    return `Readonly<Record<string, ${isObject(rest) ? typeOf(rest, names, indent) : 'unknown'}>>`;
  }
  const inner = `${indent}  `;
  const lines = properties.map(([name, property]) => {
    const comment = isObject(property) ? commentOf(property, inner) : '';
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    return `${comment}${inner}readonly ${key}${required.has(name) ? '' : '?'}: ${typeOf(property, names, inner)};\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}

function union(types: readonly string[]): string {
  const distinct = [...new Set(types)];
  return distinct.length === 0 ? 'never' : distinct.join(' | ');
}

function literal(value: Json): string {
  if (typeof value === 'object' && value !== null) return 'unknown';
  return JSON.stringify(value);
}

function commentOf({ description }: JsonObject, indent: string): string {
  if (typeof description !== 'string' || description.trim() === '') return '';
  return `${indent}/** ${description.trim().replaceAll('*/', '* /').replaceAll(/\s+/g, ' ')} */\n`;
}

/** `sales-order` -> `SalesOrder`. */
export function pascal(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(joined) ? joined : `T${joined}`;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
