import type { EntitySet, Field } from './odata/entity.ts';

const NAMESPACE = 'API_OUTBOUND_DELIVERY_SRV';

const text = (name: string, max: number, access: Field['access'] = 'read', initial = ''): Field => ({
  name,
  type: 'Edm.String',
  max,
  access,
  initial,
});
const date = (name: string, access: Field['access'] = 'read'): Field => ({
  name,
  type: 'Edm.DateTime',
  access,
  initial: null,
});

const item: EntitySet = {
  name: 'A_OutbDeliveryItem',
  namespace: NAMESPACE,
  keys: ['DeliveryDocument', 'DeliveryDocumentItem'],
  fields: [
    text('DeliveryDocument', 10),
    text('DeliveryDocumentItem', 6),
    text('Material', 40),
    { name: 'ActualDeliveryQuantity', type: 'Edm.Decimal', scale: 3, access: 'create', initial: '0' },
    text('DeliveryQuantityUnit', 3, 'create', 'PC'),
    text('ReferenceSDDocument', 10, 'create'),
    text('ReferenceSDDocumentItem', 6, 'create'),
    text('GoodsMovementStatus', 1, 'read', 'A'),
  ],
  navigations: {},
};

const header: EntitySet = {
  name: 'A_OutbDeliveryHeader',
  namespace: NAMESPACE,
  keys: ['DeliveryDocument'],
  fields: [
    text('DeliveryDocument', 10),
    text('DeliveryDocumentBySupplier', 35, 'create'),
    text('DeliveryDocumentType', 4, 'read', 'LF'),
    text('ShippingPoint', 4, 'create'),
    text('SoldToParty', 10),
    date('CreationDate'),
    date('DeliveryDate', 'create'),
    date('PlannedGoodsIssueDate', 'create'),
    date('ActualGoodsMovementDate', 'create'),
    text('BillOfLading', 35, 'write'),
    date('ProofOfDeliveryDate', 'write'),
    text('OverallGoodsMovementStatus', 1, 'read', 'A'),
    text('OverallDelivReltdBillgStatus', 1, 'read', 'A'),
    { name: 'LastChangeDateTime', type: 'Edm.DateTimeOffset', access: 'read', initial: null },
  ],
  navigations: { to_DeliveryDocumentItem: item },
};

/** The entity sets of `API_OUTBOUND_DELIVERY_SRV` this simulator serves. */
export const DELIVERY_SETS = { header, item } as const;
