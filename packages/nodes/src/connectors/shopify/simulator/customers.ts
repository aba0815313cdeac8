import {
  isObject,
  type JsonObject,
  type JsonValue,
  json,
  type Reply,
  readJson,
  type SimRequest,
} from '../../../simulators/kit/exchange.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import { errors } from './errors.ts';

const KEPT = 5_000;

export interface Customers {
  /** REST: `POST customers`, `GET` and `PUT customers/{id}`; `undefined` for anything else. */
  ask(path: string, request: SimRequest): Reply | undefined;
  /** `POST /_sim/customers`: a person makes or edits an account in the shop. */
  control(request: SimRequest): Reply | undefined;
  knows(id: number): boolean;
  /** Somebody who buys makes an account of this number, or changes it. */
  buys(id: number, fields: JsonObject): void;
  all(): readonly JsonObject[];
}

/** Accounts of buyers. Every change is told as `customers/create` or `customers/update`, those over the API too. */
export function createCustomers({
  now,
  nextId,
  tell,
}: {
  readonly now: () => string;
  readonly nextId: () => number;
  readonly tell: (topic: 'customers/create' | 'customers/update', body: JsonObject) => void;
}): Customers {
  const known = keepLast<string, JsonObject>(KEPT);

  const put = (fields: JsonObject, old?: JsonObject, newId?: number): JsonObject => {
    const id = old?.id ?? newId ?? nextId();
    const customer: JsonObject = { created_at: now(), tags: '', ...old, ...fields, id, updated_at: now() };
    known.set(String(id), customer);
    tell(old ? 'customers/update' : 'customers/create', customer);
    return customer;
  };

  return {
    all: () => known.values(),
    knows: (id) => known.get(String(id)) !== undefined,
    buys: (id, fields) => void put(fields, known.get(String(id)), id),
    ask(path, request) {
      const [, id] = /^customers(?:\/(\d+))?$/.exec(path) ?? [undefined, undefined];
      if (!path.startsWith('customers')) return undefined;
      const fields = customerIn(readJson(request.body));
      if (id === undefined) {
        if (request.method !== 'POST') return undefined;
        return fields
          ? json(201, { customer: put(fields) })
          : errors(400, 'customer: Required parameter missing or invalid');
      }
      const old = known.get(id);
      if (!old) return errors(404, 'Not Found');
      if (request.method === 'GET') return json(200, { customer: old });
      if (request.method !== 'PUT') return undefined;
      return fields
        ? json(200, { customer: put(fields, old) })
        : errors(400, 'customer: Required parameter missing or invalid');
    },
    control(request) {
      if (`${request.method} ${request.url.pathname}` !== 'POST /_sim/customers') return undefined;
      const body = readJson(request.body);
      if (!isObject(body)) return errors(400, 'The body is no object.');
      const old = typeof body.id === 'number' ? known.get(String(body.id)) : undefined;
      return json(old ? 200 : 201, { customer: put(body, old) });
    },
  };
}

function customerIn(body: JsonValue | undefined): JsonObject | undefined {
  return isObject(body) && isObject(body.customer) ? body.customer : undefined;
}
