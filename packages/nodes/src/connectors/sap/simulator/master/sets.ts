import type { EntitySet, Field } from '../odata/entity.ts';
import { date, decimal, text } from '../sets.ts';

const flag = (name: string, access: Field['access'] = 'write'): Field => ({
  name,
  type: 'Edm.Boolean',
  access,
  initial: false,
});
const changedAt: readonly Field[] = [
  date('LastChangeDate', 'read'),
  { name: 'LastChangeDateTime', type: 'Edm.DateTimeOffset', access: 'read', initial: null },
];

const description: EntitySet = {
  name: 'A_ProductDescription',
  keys: ['Product', 'Language'],
  fields: [text('Product', 40, 'create'), text('Language', 2, 'create'), text('ProductDescription', 40)],
  navigations: {},
};

/** `API_PRODUCT_SRV`, as far as trade goods need it. */
export const PRODUCT: EntitySet = {
  name: 'A_Product',
  keys: ['Product'],
  fields: [
    text('Product', 40, 'create'),
    text('ProductType', 4, 'create'),
    text('CrossPlantStatus', 2),
    date('CreationDate', 'read'),
    text('CreatedByUser', 12, 'read'),
    ...changedAt,
    flag('IsMarkedForDeletion'),
    text('ProductOldID', 40),
    decimal('GrossWeight'),
    text('WeightUnit', 3),
    decimal('NetWeight'),
    text('CountryOfOrigin', 3),
    text('ProductGroup', 9),
    text('BaseUnit', 3, 'create'),
    text('Division', 2),
    text('Brand', 4),
    text('SizeOrDimensionText', 32),
    text('ProductStandardID', 18),
    text('InternationalArticleNumberCat', 2),
  ],
  navigations: { to_Description: description },
};

const salesArea: EntitySet = {
  name: 'A_CustomerSalesArea',
  keys: ['Customer', 'SalesOrganization', 'DistributionChannel', 'Division'],
  fields: [
    text('Customer', 10, 'read'),
    text('SalesOrganization', 4, 'read'),
    text('DistributionChannel', 2, 'read'),
    text('Division', 2, 'read'),
    text('Currency', 5),
    text('OrderIsBlockedForCustomer', 2),
    text('DeliveryIsBlockedForCustomer', 2),
    text('BillingIsBlockedForCustomer', 2),
    flag('DeletionIndicator'),
  ],
  navigations: {},
};

/** The customers of `API_BUSINESS_PARTNER`. */
export const CUSTOMER: EntitySet = {
  name: 'A_Customer',
  keys: ['Customer'],
  fields: [
    text('Customer', 10, 'read'),
    text('CustomerName', 80, 'read'),
    text('CustomerAccountGroup', 4, 'read'),
    text('OrderIsBlockedForCustomer', 2),
    text('DeliveryIsBlocked', 2),
    text('BillingIsBlockedForCustomer', 2),
    flag('PostingIsBlocked'),
    flag('DeletionIndicator'),
  ],
  navigations: { to_CustomerSalesArea: salesArea },
};

/** `API_MATERIAL_STOCK_SRV`: unrestricted stock (type 01) by plant and storage location. */
export const STOCK: EntitySet = {
  name: 'A_MatlStkInAcctMod',
  keys: ['Material', 'Plant', 'StorageLocation', 'InventoryStockType'],
  fields: [
    text('Material', 40, 'read'),
    text('Plant', 4, 'read'),
    text('StorageLocation', 4, 'read'),
    text('InventoryStockType', 2, 'read', '01'),
    text('MaterialBaseUnit', 3, 'read', 'PC'),
    decimal('MatlWrhsStkQtyInMatlBaseUnit', 'read'),
  ],
  navigations: {},
};

const CONDITION: EntitySet = {
  name: 'A_SlsPrcgConditionRecord',
  keys: ['ConditionRecord'],
  fields: [
    text('ConditionRecord', 10, 'read'),
    text('ConditionType', 4, 'read', 'PR00'),
    date('ConditionValidityStartDate', 'read'),
    date('ConditionValidityEndDate', 'read'),
    decimal('ConditionRateValue', 'read', '0', 2),
    text('ConditionRateValueUnit', 5, 'read', 'EUR'),
    decimal('ConditionQuantity', 'read', '1'),
    text('ConditionQuantityUnit', 3, 'read', 'PC'),
    decimal('ConditionLowerLimit', 'read', '0', 2),
    decimal('ConditionUpperLimit', 'read', '0', 2),
    flag('ConditionIsDeleted', 'read'),
  ],
  navigations: {},
};

/** `API_SLSPRICINGCONDITIONRECORD_SRV`: which price holds for an article in a sales area and when, with its limits (lower and upper). */
export const VALIDITY: EntitySet = {
  name: 'A_SlsPrcgCndnRecdValidity',
  keys: ['ConditionRecord', 'ConditionValidityEndDate'],
  fields: [
    text('ConditionRecord', 10, 'read'),
    date('ConditionValidityEndDate', 'read'),
    date('ConditionValidityStartDate', 'read'),
    text('ConditionType', 4, 'read', 'PR00'),
    text('Material', 40, 'read'),
    text('SalesOrganization', 4, 'read', '1010'),
    text('DistributionChannel', 2, 'read', '10'),
  ],
  navigations: { to_SlsPrcgConditionRecord: CONDITION },
  single: ['to_SlsPrcgConditionRecord'],
};
