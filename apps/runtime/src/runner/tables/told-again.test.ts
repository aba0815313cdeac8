import { catalogue } from '@lockstep/nodes/catalogue';
import { expect, it } from 'vitest';
import { flowOf, node } from '../../main/testing.ts';
import { loadFlow } from '../steps/index.ts';
import { toldAgain } from './told-again.ts';

const sap = { connection: 'sap', salesOrderType: 'OR' };

it('a correction tells again what lies behind the code, and creates nothing twice', () => {
  const flow = flowOf('f', [
    node('in', 'webhook', { path: 'p' }),
    node('before', 'send-event', { topic: 't', key: 'k' }),
    node('map', 'map', { script: "export default (input) => t.lookup('x', input.code);" }),
    node('create', 'http-request', { method: 'POST', url: 'https://partner.test/orders', ...sap }),
    node('tell', 'send-event', { topic: 't', key: 'k' }),
    node('keep', 'keep-value', { collection: 'c', key: 'k', value: '=input' }),
  ]);
  const loaded = loadFlow({ flow, snapshotId: 's' }, catalogue);
  expect(toldAgain(loaded, ['map'])).toEqual(['tell', 'keep']);
  expect(toldAgain(loaded, ['keep'])).toEqual(['keep']);
});
