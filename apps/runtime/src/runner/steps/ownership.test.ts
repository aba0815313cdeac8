import type { AnyRunNode } from '@lockstep/schema/node';
import { afterAll, expect, it } from 'vitest';
import { createEgress } from '../../egress/index.ts';
import { httpServer } from '../../egress/testing.ts';
import { createLogger } from '../../telemetry/index.ts';
import { createContractChecker } from '../contracts.ts';
import { createExecutor } from './execute.ts';
import { jobOf, noWaits, scriptedSandbox, testCatalogue, testRuns } from './testing.ts';

const egress = createEgress();
let seen: string[] = [];
const server = await httpServer(async (request, response) => {
  seen.push(`${request.method} ${request.url}`);
  response.end('ok');
});
afterAll(() => Promise.all([egress.close(), server.close()]));

const post = (path: string) => ({ method: 'POST', url: `${server.url}${path}` });
const lost = {
  kind: 'transient',
  category: 'system',
  code: 'ownership-lost',
  message: 'This process may not own the run any more; nothing further is sent.',
} as const;

function execute(reach: AnyRunNode, change: Parameters<typeof jobOf>[1]) {
  seen = [];
  const executor = createExecutor({
    catalogue: testCatalogue,
    runs: testRuns({ reach }),
    sandbox: scriptedSandbox(),
    http: egress,
    connections: async () => undefined,
    ...noWaits,
    contracts: createContractChecker([]),
    log: createLogger({ level: 'silent' }),
  });
  return executor.execute(jobOf({ type: 'reach' }, change));
}

it('sends nothing that changes another system for a run that may be somebody else’s', async () => {
  const reach: AnyRunNode = async (_, ctx) => {
    await ctx.http({ method: 'GET', url: `${server.url}/read` });
    await ctx.http(post('/orders'));
    return { port: 'out', value: 1 };
  };
  expect(await execute(reach, { stillOwned: () => false })).toEqual({ ok: false, failure: lost });
  expect(seen).toEqual(['GET /read']);
});

it('asks again when the connection stands, just before the first byte', async () => {
  let asked = 0;
  const stillOwned = () => {
    asked += 1;
    return asked === 1;
  };
  const reach: AnyRunNode = async (_, ctx) => ({ port: 'out', value: (await ctx.http(post('/orders'))).text });
  expect(await execute(reach, { stillOwned })).toEqual({ ok: false, failure: lost });
  expect([asked, seen]).toEqual([2, []]);
});

it('does not claim to know the outcome when an earlier request of the attempt had gone out', async () => {
  const reach: AnyRunNode = async (_, ctx) => {
    await ctx.http(post('/first'));
    await ctx.http(post('/second'));
    return { port: 'out', value: 1 };
  };
  const result = await execute(reach, { stillOwned: () => seen.length === 0 });
  expect(result).toEqual({ ok: false, failure: { ...lost, outcomeUnknown: true } });
  expect(seen).toEqual(['POST /first']);
});

it('sends nothing after a pause of the process that outlasted the attempt, before any timer could fire', async () => {
  const reach: AnyRunNode = async (_, ctx) => {
    await ctx.http({ method: 'GET', url: `${server.url}/read` });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250); // stands still, as under SIGSTOP
    await ctx.http(post('/too-late'));
    return { port: 'out', value: 1 };
  };
  const result = await execute(reach, { timeoutMs: 200 });
  expect(result).toMatchObject({ ok: false, failure: { kind: 'transient', code: 'timeout' } });
  expect(seen).toEqual(['GET /read']);
});
