import type { Flow } from '@lockstep/schema/graph';
import { odataFound, RETRY, s4 } from './asked.ts';
import { drawn, step } from './drawn.ts';
import { SHIPMENT } from './shipment-example.ts';

const DELIVERY = {
  ...{ DeliveryDocument: '80000001', DeliveryDocumentBySupplier: '#1001/BER-1', BillOfLading: '' },
  ...{ OverallGoodsMovementStatus: 'A', ActualGoodsMovementDate: null, ProofOfDeliveryDate: null },
};
const changed = { port: 'changed', value: { record: { key: { DeliveryDocument: '80000001' }, fields: {} } } };

/** What of the news the delivery does not show yet. What has left has left, and what arrived stays arrived. */
const NEWS_S4 = `type Row = Record<string, any>;
const LEFT = ['handed-over', 'in-transit', 'out-for-delivery', 'delivered', 'ready-for-pickup', 'delayed', 'returned-to-sender'];

export default function map(input: { records: { fields: Row }[] }, ctx: any) {
  const news = ctx.steps.called;
  const [{ fields: has }] = input.records;
  const hasLeft = has.OverallGoodsMovementStatus === 'C';
  const stands = has.ProofOfDeliveryDate ? 'delivered' : hasLeft ? 'in-transit' : 'packed';
  const isOld = (stands === 'delivered' && news.status !== 'delivered') || (stands === 'in-transit' && !LEFT.includes(news.status));
  const arrived = news.deliveredAt ?? news.events?.at(-1)?.at;
  const fields = {
    ...(news.trackingNumber !== undefined && news.trackingNumber !== has.BillOfLading && { BillOfLading: news.trackingNumber }),
    ...(news.status === 'delivered' && !has.ProofOfDeliveryDate && arrived !== undefined && { ProofOfDeliveryDate: arrived.slice(0, 10) }),
  };
  return {
    delivery: has.DeliveryDocument,
    stands,
    isOld,
    fields,
    mustLeave: !isOld && !hasLeft && LEFT.includes(news.status),
    status: isOld ? stands : news.status,
  };
}
`;
const answer = (accepted: string, status: string) =>
  `={ id: steps.called.id, accepted: ${accepted}, status: ${status}, number: steps.news.delivery, system: 's4hana' }`;

/** Tells the outbound delivery of S/4HANA: goods issue when the parcel has left, its number, and the day it arrived. */
export const updateShipmentS4: Flow = drawn(
  {
    id: 'update-shipment-s4hana',
    name: 'Update shipment (S/4HANA)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Update shipment" by S/4HANA: posts the goods issue of the delivery when the parcel has left, and keeps its number and the day it arrived.',
      owner: 'ERP',
      speaksFor: ['ERP'],
    },
    tests: [
      {
        id: 'left',
        name: 'The parcel has left',
        node: 'called',
        message: SHIPMENT,
        replies: {
          find: [odataFound(DELIVERY)],
          write: [changed],
          issue: [{ port: 'posted', value: { delivery: '80000001', posted: true } }],
        },
        expect: {
          path: ['find', 'news', 'old', 'differs', 'write', 'left', 'issue', 'told'],
          outputs: { told: { id: 'SHP-1', accepted: true, status: 'in-transit', number: '80000001' } },
        },
      },
      {
        id: 'old',
        name: 'Older news than it has',
        node: 'called',
        message: SHIPMENT,
        replies: {
          find: [
            odataFound({ ...DELIVERY, OverallGoodsMovementStatus: 'C', ProofOfDeliveryDate: '2026-11-21T00:00:00' }),
          ],
        },
        expect: {
          path: ['find', 'news', 'old', 'stays'],
          outputs: { stays: { accepted: false, status: 'delivered' } },
        },
      },
      {
        id: 'again',
        name: 'What it has already',
        node: 'called',
        message: SHIPMENT,
        replies: {
          find: [odataFound({ ...DELIVERY, OverallGoodsMovementStatus: 'C', BillOfLading: SHIPMENT.trackingNumber })],
        },
        expect: { path: ['find', 'news', 'old', 'differs', 'left', 'told'], outputs: { told: { accepted: true } } },
      },
      {
        id: 'unknown',
        name: 'No such delivery',
        node: 'called',
        message: SHIPMENT,
        replies: { find: [odataFound()] },
        expect: { status: 'exception', exception: { code: 'shipment-unknown' } },
      },
    ],
  },
  [
    step('called', 'callable', 'News of a shipment', { capability: 'update-shipment' }),
    step(
      'find',
      'odata.read-records',
      'Find the delivery',
      {
        ...s4('API_OUTBOUND_DELIVERY_SRV;v=0002'),
        set: 'A_OutbDeliveryHeader',
        where:
          "={ DeliveryDocumentBySupplier: input.fulfilmentGroup === undefined ? input.id : input.orderReference + '/' + input.fulfilmentGroup }",
        maxRecords: 5,
      },
      { retry: RETRY, timeoutMs: 15_000 },
    ),
    step('news', 'map', 'What is new?', { script: NEWS_S4 }),
    step('old', 'switch', 'Is it newer than what stands there?', { cases: [{ name: 'old', when: '=input.isOld' }] }),
    step('stays', 'return', 'Stays as it is', { value: answer('false', 'input.status') }),
    step('differs', 'switch', 'Anything to write?', {
      cases: [{ name: 'write', when: '=Object.keys(input.fields).length > 0' }],
    }),
    step(
      'write',
      'odata.change-record',
      'Write it to the delivery',
      {
        ...s4('API_OUTBOUND_DELIVERY_SRV;v=0002'),
        ...{ set: 'A_OutbDeliveryHeader', key: '=input.delivery', fields: '=input.fields' },
      },
      { retry: RETRY, timeoutMs: 30_000 },
    ),
    step('left', 'switch', 'Has it left only now?', { cases: [{ name: 'left', when: '=steps.news.mustLeave' }] }),
    step(
      'issue',
      'sap.post-goods-issue',
      'Post the goods issue',
      { connection: 'sap', delivery: '=steps.news.delivery' },
      { retry: RETRY, timeoutMs: 30_000 },
    ),
    step('told', 'return', 'Told', { value: answer('true', 'steps.news.status') }),
    step('unknown', 'fail', 'No such delivery', {
      kind: 'refused',
      code: 'shipment-unknown',
      message:
        "='The books have no delivery for shipment ' + steps.called.id + ' of ' + steps.called.orderReference + '.'",
    }),
    step('contested', 'fail', 'Somebody else changes it too', {
      kind: 'refused',
      code: 'shipment-contested',
      message: "='Delivery ' + steps.news.delivery + ' was changed by somebody else at the same time.'",
    }),
  ],
  [
    'called.out > find',
    'find.out > news',
    'find.none > unknown',
    'news.out > old',
    'old.old > stays',
    'old.otherwise > differs',
    'differs.write > write',
    'differs.otherwise > left',
    'write.changed > left',
    'write.conflict > contested',
    'write.none > contested',
    'left.left > issue',
    'left.otherwise > told',
    'issue.posted > told',
  ],
  [
    ['called', 'find', 'news', 'old', 'differs', 'write', 'left', 'issue', 'told'],
    ['', '', 'unknown', '', 'stays', '', 'contested'],
  ],
);
