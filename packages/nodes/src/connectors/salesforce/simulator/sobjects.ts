import { isObject, type JsonObject, type JsonValue, json, type Reply } from '../../../simulators/kit/exchange.ts';
import type { Records } from './records.ts';

/** One request to a record: by itself, or a part of a composite one. */
export interface RecordRequest {
  readonly method: string;
  /** Below `/services/data/v68.0`. */
  readonly path: string;
  readonly body: JsonValue | undefined;
}

/** Errors are always a list. @see REST API Developer Guide, "Status Codes and Error Responses" */
export function failed(status: number, errorCode: string, message: string, fields: readonly string[] = []): Reply {
  return json(status, [{ message, errorCode, ...(fields.length > 0 && { fields }) }]);
}

export interface SObjects {
  readonly records: Records;
  readonly dataPath: string;
  /** True when another transaction holds the row of this write. */
  isLocked(): boolean;
}

export function askRecord({ records, dataPath, isLocked }: SObjects, { method, path, body }: RecordRequest): Reply {
  const [, kind, type = '', name, value] = path.split('/').map(decodeURIComponent);
  if (kind !== 'sobjects' || type === '') return failed(404, 'NOT_FOUND', 'The requested resource does not exist');
  if (method === 'GET') {
    const record = records.one(type, name ?? '');
    if (!record) return failed(404, 'NOT_FOUND', 'The requested resource does not exist');
    const attributes = { type, url: `${dataPath}/sobjects/${type}/${record.Id}` };
    return json(200, { attributes, Id: record.Id, ...record.fields });
  }
  const fields = isObject(body) ? body : undefined;
  if (!fields) return failed(400, 'JSON_PARSER_ERROR', 'The body is no JSON object');
  if (isLocked()) return failed(400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record');

  if (method === 'POST' && name === undefined) return made(records.make(type, fields).Id);
  if (method !== 'PATCH' || name === undefined)
    return failed(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed`);
  if (value === undefined) {
    const record = records.one(type, name);
    if (!record) return failed(404, 'NOT_FOUND', 'The requested resource does not exist');
    records.change(record, fields);
    return { status: 204 };
  }
  if (Object.hasOwn(fields, name)) {
    return failed(400, 'INVALID_FIELD', `The ${name} field should not be specified in the sobject data.`, [name]);
  }
  return upsert({ records, dataPath }, { type, field: name, value, fields });
}

function upsert(
  { records, dataPath }: Pick<SObjects, 'records' | 'dataPath'>,
  {
    type,
    field,
    value,
    fields,
  }: { readonly type: string; readonly field: string; readonly value: string; readonly fields: JsonObject },
): Reply {
  const [known, second] = records.find(type, field, value);
  if (known && second) {
    return json(
      300,
      records.find(type, field, value).map(({ Id }) => `${dataPath}/sobjects/${type}/${Id}`),
    );
  }
  if (!known) return made(records.make(type, { [field]: value, ...fields }).Id);
  records.change(known, fields);
  return json(200, { id: known.Id, success: true, errors: [], created: false });
}

function made(id: string): Reply {
  return json(201, { id, success: true, errors: [], created: true });
}
