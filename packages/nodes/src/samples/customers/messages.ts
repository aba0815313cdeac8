import type { JsonObject } from '@lockstep/schema/run';

/** What Shopify sends of an account that was edited. @see shopify.dev, "Customer" (REST Admin API 2026-07) */
export const SHOP_CUSTOMER: JsonObject = {
  id: 7311562731,
  email: 'jana.mueller@example.com',
  first_name: 'Jana',
  last_name: 'Müller',
  phone: '+49301234567',
  tags: 'profiling',
  created_at: '2026-11-20T09:14:05Z',
  updated_at: '2026-11-27T09:14:05Z',
  email_marketing_consent: { state: 'subscribed', consent_updated_at: '2026-11-20T09:14:05Z' },
};

/** What an outbound message of Salesforce says of a contact. */
export const CRM_CONTACT: JsonObject = {
  Id: '0035g00000A1bCdAAA',
  Email: 'jana.mueller@example.com',
  FirstName: 'Jana',
  LastName: 'Müller-Byron',
  Phone: '+49 30 1234567',
  Lockstep_Id__c: 'C-1001',
  LastModifiedDate: '2026-11-27T09:20:00.000+0000',
};

/** What a flow that keeps a system in step reads of `customer.changed`. */
export function changedEvent(write: JsonObject): JsonObject {
  return {
    topic: 'customer.changed',
    key: 'C-1001',
    offset: 7,
    eventId: 'C-1001@2',
    at: '2026-11-27T09:20:01Z',
    payload: { customer: { id: 'C-1001' }, version: 2, changed: ['lastName'], writes: [write] },
  };
}

/** A change event of the CRM: the name of a contact was edited. */
export const CRM_CHANGE: JsonObject = {
  object: 'Contact',
  changeType: 'UPDATE',
  reread: 'none',
  since: null,
  recordIds: ['0035g00000A1bCdAAA'],
  changedFields: ['LastName', 'LastModifiedDate'],
  nulledFields: [],
  fields: { LastName: 'Müller-Byron', LastModifiedDate: 1_795_771_200_000 },
  committedAt: '2026-11-27T09:20:00.000Z',
  commitUser: '0055g00000A1bCdAAA',
  transactionKey: '0006e261-c967-31c3-f492-0ea68f20d733',
  sequenceNumber: 1,
  origin: '',
};
