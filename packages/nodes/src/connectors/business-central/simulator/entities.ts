import { isObject, type JsonValue, json, type Reply } from '../../../simulators/kit/exchange.ts';
import { shipAndInvoice } from './post-order.ts';
import { type BcRecord, type BcRecords, etagOf, readFilter, shown } from './records.ts';
import { failed } from './replies.ts';
import { filledIn, following, linesOf, priced, refusal } from './rules.ts';

/** One request below a company: by itself, or a part of a batch. */
export interface EntityRequest {
  readonly method: string;
  /** `salesOrders`, `items(<id>)`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly ifMatch: string | undefined;
  readonly maxPageSize: number;
  readonly body: JsonValue | undefined;
}

export interface Entities {
  readonly records: BcRecords;
  now(): string;
  /** True when somebody else is quicker with this change. */
  isChanged(): boolean;
  onChange(record: BcRecord, changeType: 'created' | 'updated'): void;
  /** Absolute address of a path below the company. */
  address(path: string): string;
}

const POST_ORDER = /^salesOrders\(([^)]*)\)\/Microsoft\.NAV\.shipAndInvoice$/;

export function askEntity(entities: Entities, request: EntityRequest): Reply {
  const posted = POST_ORDER.exec(request.path)?.[1];
  if (posted !== undefined && request.method === 'POST') {
    return shipAndInvoice(entities.records, { id: posted }, entities.now());
  }
  const [, entity, id] = /^([a-z][A-Za-z]*)(?:\(([^)]*)\))?$/.exec(request.path) ?? [];
  if (entity === undefined)
    return failed(404, 'BadRequest_NotFound', `Resource not found for the segment '${request.path}'.`);
  if (id !== undefined) return askOne(entities, { ...request, entity, id });
  if (request.method === 'GET') return list(entities, entity, request);
  if (request.method !== 'POST')
    return failed(405, 'BadRequest_MethodNotAllowed', `Entity does not support ${request.method}.`);
  if (!isObject(request.body)) return failed(400, 'BadRequest', 'The request body is not JSON.');
  if (entity === 'salesOrders' && !request.body.customerNumber && !request.body.customerId) {
    return failed(
      400,
      'Internal_DataNotFoundFilter',
      'The field Sell-to Customer No. of table Sales Header needs a value.',
    );
  }
  const { salesOrderLines, ...fields } = request.body;
  const refused = refusal(entities.records, entity, { fields });
  if (refused) return refused;
  const record = entities.records.make(entity, filledIn(entity, fields), entities.now());
  for (const [at, line] of linesOf(salesOrderLines).entries()) {
    const place = { documentId: record.id, sequence: (at + 1) * 10_000 };
    entities.records.make('salesOrderLines', { ...place, ...priced(entities.records, line) }, entities.now());
  }
  entities.onChange(record, 'created');
  return json(201, shown(record));
}

function askOne(
  entities: Entities,
  { method, entity, id, ifMatch, body }: EntityRequest & { readonly entity: string; readonly id: string },
): Reply {
  const record = entities.records.one(entity, id);
  if (!record)
    return failed(404, 'Internal_RecordNotFound', `The ${entity} does not exist. Identification fields: Id='{${id}}'.`);
  if (method === 'GET') return json(200, shown(record));
  if (method !== 'PATCH') return failed(405, 'BadRequest_MethodNotAllowed', `Entity does not support ${method}.`);
  if (ifMatch === undefined) return failed(400, 'BadRequest_InvalidRequest', 'The If-Match header is required.');
  if ((ifMatch !== '*' && ifMatch !== etagOf(record)) || entities.isChanged()) {
    const message = 'Another user has already changed the record. Start over.';
    return failed(409, 'Request_EntityChanged', message);
  }
  if (!isObject(body)) return failed(400, 'BadRequest', 'The request body is not JSON.');
  const refused = refusal(entities.records, entity, { fields: body, id: record.id });
  if (refused) return refused;
  const changed = entities.records.change(record, following(record, body), entities.now());
  entities.onChange(changed, 'updated');
  return json(200, shown(changed));
}

function list(entities: Entities, entity: string, { query, maxPageSize }: EntityRequest): Reply {
  const filter = query.get('$filter');
  const fits = filter === null ? () => true : readFilter(filter);
  if (!fits) return failed(400, 'BadRequest', `The filter '${filter}' is more than the simulator reads.`);
  const found = entities.records.of(entity).map(shown).filter(fits);
  const from = Number(query.get('$skiptoken') ?? '0');
  const top = Math.min(found.length, from + Number(query.get('$top') ?? Number.MAX_SAFE_INTEGER));
  const to = Math.min(top, from + maxPageSize);
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(to));
  return json(200, {
    '@odata.context': entities.address('$metadata'),
    value: found.slice(from, to),
    ...(to < top && { '@odata.nextLink': entities.address(`${entity}?${next}`) }),
  });
}
