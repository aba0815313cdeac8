import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { layOut } from '../layout.ts';
import { PLAN } from './example.ts';
import { resourceLines } from './source-lines.ts';
import { step } from './step.ts';

const SKUS_SHORT = '=input.lines.filter(({ short }) => short > 0).map(({ sku }) => sku)';
const REF = "=steps.turns.reference + '/' + steps.groups.id";
const inGroup = { scope: 'groups' };
/** A source that does not answer within about half a minute is one that has nothing; nobody waits longer for a promise. */
const PATIENCE = { retry: { maxAttempts: 4, baseMs: 1_000, capMs: 15_000, jitter: 0.2 }, timeoutMs: 10_000 };

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
    step(
      ['kind', 'switch', 'Warehouse or supplier?'],
      { cases: [{ name: 'supplier', when: "=input.kind === 'supplier'" }] },
      inGroup,
    ),
    step(
      ['allocate', 'wms.allocate', 'Allocate in the warehouse'],
      { connection: 'wms', warehouse: '=input.source', orderRef: REF, lines: '=input.lines' },
      { ...inGroup, policy: PATIENCE },
    ),
    step(
      ['give-back', 'http-request', 'Give it back'],
      {
        connection: 'wms',
        method: 'DELETE',
        url: "='/v1/allocations/' + encodeURIComponent(input.allocationId)",
        expectedStatuses: '2xx, 404',
      },
      { ...inGroup, policy: { strategy: 'key' } },
    ),
    step(
      ['reserve', 'dropship.reserve', 'Reserve at the supplier'],
      { connection: 'dropship', reservation: REF, lines: '=input.lines' },
      { ...inGroup, policy: PATIENCE },
    ),
    step(
      ['release', 'dropship.release', 'Give it back'],
      { connection: 'dropship', reservation: '=input.reservation' },
      inGroup,
    ),
    answer('allocated', 'It is allocated', '=input.allocationId', []),
    answer('reserved', 'It is reserved', '=input.reservation', []),
    answer('short-there', 'Not all is there', null, SKUS_SHORT.replace('input', 'steps.allocate')),
    answer('short-at-supplier', 'The supplier has not all', null, SKUS_SHORT.replace('input', 'steps.reserve')),
    answer('no-answer', 'It cannot be asked', null, '=steps.groups.lines.map(({ sku }) => sku)'),
    step(['again', 'map', 'Ask the other source'], { script: resourceLines }, { scope: 'turns' }),
    step(['result', 'return', 'Who sends what']),
  ],
  edges: [
    { from: 'called', port: 'out', to: 'turns' },
    { from: 'turns', port: 'each', to: 'groups' },
    { from: 'groups', port: 'each', to: 'kind' },
    { from: 'kind', port: 'otherwise', to: 'allocate' },
    { from: 'kind', port: 'supplier', to: 'reserve' },
    { from: 'allocate', port: 'allocated', to: 'allocated' },
    { from: 'allocate', port: 'short', to: 'give-back' },
    { from: 'allocate', port: 'error', to: 'no-answer' },
    { from: 'give-back', port: 'out', to: 'short-there' },
    { from: 'reserve', port: 'reserved', to: 'reserved' },
    { from: 'reserve', port: 'short', to: 'release' },
    { from: 'reserve', port: 'error', to: 'no-answer' },
    { from: 'release', port: 'released', to: 'short-at-supplier' },
    { from: 'groups', port: 'done', to: 'again' },
    { from: 'turns', port: 'done', to: 'result' },
    { from: 'turns', port: 'limit', to: 'result' },
  ],
  layout: {
    nodes: layOut([
      ['called', 'turns', '', '', '', '', 'result'],
      ['', '', 'groups', '', '', '', 'again'],
      ['', '', '', 'kind', 'allocate', 'give-back', 'short-there'],
      ['', '', '', '', '', 'allocated', ''],
      ['', '', '', '', 'reserve', 'release', 'short-at-supplier'],
      ['', '', '', '', '', 'reserved', ''],
      ['', '', '', '', '', 'no-answer', ''],
    ]),
    notes: [],
  },
  settings: {
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
      replies: {
        allocate: [{ port: 'allocated', value: { allocationId: 'al_1', lines: [] } }],
        reserve: [{ port: 'reserved', value: { reservation: '#1001/LUMEN', lines: [] } }],
      },
      expect: {
        path: ['turns', 'result'],
        outputs: {
          result: {
            groups: [
              { id: 'BER-1', reservation: 'al_1' },
              { id: 'LUMEN', reservation: '#1001/LUMEN' },
            ],
            unfilled: [],
          },
        },
      },
    },
    {
      id: 'supplier-short',
      name: 'The supplier has it not: the warehouse sends that line too',
      node: 'called',
      message: PLAN,
      replies: {
        allocate: [{ port: 'allocated', value: { allocationId: 'al_1', lines: [] } }],
        reserve: [{ port: 'short', value: { reservation: '#1001/LUMEN', lines: [{ sku: 'LAMP-OAK', short: 1 }] } }],
        release: [{ port: 'released', value: { reservation: '#1001/LUMEN' } }],
      },
      expect: {
        outputs: {
          result: { groups: [{ id: 'BER-1' }, { id: 'BER-1+2', lines: [{ sku: 'LAMP-OAK' }] }], unfilled: [] },
        },
      },
    },
    {
      id: 'nobody',
      name: 'Nobody has the mug, and the supplier cannot be asked',
      node: 'called',
      message: PLAN,
      replies: {
        allocate: [
          {
            port: 'short',
            value: {
              allocationId: 'al_1',
              lines: [
                { sku: 'MUG-BLUE', short: 2 },
                { sku: 'LAMP-OAK', short: 1 },
              ],
            },
          },
        ],
        'give-back': [{ port: 'out', value: { status: 204 } }],
        reserve: [{ fail: { kind: 'refused', code: 'dropship-no-token', message: 'No.' } }],
      },
      expect: { outputs: { result: { groups: [], unfilled: [{ sku: 'MUG-BLUE' }, { sku: 'LAMP-OAK' }] } } },
    },
  ],
};
