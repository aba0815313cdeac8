import { createHmac } from 'node:crypto';
import type { Contract } from '@lockstep/schema/contracts';
import { EACH, type SearchField, type SearchPath, searchName, searchPath } from '@lockstep/schema/graph';
import { fieldsOf as fieldsOfSchema, type SchemaField } from '@lockstep/schema/mapping';
import type { Json } from '@lockstep/schema/run';
import type { FoundField } from '../../store/index.ts';
import type { FieldsOf } from '../host/types.ts';
import type { LoadedFlow } from '../steps/index.ts';

/** Values of one field that a run is found by; of a longer list the first ones. */
const MAX_VALUES = 20;
/** Longer values are found by their beginning. */
const LONGEST = 200;

/** A field of a version, ready to be read. */
interface ReadyField {
  readonly name: string;
  readonly path: SearchPath;
  readonly sensitive: boolean;
}

/** Makes the value of a sensitive field one that says nothing without the key of the installation. */
export type HashValue = (field: string, value: string) => string;

export function createHashValue(key: Buffer): HashValue {
  return (field, value) =>
    `hmac:${createHmac('sha256', key).update(`search ${field}\0${value}`, 'utf16le').digest('base64url')}`;
}

interface Contracts {
  readonly find: (ref: string) => Pick<Contract, 'schema'> | undefined;
}

/**
 * Reads what runs are found by out of messages: plain members of plain data, so nothing is computed and nothing can fail. A
 * field is sensitive when its flow says so, or the contract of the trigger does (`x-sensitive`).
 */
export function createFieldsOf(options: { readonly hashValue: HashValue; readonly contracts: Contracts }): FieldsOf {
  const known = new WeakMap<LoadedFlow, Map<string, readonly ReadyField[]>>();
  const ready = (loaded: LoadedFlow, node: string, fields: readonly SearchField[]) => {
    const byNode = known.get(loaded) ?? new Map<string, readonly ReadyField[]>();
    known.set(loaded, byNode);
    const found = byNode.get(node) ?? readyFields(fields, schemaOf(loaded, node, options.contracts));
    byNode.set(node, found);
    return found;
  };
  return (loaded, { message, node }) => {
    const { search } = loaded.flow.settings;
    if (!search || search.length === 0) return undefined;
    const found = ready(loaded, node, search).flatMap(({ name, path, sensitive }): readonly FoundField[] => {
      const values = new Set(valuesAt(message, path).slice(0, MAX_VALUES));
      return [...values].map((value) => ({ field: name, value: sensitive ? options.hashValue(name, value) : value }));
    });
    return found.length > 0 ? found : undefined;
  };
}

/** A value as it is stored and compared; `undefined` for what cannot name a message. */
export function searchValue(value: Json): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const text = String(value).trim().toLowerCase().slice(0, LONGEST);
  return text === '' ? undefined : text;
}

function valuesAt(value: Json, path: SearchPath): readonly string[] {
  const [step, ...rest] = path;
  if (step === undefined) return [searchValue(value) ?? []].flat();
  if (step === EACH)
    return Array.isArray(value) ? value.slice(0, MAX_VALUES).flatMap((item) => valuesAt(item, rest)) : [];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, step)) return [];
  return valuesAt((value as { readonly [name: string]: Json })[step] ?? null, rest);
}

function readyFields(fields: readonly SearchField[], schema: SchemaField | undefined): readonly ReadyField[] {
  return fields.flatMap(({ name, path: text, sensitive = false }) => {
    const path = searchPath(text);
    return path ? [{ name: searchName(name), path, sensitive: sensitive || isSensitiveAt(schema, path) }] : [];
  });
}

/** The contract that the message of a trigger meets, as its parameters say. */
function schemaOf({ nodes }: LoadedFlow, node: string, contracts: Contracts): SchemaField | undefined {
  const ref = nodes.get(node)?.node.params.contract;
  const contract = typeof ref === 'string' ? contracts.find(ref) : undefined;
  return contract && fieldsOfSchema(contract.schema);
}

function isSensitiveAt(field: SchemaField | undefined, [step, ...rest]: SearchPath): boolean {
  if (!field) return false;
  if (field.isSensitive || step === undefined) return field.isSensitive ?? false;
  const next = step === EACH ? field.children[0] : field.children.find(({ name }) => name === step);
  return isSensitiveAt(next, rest);
}
