import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
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

it('answers bytes, and nothing that only says it is some', async () => {
  const answer = (body: string) =>
    runRespond({ params: respond.params.parse({ body, encoding: 'base64' }), input: null }, contextFor());
  expect(await answer('//79')).toMatchObject({ value: { body: '//79', encoding: 'base64' } });
  expect(await failureOf(answer('no base64!'))).toMatchObject({ kind: 'item', code: 'content-not-base64' });
});

it('marks its value as the answer for the waiting caller', () => {
  expect(respond.responds).toBe(true);
});
