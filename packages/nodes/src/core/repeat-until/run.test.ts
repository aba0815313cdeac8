import { expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { repeatUntil } from './definition.ts';
import { runRepeatUntil } from './run.ts';

it('begins with the message, or with what is said', async () => {
  const params = repeatUntil.params.parse({ until: '=input.ready' });
  expect(await runRepeatUntil({ params, input: { id: 7 } }, contextFor())).toEqual({ feed: { items: [{ id: 7 }] } });
  expect(await runRepeatUntil({ params: { ...params, first: 1 }, input: { id: 7 } }, contextFor())).toEqual({
    feed: { items: [1] },
  });
});

it('goes turn by turn, judged after each, with limits also where parameters are wrong', () => {
  const rules = repeatUntil.scope?.rules;
  const plain = { parallelism: 1, onError: 'stop', judged: true, results: false };
  expect(rules?.({ maxTimes: 3, delayMs: 500 })).toEqual({
    ...plain,
    turns: { max: 3, delayMs: 500, limitPort: 'limit' },
  });
  expect(rules?.({ maxTimes: 0, delayMs: '=1' })).toEqual({
    ...plain,
    turns: { max: 10, delayMs: 0, limitPort: 'limit' },
  });
});
