/** Outbound deliveries, OData v2. @see api.sap.com, Outbound Delivery (A2X) */
export const DELIVERY_SERVICE = '/sap/opu/odata/sap/API_OUTBOUND_DELIVERY_SRV;v=0002';

/** Billing documents, OData v4. @see api.sap.com, Billing Document: Read, Create, Cancel */
export const BILLING_SERVICE = '/sap/opu/odata4/sap/api_billingdocument/srvd_a2x/sap/billingdocument/0001';
