import { expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { approve } from './definition.ts';
import { runApprove } from './run.ts';

const now = Date.UTC(2026, 10, 23, 8);
const asked = (params: object) =>
  runApprove({ params: approve.params.parse(params), input: { amount: 20 } }, contextFor({ now }));

it('asks with the message as details, and goes on without an answer when the time is over', async () => {
  expect(await asked({ title: 'Credit 20?', deadlineMs: 1000 })).toEqual({
    park: {
      on: {
        kind: 'approval',
        title: 'Credit 20?',
        details: { amount: 20 },
        ports: { approved: 'approved', rejected: 'rejected' },
      },
      deadline: { at: now + 1000, port: 'timeout', value: { amount: 20 } },
    },
  });
});

it('asks whom and with what the author says', async () => {
  expect(await asked({ title: 'Ok?', details: [1], assignee: 'Returns team' })).toMatchObject({
    park: { on: { details: [1], assignee: 'Returns team' } },
  });
});
