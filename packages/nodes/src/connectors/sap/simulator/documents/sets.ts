import type { EntitySet, Field } from '../odata/entity.ts';
import { date, decimal, text } from '../sets.ts';

const changed: Field = { name: 'LastChangeDateTime', type: 'Edm.DateTimeOffset', access: 'read', initial: null };

/** Fields the headers of sales documents share, behind number and type. */
const header = (documentDate: string): readonly Field[] => [
  text('SalesOrganization', 4, 'create'),
  text('DistributionChannel', 2, 'create'),
  text('OrganizationDivision', 2, 'create'),
  text('SoldToParty', 10),
  date('CreationDate', 'read'),
  text('CreatedByUser', 12, 'read'),
  date('LastChangeDate', 'read'),
  changed,
  text('PurchaseOrderByCustomer', 35),
  date(documentDate),
  decimal('TotalNetAmount', 'read'),
  text('TransactionCurrency', 5),
  text('SDDocumentReason', 3),
  text('ReferenceSDDocument', 10, 'create'),
  text('ReferenceSDDocumentCategory', 4, 'create'),
  text('OverallSDProcessStatus', 1, 'read', 'A'),
  text('OverallSDDocumentRejectionSts', 1, 'read', 'A'),
];

/** Fields their items share, behind the two keys. */
const item: readonly Field[] = [
  text('Material', 40, 'create'),
  decimal('RequestedQuantity'),
  text('RequestedQuantityUnit', 3, 'write', 'PC'),
  text('TransactionCurrency', 5, 'read'),
  decimal('NetAmount', 'read'),
  text('ReferenceSDDocument', 10, 'create'),
  text('ReferenceSDDocumentItem', 6, 'create'),
  text('SalesDocumentRjcnReason', 2),
  text('SDProcessStatus', 1, 'read', 'A'),
];

const pricing = (name: string, keys: readonly [string, string]): EntitySet => ({
  name,
  keys: [...keys, 'PricingProcedureStep', 'PricingProcedureCounter'],
  fields: [
    text(keys[0], 10, 'read'),
    text(keys[1], 6, 'read'),
    text('PricingProcedureStep', 3, 'read'),
    text('PricingProcedureCounter', 3, 'read'),
    text('ConditionType', 4, 'create'),
    decimal('ConditionRateValue'),
    text('ConditionCurrency', 5),
    decimal('ConditionQuantity', 'write', '1'),
    text('ConditionQuantityUnit', 3),
    decimal('ConditionAmount', 'read'),
  ],
  navigations: {},
});

const creditItem: EntitySet = {
  name: 'A_CreditMemoRequestItem',
  keys: ['CreditMemoRequest', 'CreditMemoRequestItem'],
  fields: [text('CreditMemoRequest', 10, 'read'), text('CreditMemoRequestItem', 6, 'create'), ...item],
  navigations: {
    to_PricingElement: pricing('A_CreditMemoReqItemPrcgElmnt', ['CreditMemoRequest', 'CreditMemoRequestItem']),
  },
};

const returnItem: EntitySet = {
  name: 'A_CustomerReturnItem',
  keys: ['CustomerReturn', 'CustomerReturnItem'],
  fields: [
    text('CustomerReturn', 10, 'read'),
    text('CustomerReturnItem', 6, 'create'),
    ...item,
    text('ReturnReason', 3),
    text('ProductionPlant', 4),
    text('StorageLocation', 4),
  ],
  navigations: {
    to_PricingElement: pricing('A_CustomerReturnItemPrcgElmnt', ['CustomerReturn', 'CustomerReturnItem']),
  },
};

export const CREDIT_SETS = {
  root: {
    name: 'A_CreditMemoRequest',
    keys: ['CreditMemoRequest'],
    fields: [
      text('CreditMemoRequest', 10, 'read'),
      text('CreditMemoRequestType', 4, 'create'),
      ...header('CreditMemoRequestDate'),
      text('HeaderBillingBlockReason', 2, 'write', '08'),
      text('OverallOrdReltdBillgStatus', 1, 'read', 'A'),
    ],
    navigations: { to_Item: creditItem },
  },
  item: creditItem,
} as const satisfies Record<string, EntitySet>;

export const RETURN_SETS = {
  root: {
    name: 'A_CustomerReturn',
    keys: ['CustomerReturn'],
    fields: [
      text('CustomerReturn', 10, 'read'),
      text('CustomerReturnType', 4, 'create'),
      ...header('CustomerReturnDate'),
      text('OverallDeliveryStatus', 1, 'read', 'A'),
    ],
    navigations: { to_Item: returnItem },
  },
  item: returnItem,
} as const satisfies Record<string, EntitySet>;
