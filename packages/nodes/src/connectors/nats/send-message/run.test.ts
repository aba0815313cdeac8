import { expect, it } from 'vitest';
import { brokerWorld } from '../../../testing/brokers.ts';
import { sendNatsMessage } from './definition.ts';
import { runSendNatsMessage } from './run.ts';

it('sends the message with the key of the step, the same in every attempt', async () => {
  const { ctx, sent } = brokerWorld('nats');
  const params = sendNatsMessage.params.parse({
    connection: 'bus',
    ...{ subject: 'orders' },
    headers: { kind: 'order', none: null, rank: 1 },
  });
  expect(await runSendNatsMessage({ params, input: { number: '#1' } }, ctx)).toEqual({
    port: 'sent',
    value: { id: 'run-1:step-1:0', to: 'orders' },
  });
  await runSendNatsMessage({ params: { ...params, id: 'own', body: 'text' }, input: null }, ctx.again());
  expect(sent).toEqual([
    {
      to: 'orders',
      id: 'run-1:step-1:0',
      contentType: 'application/json',
      headers: { kind: 'order', rank: '1' },
      body: '{"number":"#1"}',
    },
    expect.objectContaining({ id: 'own', body: 'text' }),
  ]);
});
