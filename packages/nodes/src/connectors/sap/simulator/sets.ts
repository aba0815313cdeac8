import type { EntitySet, Field } from './odata/entity.ts';

type Access = Field['access'];

export const text = (name: string, max: number, access: Access = 'write', initial = ''): Field => ({
  name,
  type: 'Edm.String',
  max,
  access,
  initial,
});
export const decimal = (name: string, access: Access = 'write', initial = '0', scale = 3): Field => ({
  name,
  type: 'Edm.Decimal',
  scale,
  access,
  initial,
});
export const date = (name: string, access: Access = 'write'): Field => ({
  name,
  type: 'Edm.DateTime',
  access,
  initial: null,
});

const pricingElement: EntitySet = {
  name: 'A_SalesOrderItemPrElement',
  keys: ['SalesOrder', 'SalesOrderItem', 'PricingProcedureStep', 'PricingProcedureCounter'],
  fields: [
    text('SalesOrder', 10, 'read'),
    text('SalesOrderItem', 6, 'read'),
    text('PricingProcedureStep', 3, 'read'),
    text('PricingProcedureCounter', 3, 'read'),
    text('ConditionType', 4, 'create'),
    decimal('ConditionRateValue'),
    text('ConditionCurrency', 5),
    decimal('ConditionQuantity', 'write', '1'),
    text('ConditionQuantityUnit', 3),
    decimal('ConditionAmount', 'read'),
    text('TransactionCurrency', 5, 'read'),
  ],
  navigations: {},
};

const scheduleLine: EntitySet = {
  name: 'A_SalesOrderScheduleLine',
  keys: ['SalesOrder', 'SalesOrderItem', 'ScheduleLine'],
  fields: [
    text('SalesOrder', 10, 'read'),
    text('SalesOrderItem', 6, 'read'),
    text('ScheduleLine', 4, 'read'),
    date('RequestedDeliveryDate', 'read'),
    text('OrderQuantityUnit', 3, 'read'),
    decimal('ScheduleLineOrderQuantity', 'read'),
    decimal('ConfdOrderQtyByMatlAvailCheck', 'read'),
  ],
  navigations: {},
};

const itemPartner: EntitySet = {
  name: 'A_SalesOrderItemPartner',
  keys: ['SalesOrder', 'SalesOrderItem', 'PartnerFunction'],
  fields: [
    text('SalesOrder', 10, 'read'),
    text('SalesOrderItem', 6, 'read'),
    text('PartnerFunction', 2, 'create'),
    text('Customer', 10),
  ],
  navigations: {},
};

const headerPartner: EntitySet = {
  name: 'A_SalesOrderHeaderPartner',
  keys: ['SalesOrder', 'PartnerFunction'],
  fields: [
    text('SalesOrder', 10, 'read'),
    text('PartnerFunction', 2, 'create'),
    text('Customer', 10),
    text('Supplier', 10),
    text('Personnel', 8),
    text('ContactPerson', 10),
  ],
  navigations: {},
};

const headerPricingElement: EntitySet = {
  name: 'A_SalesOrderHeaderPrElement',
  keys: ['SalesOrder', 'PricingProcedureStep', 'PricingProcedureCounter'],
  fields: pricingElement.fields.filter(({ name }) => name !== 'SalesOrderItem'),
  navigations: {},
};

/** Property order as in the sandbox answer of `A_SalesOrder('1')?$expand=to_Item`. */
const item: EntitySet = {
  name: 'A_SalesOrderItem',
  keys: ['SalesOrder', 'SalesOrderItem'],
  fields: [
    text('SalesOrder', 10, 'read'),
    text('SalesOrderItem', 6, 'create'),
    text('HigherLevelItem', 6, 'write', '0'),
    text('SalesOrderItemCategory', 4, 'write', 'TAN'),
    text('SalesOrderItemText', 40),
    text('PurchaseOrderByCustomer', 35),
    text('Material', 40),
    text('MaterialByCustomer', 35),
    date('PricingDate'),
    decimal('RequestedQuantity'),
    text('RequestedQuantityUnit', 3, 'write', 'PC'),
    decimal('ItemGrossWeight'),
    decimal('ItemNetWeight'),
    text('ItemWeightUnit', 3, 'write', 'G'),
    decimal('ItemVolume', 'write', '0.000'),
    text('ItemVolumeUnit', 3),
    text('TransactionCurrency', 5, 'read'),
    decimal('NetAmount', 'read'),
    text('MaterialGroup', 9, 'write', 'L001'),
    text('MaterialPricingGroup', 2),
    text('Batch', 10),
    text('ProductionPlant', 4),
    text('StorageLocation', 4),
    text('DeliveryGroup', 3, 'write', '0'),
    text('ShippingPoint', 4),
    text('ShippingType', 2),
    text('DeliveryPriority', 2, 'write', '0'),
    text('IncotermsClassification', 3),
    text('IncotermsTransferLocation', 28),
    text('IncotermsLocation1', 70),
    text('IncotermsLocation2', 70),
    text('CustomerPaymentTerms', 4),
    text('SalesDocumentRjcnReason', 2),
    text('ItemBillingBlockReason', 2),
    text('WBSElement', 24),
    text('SDProcessStatus', 1, 'read', 'A'),
    text('DeliveryStatus', 1, 'read', 'A'),
    text('OrderRelatedBillingStatus', 1, 'read'),
  ],
  navigations: { to_Partner: itemPartner, to_PricingElement: pricingElement, to_ScheduleLine: scheduleLine },
};

/** Property order as in the same sandbox answer. */
const salesOrder: EntitySet = {
  name: 'A_SalesOrder',
  keys: ['SalesOrder'],
  fields: [
    text('SalesOrder', 10, 'read'),
    text('SalesOrderType', 4, 'create'),
    text('SalesOrganization', 4, 'create'),
    text('DistributionChannel', 2, 'create'),
    text('OrganizationDivision', 2, 'create'),
    text('SalesGroup', 3),
    text('SalesOffice', 4),
    text('SalesDistrict', 6),
    text('SoldToParty', 10),
    date('CreationDate', 'read'),
    text('CreatedByUser', 12, 'read'),
    date('LastChangeDate', 'read'),
    { name: 'LastChangeDateTime', type: 'Edm.DateTimeOffset', access: 'read', initial: null },
    text('PurchaseOrderByCustomer', 35),
    text('CustomerPurchaseOrderType', 4),
    date('CustomerPurchaseOrderDate'),
    date('SalesOrderDate'),
    decimal('TotalNetAmount', 'read'),
    text('TransactionCurrency', 5),
    text('SDDocumentReason', 3),
    date('PricingDate'),
    date('RequestedDeliveryDate'),
    text('ShippingCondition', 2, 'write', '01'),
    { name: 'CompleteDeliveryIsDefined', type: 'Edm.Boolean', access: 'write', initial: false },
    text('ShippingType', 2),
    text('HeaderBillingBlockReason', 2),
    text('DeliveryBlockReason', 2),
    text('IncotermsClassification', 3, 'write', 'EXW'),
    text('IncotermsTransferLocation', 28),
    text('IncotermsLocation1', 70),
    text('IncotermsLocation2', 70),
    text('IncotermsVersion', 4),
    text('CustomerPaymentTerms', 4, 'write', '0004'),
    text('PaymentMethod', 1),
    text('AssignmentReference', 18),
    text('OverallSDProcessStatus', 1, 'read', 'A'),
    text('TotalCreditCheckStatus', 1, 'read'),
    text('OverallTotalDeliveryStatus', 1, 'read', 'A'),
    text('OverallSDDocumentRejectionSts', 1, 'read', 'A'),
  ],
  navigations: { to_Item: item, to_Partner: headerPartner, to_PricingElement: headerPricingElement },
};

/** The entity sets of `API_SALES_ORDER_SRV` this simulator serves. */
export const SETS = {
  salesOrder,
  item,
  headerPartner,
  headerPricingElement,
  itemPartner,
  pricingElement,
  scheduleLine,
} as const;

/** The initial values of a set's record, by name. */
export function initialValues({ fields }: EntitySet): Record<string, string | number | boolean | null> {
  return Object.fromEntries(fields.map(({ name, initial = null }) => [name, initial]));
}
