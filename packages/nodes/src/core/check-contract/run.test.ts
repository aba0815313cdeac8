import { findContract } from '@lockstep/schema/contracts';
import type { JsonObject } from '@lockstep/schema/run';
import { expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { runCheckContract } from './run.ts';

const order = findContract('order')?.example as JsonObject;

it('lets a message pass that keeps the contract', async () => {
  expect(await runCheckContract({ params: { contract: 'order' }, input: order }, contextFor())).toEqual({
    port: 'valid',
    value: order,
  });
});

it('sends a message aside with everything that is wrong, and where', async () => {
  const input = { ...order, currency: 'euro', lines: [] };
  expect(await runCheckContract({ params: { contract: 'order@1' }, input }, contextFor())).toEqual({
    port: 'invalid',
    value: {
      issues: [
        { path: '/currency', message: 'must match pattern "^[A-Z]{3}$"' },
        { path: '/lines', message: 'must NOT have fewer than 1 items' },
      ],
      input,
    },
  });
});

it('blames the drawing for a contract that does not exist', async () => {
  const step = runCheckContract({ params: { contract: 'ordre' }, input: order }, contextFor());
  expect(await failureOf(step)).toMatchObject({ kind: 'flow' });
});
