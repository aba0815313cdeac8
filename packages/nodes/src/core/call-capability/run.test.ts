import { expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { callable } from '../callable/definition.ts';
import { callCapability } from './definition.ts';
import { runCallCapability } from './run.ts';

const paramsOf = (more: object) => callCapability.params.parse({ capability: 'create-sales-order', ...more });

it('asks with the message, waits for the answer, and keeps who serves and by which binding', async () => {
  const ctx = contextFor();
  const answer = await runCallCapability({ params: paramsOf({}), input: { reference: '#1' } }, ctx);
  const [flowId, capability] = ['serves-create-sales-order', 'create-sales-order'];
  const on = { kind: 'call', runId: 'called-run', flowId, version: 1, capability, binding: 1, port: 'out' };
  expect(answer).toEqual({ park: { on } });
  expect(ctx.calls).toEqual([{ capability, mode: 'wait', message: { reference: '#1' } }]);
});

it('only starts it when it is not to wait, with the request and key of its own', async () => {
  const ctx = contextFor();
  const params = paramsOf({ mode: 'start', message: { a: 1 }, businessKey: 1001 });
  expect(await runCallCapability({ params, input: 'unused' }, ctx)).toMatchObject({
    port: 'out',
    value: { binding: 1 },
  });
  expect(ctx.calls).toMatchObject([{ mode: 'start', message: { a: 1 }, businessKey: '1001' }]);
});

it('tells what it asks for, and what comes back, from its raw parameters', () => {
  expect(callCapability.asks?.({})).toBeUndefined();
  expect(callCapability.asks?.({ capability: 'make-coffee' })).toBeUndefined();
  const asked = { capability: 'create-sales-order' };
  expect(callCapability.asks?.(asked)).toEqual({ capability: 'create-sales-order', mode: 'wait' });
  expect(callCapability.carries?.(asked)).toEqual({ out: { contract: 'sales-order@1' } });
  expect(callCapability.carries?.({ ...asked, mode: 'start' })).toEqual({});
});

it('is answered by a start that offers it: with the contracts of the capability, whatever else is filled in', () => {
  const offered = { input: 'order@1', output: 'sales-order@1', capability: 'create-sales-order' };
  expect(callable.callable?.({ capability: 'create-sales-order', input: 'shipment' })).toEqual(offered);
  expect(callable.carries?.({ capability: 'create-sales-order' })).toEqual({ out: { contract: 'order@1' } });
  expect(callable.callable?.({ input: 'order' })).toEqual({ input: 'order' });
  const errors = { 'sap-refused': 'order-refused' };
  expect(callable.callable?.({ input: 'order', errors: { ...errors, odd: 7 } })).toEqual({ input: 'order', errors });
});
