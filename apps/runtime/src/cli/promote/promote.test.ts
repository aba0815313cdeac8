import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';
import { runCommand } from '../program.ts';

let from: TestRuntime;
let to: TestRuntime;
beforeAll(async () => {
  [from, to] = await Promise.all([
    startTestRuntime({ environment: 'test' }),
    startTestRuntime({ environment: 'production' }),
  ]);
});
afterAll(async () => {
  await Promise.all([from?.stop(), to?.stop()]);
});

async function promote(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    env: {
      LOCKSTEP_URL_TEST: from.runtime.url,
      LOCKSTEP_URL_PRODUCTION: to.runtime.url,
      LOCKSTEP_URL_DEV: to.runtime.url,
    },
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    readStdin: async () => '',
  };
  const line = ['promote', '--from', 'test', '--to', 'production', '--by', 'ann', ...args];
  const code = await runCommand(line, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const connect = ({ call }: TestRuntime, system: string, baseUrl: string) =>
  call(api.putConnection, {
    params: { id: 'erp' },
    body: { name: 'ERP', system, baseUrl, settings: {}, secrets: {} },
  });
async function release({ call }: TestRuntime, flow: Flow): Promise<void> {
  await call(api.importFlows, { body: { flows: [flow] } });
  const draft = await call(api.getDraft, { params: { flowId: flow.id } });
  const basedOn = draft.ok ? (draft.value.published?.version ?? 0) : 0;
  const body = { flow, basedOn, note: '', by: 'test' };
  expect(await call(api.publishFlow, { params: { flowId: flow.id }, body })).toMatchObject({ ok: true });
}

const called = flowOf('z-called', [node('in', 'callable'), node('give', 'return')]);
const caller = flowOf('a-caller', [
  node('in', 'manual'),
  node('call', 'call-flow', { flow: 'z-called' }),
  node('ask', 'http-request', { connection: 'erp', method: 'GET', url: '/orders' }),
]);

it('brings what is published from one environment to another, once, refusing and asking before it changes anything', async () => {
  await connect(from, 'http', 'http://127.0.0.1:1');
  for (const flow of [called, caller]) await release(from, flow);

  const missing = await promote('--go');
  expect(missing).toMatchObject({ code: 1, err: 'Nothing was changed. 1 of the flows cannot be promoted.' });
  expect(missing.out).toContain('CANNOT: There is no connection "erp" (http).');
  await connect(to, 'sap-s4hana', 'http://127.0.0.1:2');
  expect((await promote()).out).toContain('CANNOT: The connection "erp" is of type sap-s4hana, not http.');
  expect(await to.call(api.listFlows, {})).toMatchObject({ value: { flows: [] } });

  await connect(to, 'http', 'http://127.0.0.1:2');
  const planned = await promote();
  expect(planned).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^2 to promote, 0 the same already\.\n\n\+ z-called/),
  });
  expect(planned.out).toContain('Nothing was changed. Repeat it with --go.');
  expect((await promote('--go')).out).toContain(
    `z-called is version 1 at ${to.runtime.url}.\na-caller is version 1 at`,
  );
  expect(await to.call(api.listVersions, { params: { flowId: 'a-caller' } })).toMatchObject({
    value: { versions: [{ version: 1, publishedBy: 'ann', note: 'Promoted from test, version 1' }] },
  });
  expect(await promote('--go')).toEqual({ code: 0, out: '0 to promote, 2 the same already.', err: '' });

  // Somebody works on the draft there, while a new version is made here.
  await to.call(api.importFlows, { body: { flows: [{ ...called, name: 'Somebody else' }] } });
  await release(from, { ...called, name: 'Newer' });
  const asked = await promote('z-called', '--go');
  expect(asked).toMatchObject({ code: 1, err: 'Nothing was changed. Answer the questions with --accept.' });
  expect(asked.out).toContain('ASKS: Its draft there has changes that nobody published.');
  expect(asked.out).toContain('name: "z-called" -> "Newer"');
  expect(await promote('z-called', '--go', '--accept')).toMatchObject({ code: 0, out: /z-called is version 2/ });
  expect(await promote('ghost')).toMatchObject({ code: 1, err: /no published flow "ghost"/ });
}, 60_000);

it('refuses a runtime that serves another environment than is meant', async () => {
  const refused = await promote('--to', 'dev');
  expect(refused).toMatchObject({ code: 1, err: /serves production, not dev\. Nothing was changed\./ });
});

it('is planned and carried out from an installation to one it knows, with every difference, a reason and a history', async () => {
  const { call } = from;
  const params = { name: 'production' };
  const known = { url: to.runtime.url, token: 'a-token-of-production', by: 'Ann' };
  expect(await call(api.putEnvironment, { params, body: known })).toMatchObject({
    ok: true,
    value: { hasToken: true },
  });
  for (const [world, value] of [[from, 100]] as const)
    await world.call(api.putVariable, { params: { name: 'limit' }, body: { held: { type: 'number', value } } });
  const limit = node('limit', 'set-fields', { keepInput: true, fields: [{ path: 'limit', value: '=vars.limit' }] });
  const reviewed: Flow = { ...flowOf('reviewed', [node('in', 'manual'), limit]), settings: { review: 'required' } };
  const plain = flowOf('plain', [node('in', 'manual'), limit]);
  await release(from, plain);
  const body = { flows: ['plain'], reason: 'The limit is asked for', by: 'Ann' };
  const missing = await call(api.planPromotion, { params, body: { flows: ['plain'] } });
  expect(missing).toMatchObject({
    value: {
      from: 'test',
      flows: [
        {
          flowId: 'plain',
          state: 'new',
          obstacles: ['There is no variable "limit" (number).'],
          needs: [{ kind: 'variable', name: 'limit', state: 'missing', here: '100 (number)' }],
        },
      ],
    },
  });
  expect(await call(api.promoteFlows, { params, body })).toMatchObject({
    code: 'promotion-refused',
    detail: 'Nothing was changed. plain: There is no variable "limit" (number).',
  });
  await to.call(api.putVariable, { params: { name: 'limit' }, body: { held: { type: 'number', value: 250 } } });
  expect(await call(api.promoteFlows, { params, body })).toMatchObject({
    ok: true,
    value: { environment: 'production', reason: body.reason, flows: [{ flowId: 'plain', version: 1, becomes: 1 }] },
  });
  expect(await call(api.promoteFlows, { params, body })).toMatchObject({
    code: 'promotion-refused',
    detail: /same at/,
  });
  expect(await call(api.getFlowThere, { params: { ...params, flowId: 'plain' } })).toMatchObject({
    value: { version: 1 },
  });

  // Somebody there has the draft open: it is theirs until the promotion says otherwise.
  const page = { session: 'page-of-ops', name: 'Ops' };
  await to.call(api.beatPresence, { params: { flowId: 'plain' }, body: page });
  await release(from, { ...plain, name: 'Plainer' });
  expect(await call(api.promoteFlows, { params, body })).toMatchObject({
    code: 'promotion-refused',
    detail: expect.stringContaining('Ops has "plain" open'),
  });
  expect(await call(api.promoteFlows, { params, body: { ...body, accept: true } })).toMatchObject({
    value: { flows: [{ becomes: 2 }] },
  });

  // What the other installation asks for holds: its draft is there, and somebody has to look at it.
  const draft = await call(api.importFlows, { body: { flows: [reviewed] } });
  const asked = await call(api.requestReview, {
    params: { flowId: 'reviewed' },
    body: { flow: reviewed, basedOn: 0, message: '', by: 'Ann' },
  });
  const reviewId = asked.ok ? asked.value.id : '';
  const decision = { decision: 'approved', by: 'Ben', note: '' } as const;
  await call(api.decideReview, { params: { flowId: 'reviewed', reviewId }, body: decision });
  await call(api.publishFlow, { params: { flowId: 'reviewed' }, body: { flow: reviewed, basedOn: 0, note: '' } });
  expect(draft.ok).toBe(true);
  expect(await call(api.promoteFlows, { params, body: { ...body, flows: ['reviewed'] } })).toMatchObject({
    value: { flows: [{ flowId: 'reviewed', refused: expect.stringMatching(/review/i) }] },
  });
  expect(await call(api.listPromotions, {})).toMatchObject({
    value: {
      promotions: [
        { flows: [{ flowId: 'reviewed' }] },
        { by: 'Ann', flows: [{ flowId: 'plain', becomes: 2 }] },
        { flows: [{ becomes: 1 }] },
      ],
    },
  });
  const wrong = { name: 'staging' };
  await call(api.putEnvironment, { params: wrong, body: { url: to.runtime.url, by: 'Ann' } });
  expect(await call(api.planPromotion, { params: wrong, body: { flows: [] } })).toMatchObject({
    code: 'environment-unreachable',
    detail: expect.stringContaining('it serves production, not staging'),
  });
  await call(api.putEnvironment, { params, body: { url: 'http://127.0.0.1:9', by: 'Ann' } });
  expect(await call(api.planPromotion, { params, body: { flows: [] } })).toMatchObject({
    code: 'environment-unreachable',
  });
}, 60_000);
