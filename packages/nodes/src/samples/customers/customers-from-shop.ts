import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { SHOP_CUSTOMER } from './messages.ts';

/** What the shop says of a customer goes into the golden record. */
export const customersFromShop: Flow = {
  format: FLOW_FORMAT,
  id: 'customers-from-shop',
  name: 'Customers: what the shop says',
  nodes: [
    {
      id: 'edited',
      type: 'webhook',
      version: 1,
      name: 'A customer was edited',
      params: {
        path: 'shopify/customers',
        verify: { scheme: 'shopify', connection: 'shopify' },
        businessKey: '=input.email ?? input.id',
      },
      policy: {},
    },
    {
      id: 'tell',
      type: 'update-golden-record',
      version: 1,
      name: 'Into the golden record',
      params: {
        system: 'shopify',
        id: '=input.id',
        at: '=input.updated_at',
        values:
          "={ email: input.email ?? null, phone: input.phone ?? null, firstName: input.first_name ?? null, lastName: input.last_name ?? null, consents: [...(input.email_marketing_consent ? [{ purpose: 'marketing-email', granted: input.email_marketing_consent.state === 'subscribed', at: input.email_marketing_consent.consent_updated_at ?? input.created_at, source: 'shop' }] : []), ...((input.tags ?? '').includes('profiling') ? [{ purpose: 'profiling', granted: true, at: input.created_at, source: 'shop' }] : [])] }",
      },
      policy: {},
    },
  ],
  edges: [{ from: 'edited', port: 'out', to: 'tell' }],
  layout: { nodes: layOut([['edited', 'tell']]), notes: [] },
  settings: {
    layer: 'system',
    description:
      'Tells the golden record what was edited in the shop; what has to follow elsewhere goes on customer.changed.',
    owner: 'Customer data',
  },
  tests: [
    {
      id: 'edited',
      name: 'A new customer is told to the ERP and the CRM',
      node: 'edited',
      message: SHOP_CUSTOMER,
      expect: {
        path: ['tell'],
        outputs: { tell: { id: 'C-1001', writes: [{ system: 'salesforce' }, { system: 'business-central' }] } },
        published: [{ topic: 'customer.changed', key: 'C-1001' }],
      },
    },
  ],
};
