import { contracts } from '@lockstep/schema/contracts';
import type { Flow } from '@lockstep/schema/graph';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { drawn, step } from '../layers/drawn.ts';
import { easypostEvent, easypostTracker, shipstationEvent } from './parcel-events.ts';
import { fromEasypost, fromShipstation, ontoShipment } from './tracking-maps.ts';

const WEEK_MS = 7 * 86_400_000;
const SHIPMENT = contracts.find(({ name }) => name === 'shipment')?.example as JsonObject;
const KEPT: Json = {
  key: '9400',
  value: { ...SHIPMENT, status: 'created' },
  version: 1,
  updatedAt: '2026-11-20T15:02:00Z',
};
const CASE = { port: 'updated', value: { kind: 'shipment', key: 'S-20991', state: 'in_transit' } };

/** States of the case of a shipment, by the statuses of the contract. */
const STATES = `({ created: 'announced', packed: 'announced', 'handed-over': 'in_transit', 'in-transit': 'in_transit',
  delayed: 'exception', exception: 'exception', 'out-for-delivery': 'out_for_delivery', 'ready-for-pickup': 'out_for_delivery',
  delivered: 'delivered', 'returned-to-sender': 'returned', cancelled: 'cancelled' })`;

/** Parcels a person said are none of ours. */
const FOREIGN = { collection: 'foreign-parcels', key: '=steps.moved.trackingNumber' };
const SHIPMENTS = { collection: 'shipments', key: '=steps.moved.trackingNumber' };
/** A carrier's word means something else as soon as somebody says so; the flow need not be published for it. */
const LIVE = { tables: 'live' } as const;

/** Two carriers with words of their own; one picture of every parcel. */
export const parcelTracking: Flow = drawn(
  {
    id: 'parcel-tracking',
    name: 'Parcels on their way',
    settings: {
      layer: 'system',
      description:
        'Folds the words of two carriers into one shipment, by a table for each. A word nobody mapped is kept beside it, waits for a person, and is told again once it is mapped; a late message changes nothing; whose parcel nobody knows, a person is asked.',
      owner: 'Logistics',
      lane: { key: '=input.result?.tracking_code ?? input.data?.tracking_number', name: 'Parcel', onException: 'skip' },
    },
    tests: [
      {
        id: 'on-its-way',
        name: 'EasyPost: on its way',
        node: 'easypost',
        message: easypostEvent('in_transit'),
        replies: { kept: [{ port: 'found', value: KEPT }], case: [CASE] },
        expect: {
          path: [
            'is-tracking',
            'from-easypost',
            'moved',
            'scanned',
            'kept',
            'shipment',
            'check',
            'keep',
            'tell',
            'case',
          ],
          published: [{ topic: 'shipment.moved', key: '9400', payload: { status: 'in-transit' } }],
        },
      },
      {
        id: 'unknown-word',
        name: 'EasyPost: a word nobody mapped',
        node: 'easypost',
        message: easypostEvent('customs_hold'),
        replies: { kept: [{ port: 'found', value: KEPT }], case: [CASE] },
        expect: {
          path: [
            'is-tracking',
            'from-easypost',
            'moved',
            'scanned',
            'kept',
            'shipment',
            'check',
            'keep',
            'tell',
            'case',
          ],
          outputs: {
            shipment: { status: 'created', events: [{ status: 'unknown', carrierStatus: 'customs_hold' }] },
          },
        },
      },
      {
        id: 'no-move',
        name: 'EasyPost: a label was bought, nothing has moved',
        node: 'easypost',
        message: easypostTracker,
        expect: { path: ['is-tracking', 'from-easypost', 'moved', 'scanned'] },
      },
      {
        id: 'delivered',
        name: 'ShipStation: delivered',
        node: 'shipstation',
        message: shipstationEvent,
        replies: { kept: [{ port: 'found', value: KEPT }], case: [CASE] },
        expect: {
          outputs: { shipment: { status: 'delivered', deliveredAt: '2026-11-22T09:30:00Z', trackingNumber: '1Z9' } },
        },
      },
      {
        id: 'stranger',
        name: 'A parcel nobody sent',
        node: 'easypost',
        message: easypostEvent('delivered'),
        replies: { kept: [{ port: 'missing', value: null }], settled: [{ port: 'missing', value: null }] },
        arrivals: [{ afterMs: 3_600_000, answer: { node: 'whose', decision: 'rejected', by: 'ann' } }],
        expect: { path: ['is-tracking', 'from-easypost', 'moved', 'scanned', 'kept', 'settled', 'whose', 'foreign'] },
      },
      {
        id: 'known-stranger',
        name: 'A parcel that a person said is none of ours',
        node: 'easypost',
        message: easypostEvent('delivered'),
        replies: {
          kept: [{ port: 'missing', value: null }],
          settled: [{ port: 'found', value: { key: '9400', value: { by: 'ann' }, version: 1, updatedAt: null } }],
        },
        expect: { path: ['is-tracking', 'from-easypost', 'moved', 'scanned', 'kept', 'settled'] },
      },
      {
        id: 'unanswered',
        name: 'A parcel nobody sent, and nobody answers',
        node: 'easypost',
        message: easypostEvent('delivered'),
        replies: {
          kept: [{ port: 'missing', value: null }],
          settled: [{ port: 'missing', value: null }],
          whose: [{ port: 'timeout', value: null }],
        },
        expect: { status: 'exception', exception: { code: 'parcel-unknown' } },
      },
    ],
  },
  [
    step('easypost', 'webhook', 'EasyPost tells', {
      path: 'easypost/events',
      verify: { scheme: 'easypost', connection: 'easypost' },
      businessKey: '=input.result.tracking_code',
    }),
    step('is-tracking', 'filter', 'Is it about a parcel?', {
      when: "=input.description.startsWith('tracker.')",
      reason: "='It is about ' + input.description",
    }),
    step('from-easypost', 'map', "EasyPost's words", { script: fromEasypost }, LIVE),
    step('shipstation', 'webhook', 'ShipStation tells', {
      path: 'shipstation/tracking',
      verify: { scheme: 'shipstation', connection: 'shipstation' },
      dedupe:
        "=input.data.tracking_number + '#' + input.data.status_code + '#' + (input.data.events?.[0]?.occurred_at ?? '')",
      businessKey: '=input.data.tracking_number',
    }),
    step('from-shipstation', 'map', "ShipStation's codes", { script: fromShipstation }, LIVE),
    step('moved', 'log', 'A parcel moved', {
      level: 'info',
      message: "=input.carrier + ' ' + input.trackingNumber + ': ' + input.status + ' (' + input.carrierStatus + ')'",
    }),
    // Behind the maps: also the word of a parcel that did not move may be one that nobody has mapped.
    step('scanned', 'filter', 'Did it move?', {
      when: '=input.events.length > 0',
      reason: "='Nothing was scanned yet: ' + input.carrierStatus",
    }),
    step('kept', 'read-value', 'Which shipment is it?', SHIPMENTS),
    step('shipment', 'map', 'Canonical shipment', { script: ontoShipment }),
    step('check', 'check-contract', 'Is it one?', { contract: 'shipment@1' }),
    step('keep', 'keep-value', 'Keep the newest', { ...SHIPMENTS, when: 'newer', rank: '=steps.moved.rank' }),
    step('tell', 'send-event', 'Tell everybody', {
      topic: 'shipment.moved',
      key: '=steps.moved.trackingNumber',
      // The same news, better understood, is another event.
      eventId: "=steps.moved.trackingNumber + '#' + steps.moved.rank",
      payload: '=input.value',
    }),
    step('case', 'update-case', 'Tell its case', {
      kind: 'shipment',
      key: '=steps.shipment.id',
      title: "='Order ' + steps.shipment.orderReference + ', ' + steps.moved.trackingNumber",
      at: '=steps.moved.at',
      state: `=${STATES}[steps.shipment.status]`,
      documents: "=[{ type: 'tracking number', id: steps.moved.trackingNumber, system: steps.moved.carrier }]",
      note: "=steps.moved.isMapped ? steps.moved.events.at(-1)?.message ?? '' : 'The carrier says \"' + steps.moved.carrierStatus + '\", which nobody has mapped.'",
      visible: '=steps.moved.isMapped',
    }),
    step('contradiction', 'fail', 'It contradicts the case', {
      code: 'case-contradicted',
      message:
        "='Shipment ' + input.key + ' cannot become ' + input.refused[0].to + ', it is ' + input.refused[0].from + '.'",
      details: '=input.refused',
    }),
    step('older', 'log', 'A newer state is kept', {
      level: 'debug',
      message: "=steps.moved.carrierStatus + ' came late.'",
    }),
    step('settled', 'read-value', 'Did somebody say it is not ours?', FOREIGN),
    step('whose', 'approve', 'Whose parcel is it?', {
      title:
        "=steps.moved.carrier + ' tells of parcel ' + steps.moved.trackingNumber + ' (' + steps.moved.status + '), which nobody here sent. Is it ours? Approve once its shipment is known.'",
      details: '=steps.moved',
      assignee: 'Logistics',
      deadlineMs: WEEK_MS,
    }),
    step('again', 'read-value', 'Which shipment is it now?', SHIPMENTS),
    step('foreign', 'keep-value', 'Not ours: ask no more', { ...FOREIGN, value: '={ by: input.by }' }),
    step('stranger', 'fail', 'Nobody knows it', {
      code: 'parcel-unknown',
      message:
        "='No shipment here has the tracking number ' + steps.moved.trackingNumber + ', of which ' + steps.moved.carrier + ' tells.'",
      details: '=steps.moved',
    }),
  ],
  [
    'easypost.out > is-tracking',
    'is-tracking.pass > from-easypost',
    'from-easypost.out > moved',
    'shipstation.out > from-shipstation',
    'from-shipstation.out > moved',
    'moved.out > scanned',
    'scanned.pass > kept',
    'kept.found > shipment',
    'kept.missing > settled',
    'settled.missing > whose',
    'whose.approved > again',
    'whose.rejected > foreign',
    'whose.timeout > stranger',
    'again.found > shipment',
    'again.missing > stranger',
    'shipment.out > check',
    'check.valid > keep',
    'keep.kept > tell',
    'keep.stale > older',
    'tell.out > case',
    'case.refused > contradiction',
  ],
  [
    [
      ...[
        'easypost',
        'is-tracking',
        'from-easypost',
        'moved',
        'scanned',
        'kept',
        '',
        '',
        'shipment',
        'check',
        'keep',
        'tell',
      ],
      ...['case', 'contradiction'],
    ],
    ['', 'shipstation', 'from-shipstation', '', '', '', 'settled', 'whose', 'again', '', '', '', 'older'],
    ['', '', '', '', '', '', '', '', 'foreign', 'stranger'],
  ],
);
