import { isObject, type JsonObject, type JsonValue } from '../../../simulators/kit/exchange.ts';
import { formatDecimal, parseDecimal } from './odata/decimal.ts';
import type { EdmValue, Entity, EntitySet } from './odata/entity.ts';
import { type ErrorDetail, ODataError } from './odata/error.ts';
import { readNested, readProperties } from './odata/values.ts';
import { type Condition, netAmount } from './pricing.ts';
import { initialValues, SETS } from './sets.ts';

/** What the company's customizing allows. */
export interface Customizing {
  readonly salesOrderTypes: readonly string[];
  /** Sales organisation to its currency. */
  readonly salesOrganizations: Readonly<Record<string, string>>;
  /** Known customers; every number of at most ten characters where absent. */
  readonly customers?: readonly string[];
  /** Known materials; every name of at most 40 characters where absent. */
  readonly materials?: readonly string[];
  /** Materials nobody ever listed, whatever else is known: an order with one is refused. None where absent. */
  readonly unlisted?: readonly string[];
}

export interface Stamp {
  /** Draws the next document number; called once, and not for an order that is refused. */
  nextNumber(): string;
  readonly user: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

type Values = Record<string, EdmValue>;

const DAY_MS = 86_400_000;

/**
 * The sales order of a deep insert: `to_Item` with prices in `to_PricingElement`, and `to_Partner`. What the caller
 * leaves out is filled as an order entry would.
 *
 * @throws ODataError 400 with every complaint in `errordetails`, as BAPI messages arrive
 */
export function createSalesOrder(body: JsonValue, customizing: Customizing, stamp: Stamp): Entity {
  const given = readProperties(SETS.salesOrder, body, 'create');
  const nested: JsonObject = isObject(body) ? body : {};
  const items = readNested(nested, 'to_Item').map((item) => readItem(item));
  const complaints = [
    ...checkHeader(given, customizing),
    ...items.flatMap((item, at) => checkItem(item, at, customizing)),
  ];
  const partners = readNested(nested, 'to_Partner').map((part) => readProperties(SETS.headerPartner, part, 'create'));
  refuse(complaints);

  const SalesOrder = stamp.nextNumber();
  const today = Math.floor(stamp.now / DAY_MS) * DAY_MS;
  const header: Values = {
    ...initialValues(SETS.salesOrder),
    TransactionCurrency: customizing.salesOrganizations[String(given.SalesOrganization)] ?? 'EUR',
    SalesOrderDate: today,
    PricingDate: today,
    RequestedDeliveryDate: today,
    ...given,
    SalesOrder,
    CreationDate: today,
    CreatedByUser: stamp.user,
  };
  const children = items.map((item, at) => itemEntity(item, at, header));
  header.TotalNetAmount = total(children);
  const soldTo: Values = { PartnerFunction: 'SP', Customer: header.SoldToParty ?? '' };
  const named = partners.some(({ PartnerFunction }) => PartnerFunction === 'SP');
  const all = named ? partners : [soldTo, ...partners];
  const entity: Entity = {
    set: SETS.salesOrder,
    values: header,
    children: {
      to_Item: children,
      to_Partner: all.map((partner) => child(SETS.headerPartner, { ...partner, SalesOrder })),
    },
  };
  return stamped(entity, stamp.now);
}

/**
 * A changed header.
 *
 * @throws ODataError 400 where the new values are not allowed
 */
export function changeSalesOrder(order: Entity, body: JsonValue, customizing: Customizing, now: number): Entity {
  const values = { ...order.values, ...readProperties(SETS.salesOrder, body, 'write') };
  refuse(checkHeader(values, customizing));
  return restamped({ ...order, values }, now);
}

/** A changed document: two changes within one millisecond must not share an ETag. */
export function restamped(document: Entity, now: number): Entity {
  const last = document.values.LastChangeDateTime;
  return stamped(document, Math.max(now, typeof last === 'number' ? last + 1 : now));
}

/** A document with the time of its last change, and the ETag that follows from it. */
export function stamped(entity: Entity, now: number): Entity {
  const values = {
    ...entity.values,
    LastChangeDate: Math.floor(now / DAY_MS) * DAY_MS,
    LastChangeDateTime: now,
  };
  const time = new Date(now).toISOString().replace('Z', '0000Z').replaceAll(':', '%3A');
  return { ...entity, values, etag: `W/"datetimeoffset'${time}'"` };
}

interface Item {
  readonly values: Values;
  readonly prices: readonly Values[];
  readonly partners: readonly Values[];
}

function readItem(body: JsonValue): Item {
  const values = readProperties(SETS.item, body, 'create');
  const nested: JsonObject = isObject(body) ? body : {};
  const read = (set: EntitySet, navigation: string): Values[] =>
    readNested(nested, navigation).map((part) => readProperties(set, part, 'create'));
  return {
    values,
    prices: read(SETS.pricingElement, 'to_PricingElement'),
    partners: read(SETS.itemPartner, 'to_Partner'),
  };
}

function itemEntity({ values, prices, partners }: Item, at: number, header: Values): Entity {
  const { SalesOrder = '', PurchaseOrderByCustomer = '', PricingDate = null, TransactionCurrency = '' } = header;
  const { Material = '', RequestedQuantity = '0' } = values;
  const SalesOrderItem = values.SalesOrderItem || String((at + 1) * 10);
  const conditions = prices.map<Condition>(({ ConditionRateValue, ConditionQuantity }) => ({
    rate: String(ConditionRateValue ?? '0'),
    per: String(ConditionQuantity ?? '1'),
  }));
  const weight = formatDecimal(parseDecimal(String(RequestedQuantity), 3) ?? 0n, 3);
  const full: Values = {
    ...initialValues(SETS.item),
    SalesOrderItemText: `Trad.Good ${String(Material)}`.slice(0, 40),
    PurchaseOrderByCustomer,
    PricingDate,
    ItemGrossWeight: weight,
    ItemNetWeight: weight,
    ProductionPlant: header.SalesOrganization ?? '',
    ShippingPoint: header.SalesOrganization ?? '',
    IncotermsClassification: header.IncotermsClassification ?? '',
    IncotermsTransferLocation: header.IncotermsTransferLocation ?? '',
    IncotermsLocation1: header.IncotermsLocation1 ?? '',
    CustomerPaymentTerms: header.CustomerPaymentTerms ?? '',
    ...values,
    SalesOrder,
    SalesOrderItem,
    TransactionCurrency,
    NetAmount: netAmount(String(Material), String(RequestedQuantity), conditions),
  };
  const ids = { SalesOrder, SalesOrderItem };
  return child(SETS.item, full, {
    to_Partner: partners.map((partner) => child(SETS.itemPartner, { ...partner, ...ids })),
    to_PricingElement: prices.map((price, step) => {
      const condition = conditions[step];
      return child(SETS.pricingElement, {
        ConditionCurrency: TransactionCurrency,
        ...price,
        ...ids,
        PricingProcedureStep: String((step + 1) * 10),
        PricingProcedureCounter: '1',
        TransactionCurrency,
        ConditionAmount: netAmount(String(Material), String(RequestedQuantity), condition ? [condition] : []),
      });
    }),
    to_ScheduleLine: [
      child(SETS.scheduleLine, {
        ...ids,
        ScheduleLine: '1',
        RequestedDeliveryDate: header.RequestedDeliveryDate ?? null,
        OrderQuantityUnit: full.RequestedQuantityUnit ?? '',
        ScheduleLineOrderQuantity: RequestedQuantity,
        ConfdOrderQtyByMatlAvailCheck: RequestedQuantity,
      }),
    ],
  });
}

export function child(set: EntitySet, values: Values, children: Entity['children'] = {}): Entity {
  return { set, values: { ...initialValues(set), ...values }, children };
}

function total(items: readonly Entity[]): string {
  const sum = items.reduce((units, { values }) => units + (parseDecimal(String(values.NetAmount), 2) ?? 0n), 0n);
  return formatDecimal(sum, 2);
}

function checkHeader(values: Values, customizing: Customizing): ErrorDetail[] {
  const { salesOrderTypes, salesOrganizations, customers } = customizing;
  const [type, organization, customer] = [values.SalesOrderType, values.SalesOrganization, values.SoldToParty].map(
    String,
  );
  const blank = (name: string): boolean => (values[name] ?? '') === '';
  const complaints: (ErrorDetail | false)[] = [
    blank('SalesOrderType')
      ? issue('V1/046', 'Enter a sales document type', 'SalesOrderType')
      : !salesOrderTypes.includes(type ?? '') &&
        issue('V1/045', `Sales document type ${type} is not defined`, 'SalesOrderType'),
    blank('SalesOrganization')
      ? issue('V1/047', 'Enter a sales organization', 'SalesOrganization')
      : !Object.hasOwn(salesOrganizations, organization ?? '') &&
        issue('V1/048', `Sales organization ${organization} is not defined`, 'SalesOrganization'),
    blank('DistributionChannel') && issue('V1/049', 'Enter a distribution channel', 'DistributionChannel'),
    blank('OrganizationDivision') && issue('V1/050', 'Enter a division', 'OrganizationDivision'),
    blank('SoldToParty')
      ? issue('V1/212', 'Enter sold-to party or ship-to party', 'SoldToParty')
      : customers !== undefined &&
        !customers.includes(customer ?? '') &&
        issue('VP/199', `Customer ${customer} is not defined in the sales area`, 'SoldToParty'),
    !blank('TransactionCurrency') &&
      !/^[A-Z]{3}$/.test(String(values.TransactionCurrency)) &&
      issue('SG/105', `Currency ${values.TransactionCurrency} is not defined`, 'TransactionCurrency'),
  ];
  return complaints.filter((complaint) => complaint !== false);
}

function checkItem({ values }: Item, at: number, { materials, unlisted = [] }: Customizing): ErrorDetail[] {
  const line = `to_Item(${at + 1})`;
  const material = String(values.Material ?? '');
  const quantity = parseDecimal(String(values.RequestedQuantity ?? '0'), 3) ?? 0n;
  const complaints: (ErrorDetail | false)[] = [
    material === ''
      ? issue('V1/320', `Item ${(at + 1) * 10}: enter a material`, `${line}/Material`)
      : (unlisted.includes(material) || materials?.includes(material) === false) &&
        issue('V1/302', `Material ${material} is not defined for the sales organization`, `${line}/Material`),
    quantity <= 0n && issue('V1/384', `Item ${(at + 1) * 10}: enter a quantity`, `${line}/RequestedQuantity`),
  ];
  return complaints.filter((complaint) => complaint !== false);
}

export function issue(code: string, message: string, target: string): ErrorDetail {
  return { code, message, target };
}

/** @throws ODataError 400 where there is a complaint */
export function refuse(complaints: readonly ErrorDetail[]): void {
  const [first] = complaints;
  if (first) throw new ODataError(400, first.code, first.message, first.target, complaints);
}
