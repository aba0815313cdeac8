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
