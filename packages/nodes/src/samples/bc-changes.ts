import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import type { JsonObject } from '@lockstep/schema/run';
import { layOut } from './layout.ts';

const RESOURCE =
  'api/v2.0/companies(b18aed47-c385-49d2-b954-dbdf8ad71780)/salesOrders(26814998-936a-401c-81c1-0e848a64971d)';

const notice = (more: JsonObject = {}): JsonObject => ({
  subscriptionId: 'webhookOrdersId',
  clientState: '***',
  expirationDateTime: '2026-11-29T07:52:31Z',
  resource: RESOURCE,
  changeType: 'updated',
  lastModifiedDateTime: '2026-11-26T12:54:20.467Z',
  ...more,
});

/** Notifications of Business Central are thin and come together: each becomes an event of its own, told once. */
export const bcChanges: Flow = {
  format: FLOW_FORMAT,
  id: 'bc-changes',
  name: 'Changes in Business Central',
  nodes: [
    {
      id: 'told',
      type: 'webhook',
      version: 1,
      name: 'Something has changed',
      params: {
        path: 'business-central/changes',
        verify: { scheme: 'business-central', connection: 'business-central' },
        businessKey: '=input.value[0].resource',
      },
      policy: {},
    },
    {
      id: 'each',
      type: 'for-each',
      version: 1,
      name: 'Each change',
      params: { items: '=input.value', parallelism: 4, onError: 'collect' },
      policy: {},
    },
    {
      id: 'tell',
      type: 'send-event',
      version: 1,
      name: 'Tell it as an event',
      scope: 'each',
      params: {
        topic: 'erp.changed',
        key: "=input.resource.split('?')[0]",
        eventId: "=input.resource + '@' + input.lastModifiedDateTime",
        payload: '={ resource: input.resource, changeType: input.changeType, at: input.lastModifiedDateTime }',
      },
      policy: {},
    },
  ],
  edges: [
    { from: 'told', port: 'out', to: 'each' },
    { from: 'each', port: 'each', to: 'tell' },
  ],
  layout: {
    nodes: layOut([
      ['told', 'each'],
      ['', '', 'tell'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Takes the notifications of Business Central and tells each change as an event. "Keep subscription" has them sent here.',
    owner: 'Finance systems',
  },
  tests: [
    {
      id: 'two',
      name: 'Two changes in one message',
      node: 'told',
      message: { value: [notice(), notice({ changeType: 'collection', resource: `${RESOURCE}?$filter=x` })] },
      expect: { path: ['each'], published: [{ topic: 'erp.changed' }, { topic: 'erp.changed' }] },
    },
  ],
};
