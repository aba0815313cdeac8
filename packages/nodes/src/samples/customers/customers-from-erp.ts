import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';

const RECORD = {
  id: '26814998-936a-401c-81c1-0e848a64971d',
  number: 'C-1001',
  displayName: 'Jana Müller',
  email: 'jana.mueller@example.com',
  phoneNumber: '+49301234567',
  taxRegistrationNumber: '',
  blocked: ' ',
  lastModifiedDateTime: '2026-11-27T09:30:00.467Z',
};

/** Notifications of the ERP are thin: the customer is read, and what it says goes into the golden record. */
export const customersFromErp: Flow = {
  format: FLOW_FORMAT,
  id: 'customers-from-erp',
  name: 'Customers: what the ERP says',
  nodes: [
    {
      id: 'changed',
      type: 'on-event',
      version: 1,
      name: 'A customer was changed',
      params: { topic: 'erp.changed', keys: '*customers(*', start: 'now' },
      policy: {},
    },
    {
      id: 'read',
      type: 'business-central.batch',
      version: 1,
      name: 'Read it',
      params: {
        connection: 'business-central',
        requests: "=[{ method: 'GET', url: input.key.slice(input.key.lastIndexOf('/') + 1) }]",
      },
      policy: { strategy: 'upsert' },
    },
    {
      id: 'tell',
      type: 'update-golden-record',
      version: 1,
      name: 'Into the golden record',
      params: {
        system: 'business-central',
        id: '=input.results[0].id',
        at: '=input.results[0].lastModifiedDateTime',
        customer: '=input.results[0].number ?? null',
        // Its display name is written, and never read back: a whole name cannot be taken apart again.
        values:
          "={ email: input.results[0].email || null, phone: input.results[0].phoneNumber || null, taxNumber: input.results[0].taxRegistrationNumber || null, status: (input.results[0].blocked ?? ' ').trim() === '' ? 'active' : 'blocked' }",
      },
      policy: {},
    },
  ],
  edges: [
    { from: 'changed', port: 'out', to: 'read' },
    { from: 'read', port: 'done', to: 'tell' },
  ],
  layout: { nodes: layOut([['changed', 'read', 'tell']]), notes: [] },
  settings: {
    layer: 'system',
    description: 'Reads a customer that was changed in the ERP and tells the golden record what the ERP says of it.',
    owner: 'Customer data',
  },
  tests: [
    {
      id: 'changed',
      name: 'The ERP knows the number we gave',
      node: 'changed',
      message: {
        topic: 'erp.changed',
        key: `api/v2.0/companies(1)/customers(${RECORD.id})`,
        offset: 1,
        eventId: 'x',
        at: '2026-11-27T09:30:01Z',
        payload: { changeType: 'updated' },
      },
      replies: { read: [{ port: 'done', value: { results: [RECORD] } }] },
      expect: { path: ['read', 'tell'], outputs: { tell: { changed: ['email', 'phone', 'status'] } } },
    },
  ],
};
