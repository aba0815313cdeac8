import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { CONTACT_AS_SAID } from './crm-contact.ts';
import { CRM_CONTACT } from './messages.ts';

/** What the CRM says of a contact goes into the golden record. */
export const customersFromCrm: Flow = {
  format: FLOW_FORMAT,
  id: 'customers-from-crm',
  name: 'Customers: what the CRM says',
  nodes: [
    {
      id: 'edited',
      type: 'webhook',
      version: 1,
      name: 'A contact was edited',
      params: {
        path: 'salesforce/contacts',
        verify: { scheme: 'none' },
        businessKey: '=input.Email ?? input.Id',
        sourceTime: '=input.LastModifiedDate',
      },
      policy: {},
    },
    {
      id: 'tell',
      type: 'update-golden-record',
      version: 1,
      name: 'Into the golden record',
      params: CONTACT_AS_SAID,
      policy: {},
    },
  ],
  edges: [{ from: 'edited', port: 'out', to: 'tell' }],
  layout: { nodes: layOut([['edited', 'tell']]), notes: [] },
  settings: {
    layer: 'system',
    description:
      'Tells the golden record what was edited in the CRM. A flow of the CRM calls its address for every contact that is saved.',
    owner: 'Customer data',
  },
  tests: [
    {
      id: 'edited',
      name: 'A contact nobody else knows yet',
      node: 'edited',
      message: CRM_CONTACT,
      expect: {
        path: ['tell'],
        outputs: { tell: { id: 'C-1001', changed: ['email', 'phone', 'firstName', 'lastName'] } },
      },
    },
  ],
};
