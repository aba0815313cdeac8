import { isObject, type JsonObject, type JsonValue } from '../../../../simulators/kit/exchange.ts';
import { formatDecimal, parseDecimal } from '../odata/decimal.ts';
import type { EdmValue, Entity, EntitySet } from '../odata/entity.ts';
import type { ErrorDetail } from '../odata/error.ts';
import { readNested, readProperties } from '../odata/values.ts';
import { type Condition, netAmount } from '../pricing.ts';
import { type Customizing, child, issue, refuse, restamped, type Stamp, stamped } from '../sales-order.ts';
import type { ServiceDefinition } from '../service.ts';
import { initialValues } from '../sets.ts';

/** How one kind of sales document names its parts, and what keeps its items from being rejected. */
export interface DocumentKind {
  readonly service: string;
  readonly root: EntitySet;
  readonly item: EntitySet;
  /** Field of its type, of its date, and of the number of an item. */
  readonly type: string;
  readonly date: string;
  readonly itemNumber: string;
  readonly types: readonly string[];
  /** Why an item of this document can no longer be rejected; undefined while it can. */
  closed(document: Entity): string | undefined;
}

type Values = Record<string, EdmValue>;

const DAY_MS = 86_400_000;

/** A service of documents with items that are made by deep insert, priced by conditions, and taken back by a reason of rejection. */
export function documentService(kind: DocumentKind): ServiceDefinition {
  const pricing = kind.item.navigations.to_PricingElement;
  return {
    name: kind.service,
    root: kind.root,
    item: kind.item,
    sets: [kind.root, kind.item, ...(pricing ? [pricing] : [])],
    create: (body, customizing, stamp) => create(kind, { body, customizing, stamp }),
    change: (document, body, customizing, now) => {
      const values = { ...document.values, ...readProperties(kind.root, body, 'write') };
      refuse(checkHeader(kind, values, customizing));
      const why = kind.closed(document);
      refuse(why === undefined ? [] : [issue('V1/853', why, kind.root.name)]);
      return restamped({ ...document, values }, now);
    },
    changeItem: (document, item, body, now) => {
      const given = readProperties(kind.item, body, 'write');
      const why = kind.closed(document);
      refuse(why === undefined ? [] : [issue('V1/853', why, 'SalesDocumentRjcnReason')]);
      const items = (document.children.to_Item ?? []).map((one) =>
        one === item ? { ...one, values: { ...one.values, ...given } } : one,
      );
      return restamped(summed({ ...document, children: { ...document.children, to_Item: items } }), now);
    },
  };
}

function create(
  kind: DocumentKind,
  { body, customizing, stamp }: { readonly body: JsonValue; readonly customizing: Customizing; readonly stamp: Stamp },
): Entity {
  const given = readProperties(kind.root, body, 'create');
  const nested: JsonObject = isObject(body) ? body : {};
  const items = readNested(nested, 'to_Item').map((item) => ({
    values: readProperties(kind.item, item, 'create'),
    prices: pricesOf(kind, item),
  }));
  refuse([
    ...checkHeader(kind, given, customizing),
    ...items.flatMap(({ values }, at) => checkItem(values, at, customizing)),
  ]);
  const [number = ''] = kind.root.keys;
  const today = Math.floor(stamp.now / DAY_MS) * DAY_MS;
  const TransactionCurrency =
    given.TransactionCurrency || (customizing.salesOrganizations[String(given.SalesOrganization)] ?? 'EUR');
  const ids = { [number]: stamp.nextNumber() };
  const values: Values = {
    ...initialValues(kind.root),
    [kind.date]: today,
    ...given,
    ...ids,
    TransactionCurrency,
    CreationDate: today,
    CreatedByUser: stamp.user,
  };
  const children = items.map(({ values: item, prices }, at) => {
    const itemIds = { ...ids, [kind.itemNumber]: item[kind.itemNumber] || String((at + 1) * 10) };
    const conditions = prices.map<Condition>(({ ConditionRateValue, ConditionQuantity }) => ({
      rate: String(ConditionRateValue ?? '0'),
      per: String(ConditionQuantity ?? '1'),
    }));
    const NetAmount = netAmount(String(item.Material ?? ''), String(item.RequestedQuantity ?? '0'), conditions);
    const pricing = kind.item.navigations.to_PricingElement;
    const elements = prices.map((price, step) =>
      child(pricing ?? kind.item, {
        ...price,
        ...itemIds,
        PricingProcedureStep: String((step + 1) * 10),
        PricingProcedureCounter: '1',
        ConditionAmount: NetAmount,
      }),
    );
    return child(kind.item, { ...item, ...itemIds, TransactionCurrency, NetAmount }, { to_PricingElement: elements });
  });
  return stamped(summed({ set: kind.root, values, children: { to_Item: children } }), stamp.now);
}

function pricesOf({ item }: DocumentKind, body: JsonValue): readonly Values[] {
  const pricing = item.navigations.to_PricingElement;
  const nested: JsonObject = isObject(body) ? body : {};
  return pricing ? readNested(nested, 'to_PricingElement').map((one) => readProperties(pricing, one, 'create')) : [];
}

/** Rejected items count for nothing: neither in the net amount nor in what is left to do. */
export function summed(document: Entity): Entity {
  const items = document.children.to_Item ?? [];
  const open = items.filter(({ values }) => (values.SalesDocumentRjcnReason ?? '') === '');
  const total = open.reduce((sum, { values }) => sum + (parseDecimal(String(values.NetAmount), 2) ?? 0n), 0n);
  const rejection = open.length === items.length ? 'A' : open.length === 0 ? 'C' : 'B';
  return {
    ...document,
    values: {
      ...document.values,
      TotalNetAmount: formatDecimal(total, 2),
      OverallSDDocumentRejectionSts: rejection,
      ...(rejection === 'C' && { OverallSDProcessStatus: 'C' }),
    },
  };
}

function checkHeader({ type, types }: DocumentKind, values: Values, { salesOrganizations, customers }: Customizing) {
  const [given, organization, customer] = [values[type], values.SalesOrganization, values.SoldToParty].map((value) =>
    String(value ?? ''),
  );
  const complaints: (ErrorDetail | false)[] = [
    !types.includes(given ?? '') && issue('V1/045', `Sales document type ${given} is not defined`, type),
    !Object.hasOwn(salesOrganizations, organization ?? '') &&
      issue('V1/048', `Sales organization ${organization} is not defined`, 'SalesOrganization'),
    (values.DistributionChannel ?? '') === '' && issue('V1/049', 'Enter a distribution channel', 'DistributionChannel'),
    (values.OrganizationDivision ?? '') === '' && issue('V1/050', 'Enter a division', 'OrganizationDivision'),
    (customer === '' || (customers !== undefined && !customers.includes(customer ?? ''))) &&
      issue('VP/199', `Customer ${customer} is not defined in the sales area`, 'SoldToParty'),
  ];
  return complaints.filter((complaint) => complaint !== false);
}

function checkItem({ Material, RequestedQuantity }: Values, at: number, { materials }: Customizing) {
  const line = `to_Item(${at + 1})`;
  const material = String(Material ?? '');
  const complaints: (ErrorDetail | false)[] = [
    (material === '' || (materials !== undefined && !materials.includes(material))) &&
      issue('V1/302', `Material ${material} is not defined for the sales organization`, `${line}/Material`),
    (parseDecimal(String(RequestedQuantity ?? '0'), 3) ?? 0n) <= 0n &&
      issue('V1/384', `Item ${(at + 1) * 10}: enter a quantity`, `${line}/RequestedQuantity`),
  ];
  return complaints.filter((complaint) => complaint !== false);
}
