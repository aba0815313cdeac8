import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { CONTACT_AS_SAID } from './crm-contact.ts';
import { CRM_CHANGE, CRM_CONTACT } from './messages.ts';

const FIELDS = 'Id, Email, Phone, FirstName, LastName, Lockstep_Id__c, LastModifiedDate';

/** What changes of contacts in the CRM goes into the golden record, without anybody in the CRM having to tell it. */
export const customersFromCrmChanges: Flow = {
  format: FLOW_FORMAT,
  id: 'customers-from-crm-changes',
  name: 'Customers: what changes in the CRM',
  nodes: [
    {
      id: 'changed',
      type: 'salesforce.on-change',
      version: 1,
      name: 'A contact has changed',
      params: { connection: 'salesforce', object: 'Contact' },
      policy: {},
    },
    {
      id: 'read',
      type: 'salesforce.query',
      version: 1,
      name: 'As it is now',
      params: {
        connection: 'salesforce',
        // Whatever the event says, or does not say of a gap: the contact as it is now is never behind.
        soql: `="SELECT ${FIELDS} FROM Contact" + (input.recordIds.length > 0 ? " WHERE Id IN ('" + input.recordIds.join("','") + "')" : input.since ? ' WHERE LastModifiedDate >= ' + input.since : '')`,
        maxRecords: 50_000,
      },
      policy: {},
    },
    {
      id: 'whole',
      type: 'filter',
      version: 1,
      name: 'Are these all?',
      params: { when: '=input.complete', reason: "=input.totalSize + ' contacts are to be read again.'" },
      policy: {},
    },
    {
      id: 'too-many',
      type: 'fail',
      version: 1,
      name: 'More than one run can read',
      params: { kind: 'item', code: 'too-many-contacts', message: '=input.reason' },
      policy: {},
    },
    {
      id: 'each',
      type: 'for-each',
      version: 1,
      name: 'Each contact',
      params: { items: '=input.records' },
      policy: {},
    },
    {
      id: 'tell',
      type: 'update-golden-record',
      version: 1,
      name: 'Into the golden record',
      params: CONTACT_AS_SAID,
      policy: {},
      scope: 'each',
    },
  ],
  edges: [
    { from: 'changed', port: 'out', to: 'read' },
    { from: 'read', port: 'out', to: 'whole' },
    { from: 'whole', port: 'pass', to: 'each' },
    { from: 'whole', port: 'rejected', to: 'too-many' },
    { from: 'each', port: 'each', to: 'tell' },
  ],
  layout: {
    nodes: layOut([
      ['changed', 'read', 'whole', 'each', ''],
      ['', '', '', 'too-many', 'tell'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Reads the change events of contacts, and each contact as it is now: what was merged, missed or came twice ends in the same record. What we changed there ourselves begins nothing. A contact that is deleted leaves the golden record as it is.',
    owner: 'Customer data',
  },
  tests: [
    {
      id: 'changed',
      name: 'Two contacts that were changed alike',
      node: 'changed',
      message: CRM_CHANGE,
      replies: { read: [{ port: 'out', value: { records: [CRM_CONTACT], totalSize: 1, complete: true } }] },
      expect: { path: ['read', 'whole', 'each'] },
    },
    {
      id: 'too-many',
      name: 'More than one run can read: a person sees it',
      node: 'changed',
      message: { ...CRM_CHANGE, changeType: 'MISSED', reread: 'since', recordIds: [], fields: {} },
      replies: { read: [{ port: 'out', value: { records: [CRM_CONTACT], totalSize: 60_000, complete: false } }] },
      expect: { status: 'exception', exception: { node: 'too-many', code: 'too-many-contacts' } },
    },
  ],
};
