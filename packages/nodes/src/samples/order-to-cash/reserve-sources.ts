import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';
import { PLAN } from './example.ts';
import { resourceLines } from './source-lines.ts';
import { step } from './step.ts';

const REF = "steps.turns.reference + '/' + steps.groups.id";
const SHORT: Json = [
  { sku: 'MUG-BLUE', quantity: 0, short: 2 },
  { sku: 'LAMP-OAK', quantity: 0, short: 1 },
];
const inGroup = { scope: 'groups' };
const answer = (id: string, name: string, reservation: Json, short: Json) =>
  step(
    [id, 'set-fields', name],
    {
      mode: 'only',
      fields: [
        { path: 'id', value: '=steps.groups.id' },
        { path: 'reservation', value: reservation },
        { path: 'short', value: short },
      ],
    },
    inGroup,
  );

/** Reserves at every source of an order before anything is promised; what one has not is asked of the other that the table names. */
export const reserveSources: Flow = {
  format: FLOW_FORMAT,
  id: 'reserve-sources',
  name: 'Reserve at all sources',
  nodes: [
    step(['called', 'callable', 'Who shall send what']),
    step(['turns', 'repeat-until', 'Until all is reserved'], {
      until: 'input.groups.every(({ reservation }) => reservation !== null)',
      maxTimes: 4,
    }),
    step(
      ['groups', 'for-each', 'Each source'],
      { items: '=input.groups.filter(({ reservation }) => reservation === null)', parallelism: 5 },
      { scope: 'turns' },
    ),
    // One that does not answer within about half a minute has nothing; nobody waits longer for a promise.
    step(
      ['reserve', 'call-capability', 'Reserve there'],
      {
        capability: 'reserve-inventory',
        message: `={ reference: ${REF}, location: input.source, locationKind: input.kind, whenAway: 'short', lines: input.lines.map(({ id, sku, quantity }) => ({ lineId: id, sku, quantity })) }`,
      },
      inGroup,
    ),
    step(['all', 'switch', 'All there?'], { cases: [{ name: 'held', when: "=input.status === 'reserved'" }] }, inGroup),
    answer('reserved', 'It is reserved', '=input.reservationId', []),
    answer(
      'short',
      'Not all is there',
      null,
      '=(input.lines ?? []).filter(({ short }) => short > 0).map(({ sku }) => sku)',
    ),
    answer('no-answer', 'It cannot be asked', null, '=steps.groups.lines.map(({ sku }) => sku)'),
    step(['again', 'map', 'Ask the other source'], { script: resourceLines }, { scope: 'turns' }),
    step(['result', 'return', 'Who sends what']),
  ],
  edges: [
    { from: 'called', port: 'out', to: 'turns' },
    { from: 'turns', port: 'each', to: 'groups' },
    { from: 'groups', port: 'each', to: 'reserve' },
    { from: 'reserve', port: 'out', to: 'all' },
    { from: 'reserve', port: 'error', to: 'no-answer' },
    { from: 'all', port: 'held', to: 'reserved' },
    { from: 'all', port: 'otherwise', to: 'short' },
    { from: 'groups', port: 'done', to: 'again' },
    { from: 'turns', port: 'done', to: 'result' },
    { from: 'turns', port: 'limit', to: 'result' },
  ],
  layout: {
    nodes: layOut([
      ['called', 'turns', '', '', '', '', 'result'],
      ['', '', 'groups', '', '', '', 'again'],
      ['', '', '', 'reserve', 'all', 'reserved'],
      ['', '', '', '', 'no-answer', 'short'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'process',
    description:
      'Reserves every line of an order where it shall come from, warehouses and suppliers beside one another. What a source has not, or cannot say, is asked of the other source that the table "sourcing" names; what nobody has is returned as unfilled.',
    owner: 'Order operations',
  },
  tests: [
    {
      id: 'both',
      name: 'The warehouse and the supplier have it',
      node: 'called',
      message: PLAN,
      replies: { reserve: [{ port: 'out', value: { reference: 'x', status: 'reserved', reservationId: 'al_1' } }] },
      expect: {
        path: ['turns', 'result'],
        outputs: {
          result: {
            groups: [
              { id: 'BER-1', reservation: 'al_1' },
              { id: 'LUMEN', reservation: 'al_1' },
            ],
            unfilled: [],
          },
        },
      },
    },
    {
      id: 'nobody',
      name: 'Nobody has the mug; the warehouse has no lamp either',
      node: 'called',
      message: PLAN,
      replies: { reserve: [{ port: 'out', value: { reference: 'x', status: 'short', lines: SHORT } }] },
      expect: { outputs: { result: { groups: [], unfilled: [{ sku: 'MUG-BLUE' }, { sku: 'LAMP-OAK' }] } } },
    },
    {
      id: 'no-answer',
      name: 'No source can be asked',
      node: 'called',
      message: PLAN,
      replies: { reserve: [{ fail: { kind: 'refused', code: 'reservation-refused', message: 'No.' } }] },
      expect: { outputs: { result: { groups: [], unfilled: [{ sku: 'MUG-BLUE' }, { sku: 'LAMP-OAK' }] } } },
    },
  ],
};
