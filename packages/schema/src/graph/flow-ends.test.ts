import { expect, it } from 'vitest';
import type { Catalogue } from '../node/define-node.ts';
import { endsOf } from './flow-ends.ts';

const catalogue = new Map([
  ['webhook', { kind: 'trigger' }],
  ['call', { kind: 'step' }],
]) as unknown as Catalogue;
const node = (type: string, params: object) => ({ id: type, type, version: 1, name: type, params, policy: {} });

it('tells where messages come from and where they go, each once', () => {
  const nodes = [
    node('webhook', { path: 'a', verify: { scheme: 'shopify', connection: 'shopify' } }),
    node('call', { connection: 'sap' }),
    node('call', { connection: 'sap', more: [{ topic: 'orders' }] }),
    node('call', { connection: '=input.where', topic: '' }),
  ] as unknown as Parameters<typeof endsOf>[0]['nodes'];
  expect(endsOf({ nodes }, catalogue)).toEqual({
    from: ['connection:shopify'],
    to: ['connection:sap', 'topic:orders'],
  });
});
