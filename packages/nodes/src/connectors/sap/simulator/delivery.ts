import {
  header as headerOf,
  isObject,
  type JsonObject,
  json,
  type Reply,
  readJson,
  type SimRequest,
} from '../../../simulators/kit/exchange.ts';
import { type Kept, keepLast } from '../../../simulators/kit/kept.ts';
import type { Clock } from '../../../simulators/kit/simulator.ts';
import { DELIVERY_SETS } from './delivery-sets.ts';
import type { Desk } from './desk.ts';
import { formatDecimal, parseDecimal, trimDecimal } from './odata/decimal.ts';
import type { EdmValue, Entity } from './odata/entity.ts';
import { ODataError } from './odata/error.ts';
import { printMetadata } from './odata/metadata.ts';
import { queryPage, readShape } from './odata/query.ts';
import { renderEntity } from './odata/render.ts';
import { readNested, readProperties } from './odata/values.ts';
import { restamped } from './sales-order.ts';
import { initialValues } from './sets.ts';

const PATH = '/sap/opu/odata/sap/API_OUTBOUND_DELIVERY_SRV;v=0002';
const HEADERS = { 'content-type': 'application/json;charset=utf-8', dataserviceversion: '2.0' };
const DAY_MS = 86_400_000;
const PAGE = 1_000;
const HEADER = /^A_OutbDeliveryHeader\('(\d+)'\)$/;

export interface DeliverySettings {
  readonly orders: Kept<string, Entity>;
  readonly clock: Clock;
  readonly firstNumber: number;
  readonly keep: number;
}

/** Outbound deliveries: created with reference to items of sales orders, never beyond what was ordered, then issued. */
export interface Deliveries extends Desk {
  all(): readonly Entity[];
  find(document: string): Entity | undefined;
  /** @param document one that was just billed */
  billed(document: string): void;
}

export function createDeliveries({ orders, clock, firstNumber, keep }: DeliverySettings): Deliveries {
  const kept = keepLast<string, Entity>(keep);
  let number = firstNumber;

  const create = (body: JsonObject): Entity => {
    const given = readProperties(DELIVERY_SETS.header, body, 'create');
    const items = readNested(body, 'to_DeliveryDocumentItem').map((one) =>
      readProperties(DELIVERY_SETS.item, one, 'create'),
    );
    if (items.length === 0) throw new ODataError(400, 'VL/280', 'No items were found for the delivery');
    const sold = items.map((item) => soldItem(item));
    const DeliveryDocument = String(number++);
    const today = Math.floor(clock() / DAY_MS) * DAY_MS;
    const children = items.map((item, at): Entity => {
      const values = {
        ...initialValues(DELIVERY_SETS.item),
        ...item,
        DeliveryDocument,
        DeliveryDocumentItem: String((at + 1) * 10),
        ReferenceSDDocumentItem: sold[at]?.values.SalesOrderItem ?? '',
        Material: sold[at]?.values.Material ?? '',
      };
      return { set: DELIVERY_SETS.item, values, children: {} };
    });
    const order = orders.get(String(items[0]?.ReferenceSDDocument));
    const values = {
      ...initialValues(DELIVERY_SETS.header),
      DeliveryDate: today,
      PlannedGoodsIssueDate: today,
      ...given,
      DeliveryDocument,
      SoldToParty: order?.values.SoldToParty ?? '',
      CreationDate: today,
    };
    const made = put({ set: DELIVERY_SETS.header, values, children: { to_DeliveryDocumentItem: children } });
    for (const document of new Set(items.map(({ ReferenceSDDocument }) => String(ReferenceSDDocument))))
      tellOrder(document);
    return made;
  };

  /** The sales order shows how far it is delivered. */
  const tellOrder = (document: string): void => {
    const order = orders.get(document);
    if (!order) return;
    const to_Item = (order.children.to_Item ?? []).map((item) => {
      const done = delivered(document, String(item.values.SalesOrderItem));
      const DeliveryStatus = done === 0n ? 'A' : done < units(item.values.RequestedQuantity) ? 'B' : 'C';
      return { ...item, values: { ...item.values, DeliveryStatus } };
    });
    const all = new Set(to_Item.map(({ values }) => values.DeliveryStatus));
    const OverallTotalDeliveryStatus = all.size > 1 ? 'B' : ([...all][0] ?? 'A');
    const values = { ...order.values, OverallTotalDeliveryStatus };
    orders.set(document, restamped({ ...order, values, children: { ...order.children, to_Item } }, clock()));
  };

  /** The item of the sales order, with so much of it not delivered yet. @throws ODataError */
  const soldItem = (item: Readonly<Record<string, EdmValue>>): Entity => {
    const [document, position] = [String(item.ReferenceSDDocument ?? ''), String(item.ReferenceSDDocumentItem ?? '')];
    const sold = orders
      .get(document)
      ?.children.to_Item?.find(({ values }) => Number(values.SalesOrderItem) === Number(position));
    if (!sold) throw new ODataError(400, 'VL/461', `Item ${position} of sales document ${document} does not exist`);
    if ((sold.values.SalesDocumentRjcnReason ?? '') !== '')
      throw new ODataError(400, 'VL/367', `Item ${position} of sales document ${document} was rejected`);
    const wanted = units(item.ActualDeliveryQuantity);
    if (wanted <= 0n) throw new ODataError(400, 'VL/305', 'Enter a delivery quantity');
    const left = units(sold.values.RequestedQuantity) - delivered(document, String(sold.values.SalesOrderItem));
    if (wanted > left) {
      const open = trimDecimal(formatDecimal(left, 3));
      throw new ODataError(400, 'VL/363', `Only ${open} of item ${position} of ${document} are open for delivery`);
    }
    return sold;
  };

  const delivered = (document: string, position: string): bigint =>
    kept
      .values()
      .flatMap(({ children }) => children.to_DeliveryDocumentItem ?? [])
      .filter(({ values }) => values.ReferenceSDDocument === document && values.ReferenceSDDocumentItem === position)
      .reduce((sum, { values }) => sum + units(values.ActualDeliveryQuantity), 0n);

  const put = (delivery: Entity, changes: Readonly<Record<string, EdmValue>> = {}): Entity => {
    const last = delivery.values.LastChangeDateTime;
    // Two changes within one millisecond must not share an ETag.
    const now = Math.max(clock(), typeof last === 'number' ? last + 1 : 0);
    const time = new Date(now).toISOString().replace('Z', '0000Z').replaceAll(':', '%3A');
    const values: Entity['values'] = { ...delivery.values, ...changes, LastChangeDateTime: now };
    const after = { ...delivery, values, etag: `W/"datetimeoffset'${time}'"` };
    kept.set(String(values.DeliveryDocument), after);
    return after;
  };

  /** @throws ODataError where it is not there, or not as the caller knows it */
  const matching = (request: SimRequest, document: string): Entity => {
    const delivery = kept.get(document);
    if (!delivery) throw new ODataError(404, 'VL/302', `Delivery ${document} does not exist`);
    const match = headerOf(request, 'if-match');
    if (match === undefined) throw new ODataError(428, '/IWFND/CM_MGW/101', 'The request requires an If-Match header');
    if (match !== '*' && match !== delivery.etag) {
      throw new ODataError(412, '/IWFND/CM_MGW/100', 'The ETag of the resource does not match the precondition');
    }
    return delivery;
  };

  const change = (request: SimRequest, document: string): Reply => {
    const delivery = matching(request, document);
    const body = readJson(request.body);
    if (body === undefined) throw new ODataError(400, '005056A509B11EE1B9A8FEC11C23378E', 'Malformed JSON body');
    const after = put(delivery, readProperties(DELIVERY_SETS.header, body, 'write'));
    return { status: 204, headers: { dataserviceversion: '2.0', etag: after.etag ?? '' } };
  };

  const issue = (request: SimRequest): Reply => {
    const document = request.url.searchParams.get('DeliveryDocument')?.replaceAll("'", '') ?? '';
    const delivery = matching(request, document);
    if (delivery.values.OverallGoodsMovementStatus === 'C') {
      throw new ODataError(400, 'VL/609', `Goods issue of delivery ${document} has already been posted`);
    }
    const today = Math.floor(clock() / DAY_MS) * DAY_MS;
    put(delivery, { OverallGoodsMovementStatus: 'C', ActualGoodsMovementDate: today });
    return json(200, { d: { PostGoodsIssue: { DeliveryDocument: document } } }, HEADERS);
  };

  const read = (request: SimRequest, path: string): Reply => {
    const { origin, searchParams: query } = request.url;
    const serviceUrl = `${origin}${PATH}`;
    const key = HEADER.exec(path)?.[1];
    if (path === '') return json(200, { d: { EntitySets: ['A_OutbDeliveryHeader'] } }, HEADERS);
    if (key !== undefined) {
      const delivery = kept.get(key);
      if (!delivery) throw new ODataError(404, 'VL/302', `Delivery ${key} does not exist`);
      const d = renderEntity(delivery, readShape(delivery.set, query), serviceUrl);
      return json(200, { d }, { ...HEADERS, etag: delivery.etag ?? '' });
    }
    if (path === '$metadata') {
      const body = printMetadata(DELIVERY_SETS.header.namespace ?? '', Object.values(DELIVERY_SETS));
      return { status: 200, headers: { 'content-type': 'application/xml' }, body };
    }
    const set = Object.values(DELIVERY_SETS).find(({ name }) => name === path);
    if (!set) throw new ODataError(404, '/IWFND/CM_MGW/004', `No resource '${path}'`);
    const items = () => kept.values().flatMap(({ children }) => children.to_DeliveryDocumentItem ?? []);
    const { entities } = queryPage(set === DELIVERY_SETS.header ? kept.values() : items(), set, query, PAGE);
    const shape = readShape(set, query);
    return json(200, { d: { results: entities.map((one) => renderEntity(one, shape, serviceUrl)) } }, HEADERS);
  };

  return {
    path: PATH,
    all: () => kept.values(),
    find: (document) => kept.get(document),
    billed: (document) => {
      const delivery = kept.get(document);
      if (delivery) put(delivery, { OverallDelivReltdBillgStatus: 'C' });
    },
    serve: (request, path) => {
      if (request.method === 'GET' || request.method === 'HEAD') return read(request, path);
      if (request.method === 'POST' && path === 'PostGoodsIssue') return issue(request);
      const key = HEADER.exec(path)?.[1];
      if (request.method === 'PATCH' && key !== undefined) return change(request, key);
      if (request.method !== 'POST' || path !== DELIVERY_SETS.header.name) {
        throw new ODataError(405, '/IWFND/CM_MGW/405', `Method ${request.method} is not allowed on this resource`);
      }
      const body = readJson(request.body);
      if (!isObject(body)) throw new ODataError(400, '005056A509B11EE1B9A8FEC11C23378E', 'Malformed JSON body');
      const delivery = create(body);
      const expand = new Map([['to_DeliveryDocumentItem', new Map()]]);
      const d = renderEntity(delivery, { expand }, `${request.url.origin}${PATH}`);
      return json(201, { d }, { ...HEADERS, etag: delivery.etag ?? '' });
    },
  };
}

/** A quantity in thousandths. */
function units(quantity: EdmValue | undefined): bigint {
  return parseDecimal(String(quantity ?? '0'), 3) ?? 0n;
}
