import {
  header,
  isObject,
  type JsonValue,
  json,
  type Reply,
  readJson,
  type SimRequest,
} from '../../../../simulators/kit/exchange.ts';
import type { Clock } from '../../../../simulators/kit/simulator.ts';
import type { Desk } from '../desk.ts';
import { type Entity, type EntitySet, keyOf } from '../odata/entity.ts';
import { ODataError } from '../odata/error.ts';
import { printMetadata } from '../odata/metadata.ts';
import { queryPage, readShape } from '../odata/query.ts';
import { renderEntity } from '../odata/render.ts';
import { readNested, readProperties } from '../odata/values.ts';
import { readSegment } from '../resource.ts';
import { child, issue, refuse, restamped, stamped } from '../sales-order.ts';
import { SERVICES_PATH } from '../service.ts';

const HEADERS = { 'content-type': 'application/json;charset=utf-8', dataserviceversion: '2.0' };
const PAGE = 1_000;

export interface RecordDeskSettings {
  /** Name of the service, as in its address. */
  readonly name: string;
  /** The set whose records stand by themselves; the sets its navigations lead to can be read and changed too. */
  readonly root: EntitySet;
  readonly clock: Clock;
  readonly user: string;
  readonly records: readonly Entity[];
  /** Fields a new record must have; nobody may make one where absent. */
  readonly needs?: readonly string[];
}

/** Master data: records by key that are read, changed and, where the service allows it, made. */
export interface RecordDesk extends Desk {
  readonly root: EntitySet;
  all(): readonly Entity[];
  /** Puts a record there, or in the place of the one with its key, as a person at the system would. */
  put(record: Entity): void;
}

export function createRecordDesk({ name, root, clock, user, records, needs }: RecordDeskSettings): RecordDesk {
  const path = `${SERVICES_PATH}/${name}`;
  const isStamped = root.fields.some((field) => field.name === 'LastChangeDateTime');
  const kept = new Map<string, Entity>();
  const put = (record: Entity): Entity => {
    const before = kept.get(keyOf(record));
    const last = before
      ? { ...record.values, LastChangeDateTime: before.values.LastChangeDateTime ?? null }
      : undefined;
    const made = last ? restamped({ ...record, values: last }, clock()) : stamped(record, clock());
    const kind = isStamped ? made : record;
    kept.set(keyOf(record), kind);
    return kind;
  };
  for (const record of records) put(record);

  const belowRoot = new Map(Object.entries(root.navigations).map(([link, set]) => [set.name, { link, set }]));

  /** Records an address names, and the root record of the one it names by key. */
  const find = (asked: string) => {
    const { name: first, keys } = readSegment(asked);
    const below = belowRoot.get(first);
    if (first !== root.name && !below) {
      throw new ODataError(404, '/IWFND/CM_MGW/004', `Resource not found for the segment '${first}'.`);
    }
    const pairs = [...kept.values()].flatMap((owner) =>
      below ? (owner.children[below.link] ?? []).map((entity) => ({ owner, entity })) : [{ owner, entity: owner }],
    );
    const set = below?.set ?? root;
    if (!keys) return { set, pairs, below };
    const [only = ''] = set.keys;
    const wanted = Object.entries(keys).map(([key, value]) => [key === '' ? only : key, value] as const);
    const one = pairs.find(({ entity }) => wanted.every(([key, value]) => entity.values[key] === value));
    if (!one) throw new ODataError(404, '/IWBEP/CM_MGW_RT/020', 'Resource not found for the key given.');
    return { set, pairs, below, one };
  };

  const read = ({ url }: SimRequest, asked: string): Reply => {
    const serviceUrl = `${url.origin}${path}`;
    const sets = [root, ...Object.values(root.navigations)];
    if (asked === '') return json(200, { d: { EntitySets: sets.map((set) => set.name) } }, HEADERS);
    if (asked === '$metadata') {
      return { status: 200, headers: { 'content-type': 'application/xml' }, body: printMetadata(name, sets) };
    }
    const { set, pairs, one } = find(asked);
    const shape = readShape(set, url.searchParams);
    if (one) {
      const etag = one.entity.etag === undefined ? {} : { etag: one.entity.etag };
      return json(200, { d: renderEntity(one.entity, shape, serviceUrl) }, { ...HEADERS, ...etag });
    }
    const page = queryPage(
      pairs.map(({ entity }) => entity),
      set,
      url.searchParams,
      PAGE,
    );
    return json(200, { d: { results: page.entities.map((each) => renderEntity(each, shape, serviceUrl)) } }, HEADERS);
  };

  const create = (request: SimRequest, asked: string): Reply => {
    if (asked !== root.name || needs === undefined) throw notAllowed('POST');
    const body = bodyOf(request);
    const given = readProperties(root, body, 'create');
    refuse(
      needs.flatMap((field) =>
        (given[field] ?? '') === '' ? [issue('M3/001', `Enter a value for ${field}`, field)] : [],
      ),
    );
    const keys = Object.fromEntries(root.keys.map((key) => [key, given[key] ?? '']));
    const today = Math.floor(clock() / 86_400_000) * 86_400_000;
    const record = child(
      root,
      { ...given, CreationDate: today, CreatedByUser: user },
      Object.fromEntries(
        Object.entries(root.navigations).map(([link, set]) => [
          link,
          readNested(isObject(body) ? body : {}, link).map((one) =>
            child(set, { ...readProperties(set, one, 'create'), ...keys }),
          ),
        ]),
      ),
    );
    if (kept.has(keyOf(record))) {
      throw new ODataError(400, 'M3/023', `${root.name.slice(2)} ${Object.values(keys).join('/')} already exists`);
    }
    const made = put(record);
    const expand = new Map(Object.keys(root.navigations).map((link) => [link, new Map()]));
    const d = renderEntity(made, { expand }, `${request.url.origin}${path}`);
    return json(201, { d }, { ...HEADERS, etag: made.etag ?? '' });
  };

  const change = (request: SimRequest, asked: string): Reply => {
    const { set, below, one } = find(asked);
    if (!one) throw notAllowed('PATCH');
    const { owner, entity } = one;
    const match = header(request, 'if-match');
    if (entity.etag !== undefined && match === undefined) {
      throw new ODataError(428, '/IWFND/CM_MGW/101', 'The request requires an If-Match header for data modification');
    }
    if (entity.etag !== undefined && match !== '*' && match !== entity.etag) {
      throw new ODataError(412, '/IWFND/CM_MGW/100', 'The ETag of the resource does not match the precondition');
    }
    const changed = { ...entity, values: { ...entity.values, ...readProperties(set, bodyOf(request), 'write') } };
    const siblings = below ? (owner.children[below.link] ?? []).map((each) => (each === entity ? changed : each)) : [];
    const after = put(below ? { ...owner, children: { ...owner.children, [below.link]: siblings } } : changed);
    return { status: 204, headers: { dataserviceversion: '2.0', etag: after.etag ?? '' } };
  };

  return {
    path,
    root,
    all: () => [...kept.values()],
    put: (record) => {
      put(record);
    },
    serve: (request, asked) => {
      const tunnelled = request.method === 'POST' ? header(request, 'x-http-method') : undefined;
      switch (tunnelled?.toUpperCase() ?? request.method) {
        case 'GET':
        case 'HEAD':
          return read(request, asked);
        case 'POST':
          return create(request, asked);
        case 'PATCH':
        case 'MERGE':
          return change(request, asked);
        default:
          throw notAllowed(request.method);
      }
    },
  };
}

function bodyOf(request: SimRequest): JsonValue {
  const body = readJson(request.body);
  if (body === undefined) throw new ODataError(400, '005056A509B11EE1B9A8FEC11C23378E', 'Malformed JSON body');
  return body;
}

function notAllowed(method: string): ODataError {
  return new ODataError(405, '/IWFND/CM_MGW/405', `Method ${method} is not allowed on this resource`);
}
