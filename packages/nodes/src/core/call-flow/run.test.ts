import { expect, it } from 'vitest';
import { contextFor } from '../../testing/context.ts';
import { callFlow } from './definition.ts';
import { runCallFlow } from './run.ts';

const paramsOf = (more: object) => callFlow.params.parse({ flow: 'reserve-stock', ...more });

it('calls with the message and waits for the end of the called run', async () => {
  const ctx = contextFor();
  const answer = await runCallFlow({ params: paramsOf({}), input: { sku: 'mug' } }, ctx);
  expect(answer).toEqual({
    park: { on: { kind: 'call', runId: 'called-run', flowId: 'reserve-stock', version: 1, port: 'out' } },
  });
  const how = { flowId: 'reserve-stock', versions: 'latest', resolve: 'run', mode: 'wait' };
  expect(ctx.calls).toEqual([{ ...how, message: { sku: 'mug' } }]);
});

it('only starts it when it is not to wait, with the message and key of its own', async () => {
  const ctx = contextFor();
  const params = paramsOf({ mode: 'start', versions: '>=2 <4', resolve: 'publish', message: null, businessKey: 1001 });
  expect(await runCallFlow({ params, input: 'unused' }, ctx)).toEqual({
    port: 'out',
    value: { runId: 'called-run', flowId: 'reserve-stock', version: 1 },
  });
  expect(ctx.calls).toMatchObject([{ versions: '>=2 <4', resolve: 'publish', message: null, businessKey: '1001' }]);
});

it('tells what it calls from its raw parameters, once there is a flow', () => {
  expect(callFlow.calls?.({})).toBeUndefined();
  const known = { flowId: 'reserve-stock', versions: 'latest', resolve: 'run', mode: 'wait' };
  expect(callFlow.calls?.({ flow: 'reserve-stock' })).toEqual(known);
});
