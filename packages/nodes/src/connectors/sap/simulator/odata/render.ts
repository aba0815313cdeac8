import type { JsonObject, JsonValue } from '../../../../simulators/kit/exchange.ts';
import { type Entity, keyOf } from './entity.ts';
import { printValue } from './values.ts';

/** Navigations to print in place, each with those inside it. */
export type Expand = ReadonlyMap<string, Expand>;

export interface Shape {
  readonly expand: Expand;
  /** Property names and navigation paths to print; everything where absent. */
  readonly select?: readonly string[];
}

/**
 * One record in verbose JSON of OData v2: `__metadata` first, dates as `/Date(…)/`, navigations expanded or deferred.
 *
 * @param serviceUrl address of the service without a trailing slash
 */
export function renderEntity(entity: Entity, shape: Shape, serviceUrl: string): JsonObject {
  const { set } = entity;
  const uri = `${serviceUrl}/${set.name}${keyOf(entity)}`;
  const metadata: JsonObject = {
    id: uri,
    uri,
    type: `${set.namespace ?? serviceUrl.slice(serviceUrl.lastIndexOf('/') + 1)}.${set.name}Type`,
    ...(entity.etag === undefined ? {} : { etag: entity.etag }),
  };
  const printed: Record<string, JsonValue> = { __metadata: metadata };
  const { select } = shape;
  const asked = (name: string): boolean =>
    select === undefined || select.some((path) => path === name || path.startsWith(`${name}/`));
  for (const { name, type } of set.fields) {
    if (asked(name)) printed[name] = printValue(type, entity.values[name] ?? null);
  }
  for (const name of Object.keys(set.navigations)) {
    if (!asked(name)) continue;
    const inner = shape.expand.get(name);
    if (inner === undefined) {
      printed[name] = { __deferred: { uri: `${uri}/${name}` } };
      continue;
    }
    const paths = select?.flatMap((path) => (path.startsWith(`${name}/`) ? [path.slice(name.length + 1)] : []));
    const innerShape = paths === undefined || paths.length === 0 ? { expand: inner } : { expand: inner, select: paths };
    const children = entity.children[name] ?? [];
    const records = children.map((child) => renderEntity(child, innerShape, serviceUrl));
    printed[name] = set.single?.includes(name) ? (records[0] ?? null) : { results: records };
  }
  return printed;
}

/** A record for people and tests: the same names and values, without addresses. */
export function plainEntity(entity: Entity): JsonObject {
  const printed: Record<string, JsonValue> = {};
  for (const { name, type } of entity.set.fields) printed[name] = printValue(type, entity.values[name] ?? null);
  for (const [name, children] of Object.entries(entity.children)) {
    if (children.length > 0) printed[name] = { results: children.map(plainEntity) };
  }
  return printed;
}
