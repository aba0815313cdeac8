import { catalogue } from '@lockstep/nodes/catalogue';
import { samples } from '@lockstep/nodes/samples';
import { contracts, findContract } from '@lockstep/schema/contracts';
import { answersOf, callbacksOf } from '@lockstep/schema/wires';
import { expect, it } from 'vitest';
import { flowOf, node } from '../main/testing.ts';

const told = (flow: Parameters<typeof answersOf>[0], start = 'asked') =>
  answersOf(flow, start, { catalogue, contracts });
const sample = (id: string) => samples.find((flow) => flow.id === id) ?? flowOf(id, []);

it('tells what a flow answers: by the contract of what comes to the step, with what a test of the flow gave', () => {
  const [answer, conflict, away] = told(sample('availability-api'));
  const { schema, example } = findContract('availability') ?? {};
  expect(answer).toEqual({ status: 200, description: 'Answer', schema, example });
  const type = 'application/problem+json';
  expect([conflict, away]).toMatchObject([
    { status: 404, type },
    { status: 503, type },
  ]);
});

it('tells it by the tests of the flow where no contract says it', () => {
  const answers = told(sample('order-api'));
  expect(answers.map(({ status }) => status)).toEqual([201, 409, 422]);
  expect(answers[0]).toMatchObject({
    schema: { type: 'object', properties: { status: { type: 'string' }, salesOrder: { type: 'string' } } },
    example: { status: 'taken', salesOrder: '4711' },
  });
  expect(answers[2]).toMatchObject({ schema: { properties: { code: { type: 'string' } } } });
});

it('says nothing of a status that is computed, of a step that is switched off, or of another way in', () => {
  const answer = (id: string, params: object, policy = {}) => node(id, 'respond', params as never, policy);
  const flow = flowOf(
    'odd',
    [
      node('asked', 'webhook', { path: 'odd', respond: 'flow' }),
      answer('computed', { status: '=input.status' }),
      answer('plain', { status: 204 }),
      answer('off', { status: 410 }, { disabled: true }),
      node('other', 'webhook', { path: 'other', respond: 'flow' }),
      answer('elsewhere', { status: 418 }),
    ],
    [
      ...['computed', 'plain', 'off'].map((to) => ({ from: 'asked', port: 'out', to })),
      { from: 'other', port: 'out', to: 'elsewhere' },
    ],
  );
  expect(told(flow)).toEqual([{ status: 204, description: 'plain' }]);
  expect(told(flow, 'other')).toEqual([{ status: 418, description: 'elsewhere' }]);
});

it('tells what a flow calls at an address that came with the message, and nothing of other addresses', () => {
  expect(callbacksOf(sample('order-api'), 'asked', { catalogue })).toEqual([
    {
      ...{ node: 'tell', description: 'Tell the channel', method: 'POST', field: ['callbackUrl'] },
      keyHeader: 'Idempotency-Key',
      schema: {
        type: 'object',
        properties: { orderRef: {}, outcome: { type: 'string', enum: ['confirmed', 'refused'] }, answer: {} },
        required: ['orderRef', 'outcome', 'answer'],
      },
    },
  ]);
  const call = (id: string, url: string, policy = {}) => node(id, 'http-request', { url }, policy);
  const flow = flowOf('odd', [
    node('asked', 'webhook', { path: 'odd' }),
    call('straight', '=input.reply.to'),
    call('ours', 'https://api.example.com/x'),
    call('of-an-answer', '=input.next'),
    call('computed', "=steps.asked.to + '/x'"),
    call('off', '=steps.asked.to', { disabled: true }),
  ]);
  expect(callbacksOf(flow, 'asked', { catalogue }).map(({ node: id, field }) => [id, field])).toEqual([
    ['straight', ['reply', 'to']],
  ]);
  expect(callbacksOf(flow, 'other', { catalogue })).toEqual([]);
});
