import {
  isObject,
  type JsonValue,
  json,
  type Reply,
  readJson,
  type SimRequest,
} from '../../../simulators/kit/exchange.ts';
import { type Kept, keepLast } from '../../../simulators/kit/kept.ts';
import type { Clock } from '../../../simulators/kit/simulator.ts';
import type { Deliveries } from './delivery.ts';
import type { Desk } from './desk.ts';
import { formatDecimal, parseDecimal } from './odata/decimal.ts';
import type { Entity } from './odata/entity.ts';
import { ODataError } from './odata/error.ts';

const PATH = '/sap/opu/odata4/sap/api_billingdocument/srvd_a2x/sap/billingdocument/0001';
const ACTION = 'BillingDocument/SAP__self.CreateFromSDDocument';
const HEADERS = { 'content-type': 'application/json;odata.metadata=minimal', 'odata-version': '4.0' };

export interface BillingSettings {
  readonly orders: Kept<string, Entity>;
  readonly deliveries: Deliveries;
  readonly clock: Clock;
  readonly firstNumber: number;
  readonly keep: number;
}

interface BillingDocument {
  readonly BillingDocument: string;
  readonly BillingDocumentType: string;
  readonly BillingDocumentDate: string;
  readonly SoldToParty: string;
  readonly TotalNetAmount: number;
  readonly TransactionCurrency: string;
  readonly AccountingPostingStatus: string;
  readonly _Item: readonly BillingItem[];
}

interface BillingItem {
  readonly BillingDocument: string;
  readonly BillingDocumentItem: string;
  readonly ReferenceSDDocument: string;
  readonly ReferenceSDDocumentItem: string;
  readonly SalesDocument: string;
  readonly Product: string;
  readonly BillingQuantity: number;
  readonly NetAmount: number;
}

/** Billing documents (OData v4): made from deliveries whose goods were issued, each delivery once. */
export interface Billing extends Desk {
  all(): readonly BillingDocument[];
}

export function createBilling({ orders, deliveries, clock, firstNumber, keep }: BillingSettings): Billing {
  const kept = keepLast<string, BillingDocument>(keep);
  let number = firstNumber;

  const create = (body: JsonValue | undefined): Reply => {
    const references =
      isObject(body) && Array.isArray(body._Reference) ? (body._Reference as readonly JsonValue[]) : [];
    const made = references.map((one) => {
      const document = isObject(one) ? String(one.SDDocument ?? '') : '';
      const delivery = deliveries.find(document);
      if (!delivery) throw new ODataError(400, 'VF/014', `Document ${document} does not exist`);
      if (delivery.values.OverallGoodsMovementStatus !== 'C') {
        throw new ODataError(400, 'VF/046', `Goods issue has not been posted for delivery ${document}`);
      }
      if (delivery.values.OverallDelivReltdBillgStatus === 'C') {
        throw new ODataError(400, 'VF/038', `Delivery ${document} has already been billed`);
      }
      return bill(
        delivery,
        isObject(body) && isObject(body._Control) ? body._Control.DefaultBillingDocumentType : 'F2',
      );
    });
    if (made.length === 0) throw new ODataError(400, 'VF/001', 'No documents are named');
    return json(200, { value: made.map(({ _Item, ...head }) => head) }, HEADERS);
  };

  const bill = (delivery: Entity, type: JsonValue | undefined): BillingDocument => {
    const BillingDocument = String(number++);
    const items = (delivery.children.to_DeliveryDocumentItem ?? []).map(({ values }): BillingItem => {
      const order = orders.get(String(values.ReferenceSDDocument));
      const sold = order?.children.to_Item?.find((one) => one.values.SalesOrderItem === values.ReferenceSDDocumentItem);
      return {
        BillingDocument,
        BillingDocumentItem: String(values.DeliveryDocumentItem),
        ReferenceSDDocument: String(values.DeliveryDocument),
        ReferenceSDDocumentItem: String(values.DeliveryDocumentItem),
        SalesDocument: String(values.ReferenceSDDocument),
        Product: String(values.Material),
        BillingQuantity: Number(values.ActualDeliveryQuantity),
        NetAmount: shareOf(sold, String(values.ActualDeliveryQuantity)),
      };
    });
    const [first] = items;
    const document: BillingDocument = {
      BillingDocument,
      BillingDocumentType: typeof type === 'string' ? type : 'F2',
      BillingDocumentDate: new Date(clock()).toISOString().slice(0, 10),
      SoldToParty: String(delivery.values.SoldToParty),
      TotalNetAmount: Math.round(items.reduce((sum, { NetAmount }) => sum + NetAmount * 100, 0)) / 100,
      TransactionCurrency: String(orders.get(first?.SalesDocument ?? '')?.values.TransactionCurrency ?? 'EUR'),
      AccountingPostingStatus: 'C',
      _Item: items,
    };
    kept.set(BillingDocument, document);
    deliveries.billed(String(delivery.values.DeliveryDocument));
    return document;
  };

  const read = ({ url: { searchParams: query } }: SimRequest, path: string): Reply => {
    if (path === '') return json(200, { value: [{ name: 'BillingDocument', url: 'BillingDocument' }] }, HEADERS);
    const key = /^BillingDocument\('?(\d+)'?\)$/.exec(path)?.[1];
    if (key !== undefined) {
      const document = kept.get(key);
      if (!document) throw new ODataError(404, 'VF/041', `Billing document ${key} does not exist`);
      return json(200, document, HEADERS);
    }
    if (path !== 'BillingDocumentItem') throw new ODataError(404, '/IWBEP/CM_V4_APPS/021', `No resource '${path}'`);
    const wanted = /^ReferenceSDDocument eq '((?:[^']|'')*)'$/.exec(query.get('$filter') ?? '')?.[1];
    if (wanted === undefined) throw new ODataError(400, '/IWBEP/CM_V4_COS/014', 'Filter by ReferenceSDDocument');
    const items = kept.values().flatMap(({ _Item }) => _Item);
    return json(200, { value: items.filter((one) => one.ReferenceSDDocument === wanted) }, HEADERS);
  };

  return {
    path: PATH,
    all: () => kept.values(),
    serve: (request, path) => {
      if (request.method === 'GET' || request.method === 'HEAD') return read(request, path);
      if (request.method === 'POST' && path === ACTION) return create(readJson(request.body));
      throw new ODataError(405, '/IWFND/CM_MGW/405', `Method ${request.method} is not allowed on this resource`);
    },
  };
}

/** The part of an order item's amount that a delivered quantity bears, in the currency's unit, to the cent. */
function shareOf(sold: Entity | undefined, quantity: string): number {
  const cents = parseDecimal(String(sold?.values.NetAmount ?? '0'), 2) ?? 0n;
  const ordered = parseDecimal(String(sold?.values.RequestedQuantity ?? '1'), 3) ?? 1_000n;
  const delivered = parseDecimal(quantity, 3) ?? 0n;
  return Number(formatDecimal((cents * delivered * 2n + ordered) / (ordered * 2n), 2));
}
