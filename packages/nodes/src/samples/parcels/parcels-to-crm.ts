import { contracts } from '@lockstep/schema/contracts';
import type { Flow } from '@lockstep/schema/graph';
import type { JsonObject } from '@lockstep/schema/run';
import { drawn, step } from '../layers/drawn.ts';

const SHIPMENT = contracts.find(({ name }) => name === 'shipment')?.example as JsonObject;

/** What carriers tell, where whoever talks to the customer looks: one entry for each shipment, whichever CRM it is. */
export const parcelsToCrm: Flow = drawn(
  {
    id: 'parcels-to-crm',
    name: 'Parcels to the CRM',
    settings: {
      layer: 'process',
      description:
        'Tells the CRM where each shipment is, one piece of news after another for each parcel. Which system that is, the binding of "Update shipment" says; older news changes nothing there.',
      owner: 'Customer service',
      lane: { key: '=input.key', name: 'Parcel', onException: 'skip' },
    },
    tests: [
      {
        id: 'moved',
        name: 'A parcel has moved',
        node: 'moved',
        message: {
          topic: 'shipment.moved',
          key: '00340434161094027318',
          eventId: '00340434161094027318#1',
          payload: SHIPMENT,
        },
        replies: {
          update: [
            { port: 'out', value: { id: 'S-20991', accepted: true, status: 'in-transit', system: 'salesforce' } },
          ],
        },
        expect: { path: ['update'], outputs: { update: { accepted: true } } },
      },
    ],
  },
  [
    step('moved', 'on-event', 'A parcel has moved', {
      topic: 'shipment.moved',
      start: 'beginning',
      businessKey: '=input.payload.id',
    }),
    step('update', 'call-capability', 'Tell the CRM', { capability: 'update-shipment', message: '=input.payload' }),
  ],
  ['moved.out > update'],
  [['moved', 'update']],
);
