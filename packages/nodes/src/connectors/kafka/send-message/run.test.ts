import { expect, it } from 'vitest';
import { brokerWorld } from '../../../testing/brokers.ts';
import { sendKafkaMessage } from './definition.ts';
import { runSendKafkaMessage } from './run.ts';

it('sends the message under its key, with the key of the step as its id in every attempt', async () => {
  const { ctx, sent } = brokerWorld('kafka');
  const params = sendKafkaMessage.params.parse({ connection: 'bus', topic: 'orders', key: '#1', headers: { rank: 1 } });
  const run = () => runSendKafkaMessage({ params, input: { number: '#1' } }, ctx);
  expect(await run()).toEqual({ port: 'sent', value: { id: 'run-1:step-1:0', to: 'orders' } });
  await run();
  const message = {
    to: 'orders',
    key: '#1',
    id: 'run-1:step-1:0',
    contentType: 'application/json',
    headers: { rank: '1' },
    body: '{"number":"#1"}',
  };
  expect(sent).toEqual([message, message]);
});

it('takes names of topics only', () => {
  expect(() => sendKafkaMessage.params.parse({ connection: 'bus', topic: 'a b' })).toThrow('Use letters');
});
