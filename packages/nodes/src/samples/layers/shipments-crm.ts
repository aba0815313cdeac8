import type { Flow } from '@lockstep/schema/graph';
import { RETRY } from './asked.ts';
import { drawn, step } from './drawn.ts';
import { SHIPMENT } from './shipment-example.ts';

/** The moment the news is from. */
const AT = '(steps.called.deliveredAt ?? steps.called.events?.at(-1)?.at ?? steps.called.shippedAt ?? null)';

/** What the CRM knows of the shipment. */
const known = (status: string, at: string) => ({
  port: 'out',
  value: { records: [{ Id: 'a01', Status__c: status, NewsAt__c: at }], totalSize: 1, complete: true },
});

/** Tells the CRM, so that whoever talks to the customer sees where the parcel is. */
export const updateShipmentCrm: Flow = drawn(
  {
    id: 'update-shipment-salesforce',
    name: 'Update shipment (Salesforce)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Update shipment" by Salesforce: one record for each shipment, in which older news changes nothing, and an entry in the timeline for each change the customer may see.',
      owner: 'Customer service',
      speaksFor: ['CRM'],
    },
    tests: [
      {
        id: 'new',
        name: 'The CRM has not heard of it',
        node: 'called',
        message: SHIPMENT,
        replies: {
          read: [{ port: 'out', value: { records: [], totalSize: 0, complete: true } }],
          write: [{ port: 'written', value: { id: 'a01', externalId: 'SHP-1', created: true } }],
          entry: [{ port: 'written', value: { id: '00T1', externalId: 'SHP-1/in-transit', created: true } }],
        },
        expect: {
          path: ['read', 'newer', 'write', 'visible', 'entry', 'told'],
          outputs: { told: { id: 'SHP-1', accepted: true, status: 'in-transit', system: 'salesforce' } },
        },
      },
      {
        id: 'scanned-again',
        name: 'Another scan, and nothing the customer would notice',
        node: 'called',
        message: SHIPMENT,
        replies: {
          read: [known('in-transit', '2026-11-20T08:00:00.000+0000')],
          write: [{ port: 'written', value: { id: 'a01', externalId: 'SHP-1', created: false } }],
        },
        expect: { path: ['read', 'newer', 'write', 'visible', 'told'] },
      },
      {
        id: 'old',
        name: 'Older news than it has',
        node: 'called',
        message: SHIPMENT,
        replies: {
          read: [known('delivered', '2026-11-21T08:00:00.000+0000')],
        },
        expect: { path: ['read', 'newer', 'stays'], outputs: { stays: { accepted: false, status: 'delivered' } } },
      },
    ],
  },
  [
    step('called', 'callable', 'News of a shipment', { capability: 'update-shipment' }),
    step(
      'read',
      'salesforce.query',
      'What the CRM knows',
      {
        connection: 'salesforce',
        soql: `="SELECT Id, Status__c, NewsAt__c FROM Shipment__c WHERE ShipmentNumber__c = '" + String(input.id).replaceAll('\\\\', '\\\\\\\\').replaceAll("'", "\\\\'") + "'"`,
        maxRecords: 2,
      },
      { retry: RETRY, timeoutMs: 10_000 },
    ),
    step('newer', 'switch', 'Is the news newer?', {
      cases: [
        {
          name: 'old',
          when: `=input.records.length > 0 && input.records[0].NewsAt__c && (${AT} === null || Date.parse(${AT}) < Date.parse(input.records[0].NewsAt__c.replace(/([+-]\\d\\d)(\\d\\d)$/, '$1:$2')))`,
        },
      ],
    }),
    step('stays', 'return', 'Stays as it is', {
      value:
        "={ id: steps.called.id, accepted: false, status: input.records[0].Status__c, number: input.records[0].Id, system: 'salesforce' }",
    }),
    step(
      'write',
      'salesforce.upsert',
      'Write it',
      {
        connection: 'salesforce',
        object: 'Shipment__c',
        externalIdField: 'ShipmentNumber__c',
        externalId: '=steps.called.id',
        fields: `={ Status__c: steps.called.status, OrderReference__c: steps.called.orderReference, TrackingNumber__c: steps.called.trackingNumber ?? null, Carrier__c: steps.called.carrier ?? null, NewsAt__c: ${AT} }`,
      },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step('visible', 'switch', 'May the customer see a change?', {
      cases: [
        {
          name: 'changed',
          when: "=steps.called.status !== 'unknown' && steps.called.status !== steps.read.records[0]?.Status__c",
        },
      ],
    }),
    step(
      'entry',
      'salesforce.upsert',
      'Entry in the timeline',
      {
        connection: 'salesforce',
        object: 'Task',
        externalIdField: 'LockstepEvent__c',
        // Carriers tell seconds: two changes of one second differ by how much was told.
        externalId: `=steps.called.id + '/' + steps.called.status + '/' + ${AT} + '#' + (steps.called.events?.length ?? 0)`,
        fields: `={ Subject: 'Order ' + steps.called.orderReference + ': parcel ' + (steps.called.trackingNumber ?? steps.called.id) + ' is ' + steps.called.status, Description: [steps.called.carrier, steps.called.events?.at(-1)?.place, steps.called.events?.at(-1)?.message].filter((said) => said).join(', '), Status: 'Completed', ActivityDate: ${AT}?.slice(0, 10) ?? null, OrderReference__c: steps.called.orderReference }`,
      },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step('told', 'return', 'Told', {
      value:
        "={ id: steps.called.id, accepted: true, status: steps.called.status, system: 'salesforce', ...(steps.write.id !== null && { number: steps.write.id }) }",
    }),
    step('several', 'fail', 'Two records for one shipment', {
      kind: 'refused',
      code: 'shipment-ambiguous',
      message: "='The CRM has several records for ' + input.externalId + ': merge them.'",
    }),
  ],
  [
    'called.out > read',
    'read.out > newer',
    'newer.old > stays',
    'newer.otherwise > write',
    'write.written > visible',
    'visible.changed > entry',
    'visible.otherwise > told',
    'entry.written > told',
    'entry.ambiguous > several',
    'write.ambiguous > several',
  ],
  [
    ['called', 'read', 'newer', 'write', 'visible', 'entry', 'told'],
    ['', '', '', 'stays', '', '', 'several'],
  ],
);
