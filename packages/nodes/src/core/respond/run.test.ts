import { expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { respond } from './definition.ts';
import { runRespond } from './run.ts';

it('answers the message when no body is given', async () => {
  const params = respond.params.parse({});
  expect(await runRespond({ params, input: { ok: true } }, contextFor())).toEqual({
    port: 'out',
    value: { status: 200, headers: {}, body: { ok: true } },
  });
});

it('answers what the form says, an empty body too', async () => {
  const params = respond.params.parse({ status: 404, headers: { 'x-a': 'b' }, body: null });
  expect(await runRespond({ params, input: 1 }, contextFor())).toEqual({
    port: 'out',
    value: { status: 404, headers: { 'x-a': 'b' }, body: null },
  });
});

it('marks its value as the answer for the waiting caller', () => {
  expect(respond.responds).toBe(true);
});
