import type { Kept } from '../../../simulators/kit/kept.ts';
import type { Entity, EntitySet } from './odata/entity.ts';
import { ODataError } from './odata/error.ts';

/** The two sets of a service that an address may begin with. */
export interface Entrances {
  readonly root: EntitySet;
  /** Reached from a root record by `to_Item`. */
  readonly item: EntitySet;
}

/** What an address under the service leads to. */
export type Resource =
  | { readonly kind: 'collection'; readonly set: EntitySet; readonly entities: readonly Entity[] }
  | { readonly kind: 'entity'; readonly entity: Entity };

/**
 * Follows an address: `A_SalesOrder`, `A_SalesOrder('1')`, `A_SalesOrder('1')/to_Item`, `A_SalesOrderItem`,
 * `A_SalesOrderItem(SalesOrder='1',SalesOrderItem='10')/to_PricingElement`.
 *
 * @throws ODataError 404 where nothing is there, 400 where a key cannot be read
 */
export function findResource(
  segments: readonly string[],
  { root, item }: Entrances,
  documents: Kept<string, Entity>,
): Resource {
  const [number = ''] = root.keys;
  const [first = '', ...rest] = segments;
  const { name, keys } = readSegment(first);
  let found: Resource;
  switch (name) {
    case root.name:
      found = keys ? one(documents.get(keys[''] ?? keys[number] ?? '')) : collection(root, documents.values());
      break;
    case item.name:
      found = keys
        ? one(pick(children(documents.get(keys[number] ?? ''), 'to_Item'), keys))
        : collection(
            item,
            documents.values().flatMap((document) => children(document, 'to_Item')),
          );
      break;
    default:
      throw unknownSegment(name);
  }
  for (const segment of rest) found = step(found, segment);
  return found;
}

function step(from: Resource, segment: string): Resource {
  const { name, keys } = readSegment(segment);
  const set = from.kind === 'entity' ? from.entity.set.navigations[name] : undefined;
  if (from.kind !== 'entity' || !set) throw unknownSegment(name);
  const entities = children(from.entity, name);
  return keys ? one(pick(entities, keys)) : collection(set, entities);
}

function collection(set: EntitySet, entities: readonly Entity[]): Resource {
  return { kind: 'collection', set, entities };
}

function one(entity: Entity | undefined): Resource {
  if (!entity) throw new ODataError(404, '/IWBEP/CM_MGW_RT/020', 'Resource not found for the key given.');
  return { kind: 'entity', entity };
}

function children(entity: Entity | undefined, navigation: string): readonly Entity[] {
  return entity?.children[navigation] ?? [];
}

function pick(entities: readonly Entity[], keys: Readonly<Record<string, string>>): Entity | undefined {
  return entities.find(({ values }) => Object.entries(keys).every(([key, value]) => values[key] === value));
}

/** `Name('1')` and `Name(A='1',B='2')`; the key without a name is under the empty name. */
export function readSegment(segment: string): { name: string; keys?: Readonly<Record<string, string>> } {
  const match = /^(\w+)(?:\((.*)\))?$/.exec(segment);
  const [, name, predicate] = match ?? [];
  if (name === undefined) throw unknownSegment(segment);
  if (predicate === undefined) return { name };
  const keys: Record<string, string> = {};
  const pattern = /\s*(?:(\w+)\s*=\s*)?'((?:[^']|'')*)'\s*(?:,|$)/y;
  while (pattern.lastIndex < predicate.length) {
    const key = pattern.exec(predicate);
    if (!key) throw new ODataError(400, '/IWBEP/CM_MGW_RT/023', `Invalid key predicate '(${predicate})'`);
    keys[key[1] ?? ''] = (key[2] ?? '').replaceAll("''", "'");
  }
  return { name, keys };
}

function unknownSegment(segment: string): ODataError {
  return new ODataError(404, '/IWFND/CM_MGW/004', `Resource not found for the segment '${segment}'.`);
}
