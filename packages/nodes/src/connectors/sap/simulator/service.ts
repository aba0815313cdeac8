import {
  header,
  type JsonValue,
  json,
  type Reply,
  readJson,
  type SimRequest,
} from '../../../simulators/kit/exchange.ts';
import type { Kept } from '../../../simulators/kit/kept.ts';
import type { Clock } from '../../../simulators/kit/simulator.ts';
import type { Entity, EntitySet } from './odata/entity.ts';
import { ODataError } from './odata/error.ts';
import { printMetadata } from './odata/metadata.ts';
import { queryPage, readShape } from './odata/query.ts';
import { renderEntity } from './odata/render.ts';
import { type Entrances, findResource } from './resource.ts';
import type { Customizing, Stamp } from './sales-order.ts';

/** Where all services live. */
export const SERVICES_PATH = '/sap/opu/odata/sap';

const HEADERS = { 'content-type': 'application/json;charset=utf-8', dataserviceversion: '2.0' };

/** What a service serves, and the rules of its documents. All throw ODataError for what they refuse. */
export interface ServiceDefinition extends Entrances {
  /** As in its address. */
  readonly name: string;
  readonly sets: readonly EntitySet[];
  create(body: JsonValue, customizing: Customizing, stamp: Stamp): Entity;
  change(document: Entity, body: JsonValue, customizing: Customizing, now: number): Entity;
  /** A document with one item changed; absent where items cannot be changed. */
  changeItem?(document: Entity, item: Entity, body: JsonValue, now: number): Entity;
}

export interface Service {
  readonly definition: ServiceDefinition;
  readonly documents: Kept<string, Entity>;
  readonly customizing: Customizing;
  readonly clock: Clock;
  readonly user: string;
  /** Most records of one answer where the caller sets no `$top`. */
  readonly pageSize: number;
  nextNumber(): string;
}

/**
 * Answers a request that is signed in and, for a change, carries its token.
 *
 * @param path below the service, decoded, without the leading slash
 * @throws ODataError
 */
export function serve(service: Service, request: SimRequest, path: string): Reply {
  const method = methodOf(request);
  if (method === 'GET' || method === 'HEAD') return read(service, request, path);
  if (method === 'POST') return create(service, request, path);
  const { definition, documents } = service;
  const found = findResource(path.split('/'), definition, documents);
  if (found.kind !== 'entity') throw notAllowed(method);
  const { entity } = found;
  const isItem = entity.set === definition.item && definition.changeItem !== undefined;
  if (entity.set !== definition.root && !isItem) throw notAllowed(method);
  const key = String(entity.values[definition.root.keys[0] ?? '']);
  const document = isItem ? documents.get(key) : entity;
  if (!document) throw notAllowed(method);
  checkMatch(request, document);
  switch (method) {
    case 'PATCH':
    case 'MERGE': {
      const [body, now] = [bodyOf(request), service.clock()];
      const changed = isItem
        ? definition.changeItem?.(document, entity, body, now)
        : definition.change(document, body, service.customizing, now);
      if (!changed) throw notAllowed(method);
      documents.set(key, changed);
      return { status: 204, headers: { dataserviceversion: '2.0', etag: changed.etag ?? '' } };
    }
    case 'DELETE':
      if (isItem) throw notAllowed(method);
      documents.delete(key);
      return { status: 204, headers: { dataserviceversion: '2.0' } };
    default:
      throw notAllowed(method);
  }
}

/** How the documents stand. @returns puts them back */
export function snapshot({ documents, definition: { root } }: Service): () => void {
  const keyOf = ({ values }: Entity): string => String(values[root.keys[0] ?? '']);
  const before = new Map(documents.values().map((entity) => [keyOf(entity), entity]));
  return () => {
    for (const entity of documents.values()) if (!before.has(keyOf(entity))) documents.delete(keyOf(entity));
    for (const [key, entity] of before) documents.set(key, entity);
  };
}

function read(service: Service, request: SimRequest, path: string): Reply {
  const { searchParams: query } = request.url;
  const { definition } = service;
  if (path === '') return json(200, { d: { EntitySets: [definition.root.name, definition.item.name] } }, HEADERS);
  if (path === '$metadata') {
    const headers = { 'content-type': 'application/xml', dataserviceversion: '2.0' };
    return { status: 200, headers, body: printMetadata(definition.name, definition.sets) };
  }
  const segments = path.split('/');
  const counting = segments.at(-1) === '$count';
  const resource = findResource(counting ? segments.slice(0, -1) : segments, definition, service.documents);
  const serviceUrl = urlOf(definition, request);
  if (resource.kind === 'entity') {
    const { entity } = resource;
    const etag = entity.etag === undefined ? {} : { etag: entity.etag };
    const d = renderEntity(entity, readShape(entity.set, query), serviceUrl);
    return json(200, { d }, { ...HEADERS, ...etag });
  }
  const { set, entities } = resource;
  const page = queryPage(entities, set, query, counting ? entities.length : service.pageSize);
  if (counting) {
    return { status: 200, headers: { 'content-type': 'text/plain;charset=utf-8' }, body: String(page.entities.length) };
  }
  const shape = readShape(set, query);
  const results = page.entities.map((entity) => renderEntity(entity, shape, serviceUrl));
  const count = page.count === undefined ? {} : { __count: String(page.count) };
  const next = page.skipToken === undefined ? {} : { __next: nextUrl(request, page.skipToken) };
  return json(200, { d: { ...count, results, ...next } }, HEADERS);
}

function create(service: Service, request: SimRequest, path: string): Reply {
  const { definition } = service;
  if (path !== definition.root.name) throw notAllowed('POST');
  const type = header(request, 'content-type') ?? '';
  if (!/^application\/json\b/i.test(type)) {
    throw new ODataError(415, '/IWFND/CM_MGW/415', `Unsupported content type '${type}'`);
  }
  const { customizing, user, clock } = service;
  const stamp = { nextNumber: service.nextNumber, user, now: clock() };
  const made = definition.create(bodyOf(request), customizing, stamp);
  const number = String(made.values[definition.root.keys[0] ?? '']);
  service.documents.set(number, made);
  const serviceUrl = urlOf(definition, request);
  // A deep insert is answered with what was inserted, expanded.
  const d = renderEntity(made, { expand: new Map([['to_Item', new Map()]]) }, serviceUrl);
  const location = `${serviceUrl}/${definition.root.name}('${number}')`;
  return json(201, { d }, { ...HEADERS, location, etag: made.etag ?? '' });
}

function urlOf({ name }: ServiceDefinition, request: SimRequest): string {
  return `${request.url.origin}${SERVICES_PATH}/${name}`;
}

/** @throws ODataError 428 without `If-Match`, 412 with a stale one */
function checkMatch(request: SimRequest, entity: Entity): void {
  const given = header(request, 'if-match');
  if (given === undefined) {
    throw new ODataError(428, '/IWFND/CM_MGW/101', 'The request requires an If-Match header for data modification');
  }
  if (given !== '*' && given !== entity.etag) {
    throw new ODataError(412, '/IWFND/CM_MGW/100', 'The ETag of the resource does not match the precondition');
  }
}

/** OData v2 clients that cannot send PATCH tunnel it: POST with `X-HTTP-Method: MERGE`. */
function methodOf(request: SimRequest): string {
  const tunnelled = request.method === 'POST' ? header(request, 'x-http-method') : undefined;
  return tunnelled?.toUpperCase() ?? request.method;
}

function bodyOf(request: SimRequest): JsonValue {
  const body = readJson(request.body);
  if (body === undefined) throw new ODataError(400, '005056A509B11EE1B9A8FEC11C23378E', 'Malformed JSON body');
  return body;
}

function nextUrl({ url }: SimRequest, skipToken: string): string {
  const next = new URL(url);
  next.searchParams.set('$skiptoken', skipToken);
  next.searchParams.delete('$skip');
  return next.href;
}

function notAllowed(method: string): ODataError {
  return new ODataError(405, '/IWFND/CM_MGW/405', `Method ${method} is not allowed on this resource`);
}
