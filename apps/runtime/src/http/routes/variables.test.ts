import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import type { VariableValue } from '@lockstep/schema/variables';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime({ environment: 'test' });
});
afterAll(() => world?.stop());

const put = (name: string, held: VariableValue, basedOn?: number) =>
  world.call(api.putVariable, {
    params: { name },
    body: { held, by: 'Ann', ...(basedOn !== undefined && { basedOn }) },
  });
const text = (value: string): VariableValue => ({ type: 'text', value });
const set = (expression: string) =>
  node('set', 'set-fields', { keepInput: false, fields: [{ path: 'at', value: expression }] });

async function ended(runId: string, wanted = 'done') {
  await expect
    .poll(
      async () => {
        const run = await world.call(api.getRun, { params: { runId } });
        return run.ok ? run.value.status : run.code;
      },
      { timeout: 10_000 },
    )
    .toBe(wanted);
}

async function outputOf(runId: string, step: string) {
  const data = await world.call(api.getStepData, { params: { runId, node: step }, query: {} });
  return data.ok ? data.value.output?.value : data;
}

async function start(flow: Flow) {
  const started = await world.call(api.startRun, { params: { flowId: flow.id }, body: { message: {}, by: 'Ann' } });
  if (!started.ok) throw new Error(started.detail);
  return started.value.runId;
}

it('changes a variable for one author at a time, keeps who changed what, and refuses what cannot be', async () => {
  expect(await put('limit', { type: 'number', value: 100 }, 0)).toMatchObject({
    ok: true,
    value: { changedBy: 'Ann' },
  });
  const listed = await world.call(api.listVariables, {});
  const [limit] = listed.ok ? listed.value.variables : [];
  expect(listed).toMatchObject({ value: { environment: 'test', variables: [{ name: 'limit' }] } });
  expect(await put('limit', { type: 'number', value: 200 }, limit?.revision)).toMatchObject({ ok: true });
  expect(await put('limit', { type: 'number', value: 300 }, limit?.revision)).toMatchObject({
    code: 'variable-conflict',
    detail: 'Ann changed "limit" in between.',
  });
  const address = `${world.runtime.url}/api/variables/limit`;
  const body = JSON.stringify({ held: { type: 'number', value: 300 } });
  const headers = { 'content-type': 'application/json', 'if-match': `"${limit?.revision}"` };
  expect((await fetch(address, { method: 'PUT', headers, body })).status).toBe(412);
  expect(await world.call(api.listVariableChanges, { query: { name: 'limit' } })).toMatchObject({
    value: {
      changes: [{ before: { value: 100 }, after: { value: 200 }, by: 'Ann' }, { after: { value: 100 } }],
    },
  });
  const secret: VariableValue = { type: 'secret', value: { connection: 'nowhere', secret: 'password' } };
  expect(await put('key', secret)).toMatchObject({ code: 'variable-invalid', detail: /no connection "nowhere"/ });
});

it('lets a run keep the values it began with, whatever is changed while it waits, and a replay take those of its day', async () => {
  await put('erpUrl', text('https://old.test'));
  const flow = flowOf(
    'keeps',
    [
      node('in', 'manual'),
      node('tell', 'set-fields', { keepInput: false, fields: [{ path: 'to', value: '=run.callbackUrls.wait' }] }),
      node('wait', 'wait-for-callback', {}),
      set('=vars.erpUrl + "/orders"'),
      node('code', 'map', {
        script: 'export default (input, ctx) => ({ same: vars.erpUrl === ctx.vars.erpUrl, at: vars.erpUrl })',
      }),
    ],
    [
      { from: 'in', port: 'out', to: 'tell' },
      { from: 'tell', port: 'out', to: 'wait' },
      { from: 'wait', port: 'received', to: 'set' },
      { from: 'set', port: 'out', to: 'code' },
    ],
  );
  await world.publish(flow);
  const runId = await start(flow);
  await ended(runId, 'waiting');
  await put('erpUrl', text('https://new.test'));
  const other = await world.another();
  const { to: url } = (await outputOf(runId, 'tell')) as { readonly to: string };
  const answered = await fetch(url.replace(world.runtime.url, other.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answered.status).toBe(202);
  await ended(runId);
  expect(await outputOf(runId, 'set')).toMatchObject({ at: 'https://old.test/orders' });
  expect(await outputOf(runId, 'code')).toMatchObject({ same: true, at: 'https://old.test' });
  const again = await world.call(api.replayRun, { params: { runId }, body: { from: 'set', by: 'Ann' } });
  const replayed = again.ok ? again.value.runId : '';
  await ended(replayed);
  expect(await outputOf(replayed, 'set')).toMatchObject({ at: 'https://new.test/orders' });
});

it('does not publish what names a variable that is not there, says which was meant, and keeps what is read', async () => {
  await put('returnLimit', { type: 'number', value: 100 });
  const flow = flowOf('asks', [node('in', 'manual'), set('=vars.retrunLimit > 1')]);
  const issues = await world.call(api.checkFlow, { params: { flowId: flow.id }, body: { flow } });
  expect(issues).toMatchObject({
    value: {
      issues: [
        {
          code: 'variable-unknown',
          node: 'set',
          field: '/fields/0/value',
          message: 'There is no variable "retrunLimit" in this environment: did you mean "returnLimit"?',
        },
      ],
    },
  });
  await world.publish(flowOf('asks', [node('in', 'manual'), set('=vars.returnLimit > 1')]));
  expect(await world.call(api.removeVariable, { params: { name: 'returnLimit' }, query: {} })).toMatchObject({
    code: 'variable-used',
    detail: 'Published flows read "returnLimit": "asks".',
  });
});

it('gives a step the secret of a connection, and nobody who looks', async () => {
  const secrets = { token: 'a-very-secret-token' };
  const made = await world.call(api.putConnection, {
    params: { id: 'erp' },
    body: { name: 'ERP', system: 'http', baseUrl: 'http://127.0.0.1:1', settings: { auth: 'bearer' }, secrets },
  });
  expect(made).toMatchObject({ ok: true, value: { secretsSet: ['token'] } });
  expect(await put('erpToken', { type: 'secret', value: { connection: 'erp', secret: 'token' } })).toMatchObject({
    ok: true,
  });
  const flow = flowOf('secret', [
    node('in', 'manual'),
    node('set', 'set-fields', {
      keepInput: false,
      fields: [
        { path: 'chars', value: '=vars.erpToken.length' },
        { path: 'token', value: '=vars.erpToken' },
      ],
    }),
  ]);
  await world.publish(flow);
  const runId = await start(flow);
  await ended(runId);
  const output = (await outputOf(runId, 'set')) as { readonly chars: number; readonly token: string };
  expect(output.chars).toBe(secrets.token.length);
  expect(JSON.stringify(output)).not.toContain(secrets.token);
  const preview = await world.call(api.previewExpression, { body: { source: 'vars.erpToken', input: {} } });
  expect(JSON.stringify(preview)).not.toContain(secrets.token);
});
