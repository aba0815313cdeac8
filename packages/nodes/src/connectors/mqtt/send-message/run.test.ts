import { expect, it } from 'vitest';
import { brokerWorld } from '../../../testing/brokers.ts';
import { sendMqttMessage } from './definition.ts';
import { runSendMqttMessage } from './run.ts';

it('sends the message with the key of the step, the same in every attempt', async () => {
  const { ctx, sent } = brokerWorld('mqtt');
  const params = sendMqttMessage.params.parse({
    connection: 'bus',
    ...{ topic: 'orders' },
    headers: { kind: 'order', none: null, rank: 1 },
  });
  expect(await runSendMqttMessage({ params, input: { number: '#1' } }, ctx)).toEqual({
    port: 'sent',
    value: { id: 'run-1:step-1:0', to: 'orders' },
  });
  await runSendMqttMessage({ params: { ...params, id: 'own', body: 'text' }, input: null }, ctx.again());
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
