import { type AnyRunNode, StepError } from '@lockstep/schema/node';
import type { Failure, Json } from '@lockstep/schema/run';
import { afterAll, describe, expect, it } from 'vitest';
import { createEgress } from '../../egress/index.ts';
import { httpServer } from '../../egress/testing.ts';
import { StoreUnavailableError } from '../../store/index.ts';
import { createLogger } from '../../telemetry/index.ts';
import { createContractChecker } from '../contracts.ts';
import { createExecutor } from './execute.ts';
import { jobOf, noWaits, scriptedSandbox, testCatalogue, testRuns } from './testing.ts';

const egress = createEgress();
const seen: { url: string; key: string | undefined; body: string }[] = [];
/** Echoes at once; `/slow` never answers. */
const server = await httpServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { url = '', headers } = request;
  seen.push({ url, key: headers['idempotency-key']?.toString(), body: Buffer.concat(chunks).toString() });
  if (!url.startsWith('/slow')) response.end('ok');
});
afterAll(() => Promise.all([egress.close(), server.close()]));

interface World {
  readonly sandbox?: ReturnType<typeof scriptedSandbox>;
  readonly give?: AnyRunNode;
  readonly reach?: AnyRunNode;
}
function executor({ sandbox = scriptedSandbox(), give, reach }: World = {}) {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  const made = createExecutor({
    catalogue: testCatalogue,
    runs: testRuns({ ...(give ? { give } : {}), ...(reach ? { reach } : {}) }),
    sandbox,
    http: egress,
    connections: async (id) =>
      id === 'erp'
        ? {
            id,
            system: 'http',
            baseUrl: server.url,
            settings: { password: 'open "sesame"' },
            secretNames: ['password'],
          }
        : undefined,
    ...noWaits,
    contracts: createContractChecker([
      { name: 'any', version: '1.0.0', title: 'Any', description: 'Any.', schema: { type: 'object' } },
    ]),
    log: createLogger({ destination }),
  });
  return { ...made, lines };
}
const failed = (failure: Failure) => ({ ok: false, failure });
const doing = (act: AnyRunNode) => executor({ reach: act }).execute(jobOf({ type: 'reach' }));

describe('a step', () => {
  it('works on its parameters and input and answers on a port', async () => {
    const job = jobOf({ type: 'post', params: { url: `${server.url}/orders` } });
    expect(await executor().execute(job)).toEqual({ ok: true, port: 'out', output: { status: 200, text: 'ok' } });
    expect(seen.at(-1)).toEqual({ url: '/orders', key: 'run-1:step:0', body: '{"sku":"mug"}' });
  });

  it('computes all its expressions in one call, on the clock of the run, and notes what came out without secrets', async () => {
    const values = { '/label': 'Order 7', '/password': 'hunter2', '/pin': '1234', '/rows/0/size': 4 };
    const sandbox = scriptedSandbox({ ok: true, value: values }, { ok: true, value: 'mapped' });
    const params = { script: 'function map() {}', label: '=1', password: '=2', pin: '=3', rows: [{ size: '=4' }] };
    const job = jobOf({ type: 'shape', params });
    expect(await executor({ sandbox }).execute(job)).toEqual({
      ok: true,
      port: 'out',
      output: {
        params: { label: 'Order 7', password: 'hunter2', pin: '1234', rows: [{ size: 4 }] },
        mapped: 'mapped',
      },
      note: { label: 'Order 7', password: '***', pin: '***', rows: [{ size: 4 }] },
    });
    const call = {
      program: job.loaded.program,
      scope: {
        input: { sku: 'mug' },
        steps: { in: { sku: 'mug' } },
        trigger: job.run.trigger,
        run: { id: 'run-2', flowId: 'test-flow', startedAt: '2026-11-23T08:00:00.000Z' },
        vars: {},
      },
      seed: 'run-1',
      nowMs: job.run.startedAt,
    };
    expect(sandbox.calls).toEqual([
      { ...call, unit: 'step' },
      { ...call, unit: 'step/script' },
    ]);
  });

  it('leaves a parameter out whose expression gives nothing, where it may be left out', async () => {
    const sandbox = scriptedSandbox({ ok: true, value: { '/label': null } }, { ok: true, value: 1 });
    const params = { script: '', label: '=1', literal: 'as drawn' };
    expect(await executor({ sandbox }).execute(jobOf({ type: 'shape', params }))).toMatchObject({
      output: { params: { literal: 'as drawn' } },
      note: { literal: 'as drawn' },
    });
    const needed = scriptedSandbox({ ok: true, value: { '/to': null } });
    const job = jobOf({ type: 'route', params: { to: '=1', names: ['a'] } });
    expect(await executor({ sandbox: needed }).execute(job)).toMatchObject({
      failure: {
        kind: 'item',
        message: 'A setting does not fit at /to: Invalid input: expected string, received null',
      },
    });
  });

  it('keeps a note small', async () => {
    const sandbox = scriptedSandbox({ ok: true, value: { '/label': 'x'.repeat(100_000) } }, { ok: true, value: 1 });
    const result = await executor({ sandbox }).execute(jobOf({ type: 'shape', params: { script: '', label: '=1' } }));
    expect(result.ok && result.note).toEqual({ label: `${'x'.repeat(1000)}… (100000 characters)` });
    const many = Array.from({ length: 5000 }, (_, size) => ({ size }));
    const rows = scriptedSandbox({ ok: true, value: { '/rows': many } }, { ok: true, value: 1 });
    const other = await executor({ sandbox: rows }).execute(
      jobOf({ type: 'shape', params: { script: '', rows: '=1' } }),
    );
    expect(other.ok && JSON.stringify(other.note).length).toBeLessThan(16 * 1024);
    expect(other.ok && other.note).toMatchObject({
      tooLarge: expect.any(Number),
      beginning: expect.stringMatching(/^\{"rows":\[/),
    });
  });

  it('passes its input on when it is disabled, without looking at parameters', async () => {
    const job = jobOf({ type: 'route', params: { to: '=boom', names: ['a'] }, policy: { disabled: true } });
    expect(await executor().execute(job)).toEqual({ ok: true, port: 'otherwise', output: { sku: 'mug' } });
  });

  it('answers with its mock in a test run, and only there', async () => {
    const sketch = { type: 'reach', policy: { mock: { port: 'out', value: 'mocked' } } };
    expect(await executor().execute(jobOf(sketch, { run: { test: true } }))).toEqual({
      ok: true,
      port: 'out',
      output: 'mocked',
    });
    expect(await executor().execute(jobOf(sketch))).toEqual({ ok: true, port: 'out', output: { sku: 'mug' } });
  });

  it('answers the waiting caller where its type responds', async () => {
    const answer = { status: 201, headers: { a: 'b' }, body: 'made' };
    const { execute } = executor({ give: async () => ({ port: 'out', value: answer }) });
    expect(await execute(jobOf({ type: 'give' }))).toEqual({ ok: true, port: 'out', output: answer, response: answer });
  });

  it('takes nothing given as null', async () => {
    expect(await doing(async () => ({ port: 'out', value: undefined }))).toEqual({
      ok: true,
      port: 'out',
      output: null,
    });
  });
});

describe('what a step may reach', () => {
  it('is what its context says, and the same key in every attempt', async () => {
    let got: unknown;
    const reach: AnyRunNode = async (_, { runId, flowId, nodeId, attempt, now, key, outcomeUnknown, trigger }) => {
      got = { runId, flowId, nodeId, attempt, now, key, outcomeUnknown, trigger };
      return { port: 'out', value: 1 };
    };
    const job = jobOf({ type: 'reach' }, { attempt: 3, outcomeUnknown: true });
    await executor({ reach }).execute(job);
    expect(got).toEqual({
      runId: 'run-2',
      flowId: 'test-flow',
      nodeId: 'step',
      attempt: 3,
      now: job.now,
      key: 'run-1:step:0',
      outcomeUnknown: true,
      trigger: job.run.trigger,
    });
  });

  it('are connections and contracts that exist', async () => {
    expect(
      await doing(async (_, ctx) => ({
        port: 'out',
        value: [
          (await ctx.connection('erp')).baseUrl,
          await ctx.checkContract('any', 1),
          await ctx.checkContract('any@1', {}),
        ],
      })),
    ).toEqual({ ok: true, port: 'out', output: [server.url, [{ path: '', message: 'must be an object' }], []] });
    expect(await doing(async (_, ctx) => ({ port: 'out', value: await ctx.connection('crm') }))).toEqual(
      failed({
        kind: 'flow',
        category: 'system',
        code: 'connection-unknown',
        message: 'There is no connection "crm" in this environment.',
      }),
    );
    expect(await doing(async (_, ctx) => ({ port: 'out', value: await ctx.checkContract('none', 1) }))).toEqual(
      failed({
        kind: 'flow',
        category: 'validation',
        code: 'contract-unknown',
        message: 'There is no contract "none".',
      }),
    );
  });

  it('leaves no credential behind that a system sends back, in output, failure or log', async () => {
    const password = 'open "sesame"';
    const token = 'dG9rZW4gbWFkZSBvZiBpdA==';
    const said = { status: 401, echo: [password, `got ${JSON.stringify({ password })} and Basic ${token}`] };
    const act = (end: 'gives' | 'throws') =>
      executor({
        reach: async (_, ctx) => {
          const { baseUrl } = await ctx.connection('erp');
          await ctx.http({ method: 'GET', url: baseUrl, headers: { Authorization: `Basic ${token}` } });
          ctx.log('warn', `It said ${password}.`, said);
          if (end === 'gives') return { port: 'out', value: said };
          throw new StepError({ kind: 'refused', category: 'system', code: 'no', message: token, details: said });
        },
      });
    const concealed = { status: 401, echo: ['***', 'got {"password":"***"} and Basic ***'] };
    const giving = act('gives');
    expect(await giving.execute(jobOf({ type: 'reach' }))).toEqual({ ok: true, port: 'out', output: concealed });
    expect(giving.lines).toMatchObject([{ message: 'It said ***.', data: concealed }]);
    expect(await act('throws').execute(jobOf({ type: 'reach' }))).toEqual(
      failed({ kind: 'refused', category: 'system', code: 'no', message: '***', details: concealed }),
    );
  });

  it('is a log whose lines name the run', async () => {
    const reach: AnyRunNode = async (_, ctx) => {
      ctx.log('warn', 'Odd.', { token: 'abc', count: 2 });
      return { port: 'out', value: 1 };
    };
    const { execute, lines } = executor({ reach });
    await execute(jobOf({ type: 'reach' }));
    expect(lines).toEqual([
      {
        time: expect.any(String),
        level: 'warn',
        message: 'Odd.',
        runId: 'run-2',
        flowId: 'test-flow',
        node: 'step',
        attempt: 1,
        data: { token: '***', count: 2 },
      },
    ]);
  });

  it('is a cache shared by all steps of the process', async () => {
    let made = 0;
    const reach: AnyRunNode = async (_, ctx) => ({
      port: 'out',
      value: await ctx.cached('token', 60_000, async () => {
        made += 1;
        return made;
      }),
    });
    const { execute } = executor({ reach });
    await execute(jobOf({ type: 'reach' }));
    expect(await execute(jobOf({ type: 'reach' }))).toMatchObject({ output: 1 });
  });
});

describe('a step that fails', () => {
  it('says which field of its parameters is wrong, and whose fault it is', async () => {
    const message = (place: string) =>
      `A setting does not fit at ${place}: Invalid input: expected int, received number`;
    const details = { issues: [{ path: '/rows/0/size', message: 'Invalid input: expected int, received number' }] };
    const common = {
      category: 'validation',
      code: 'param-invalid',
      message: message('/rows/0/size'),
      details,
    } as const;
    const drawn = jobOf({ type: 'shape', params: { script: '', rows: [{ size: 1.5 }] } });
    expect(await executor().execute(drawn)).toEqual(failed({ kind: 'flow', ...common }));
    const sandbox = scriptedSandbox({ ok: true, value: { '/rows/0/size': 1.5 } });
    const computed = jobOf({ type: 'shape', params: { script: '', rows: [{ size: '=1.5' }] } });
    expect(await executor({ sandbox }).execute(computed)).toEqual(failed({ kind: 'item', ...common }));
  });

  it('says which field of the message does not fit', async () => {
    const job = jobOf({ type: 'post', params: { url: server.url } }, { input: { sku: 7 } });
    const message = 'Invalid input: expected string, received number';
    expect(await executor().execute(job)).toEqual(
      failed({
        kind: 'item',
        category: 'validation',
        code: 'input-invalid',
        message: `The message does not fit this step at /sku: ${message}`,
        details: { issues: [{ path: '/sku', message }] },
      }),
    );
  });

  it.each([
    ['SCRIPT_ERROR', { kind: 'item', category: 'mapping', code: 'script-error' }],
    ['COMPILE_ERROR', { kind: 'flow', category: 'mapping', code: 'script-invalid' }],
    ['TIMEOUT', { kind: 'item', category: 'timeout', code: 'script-timeout' }],
    ['MEMORY', { kind: 'item', category: 'mapping', code: 'script-memory' }],
    ['RESULT_TOO_LARGE', { kind: 'item', category: 'mapping', code: 'script-result-too-large' }],
  ] as const)('tells what %s of the sandbox means, with the place', async (code, meaning) => {
    const answer = { ok: false, error: { code, message: 'boom', line: 3, column: 9 } } as const;
    const script = { type: 'shape', params: { script: 'x' } };
    expect(await executor({ sandbox: scriptedSandbox(answer) }).execute(jobOf(script))).toEqual(
      failed({ ...meaning, message: 'script: boom', position: { line: 3, column: 9, key: 'script' } }),
    );
    const sandbox = scriptedSandbox({ ok: false, error: { ...answer.error, key: '/label' } });
    const expression = jobOf({ type: 'shape', params: { script: 'x', label: '=x' } });
    expect(await executor({ sandbox }).execute(expression)).toEqual(
      failed({ ...meaning, message: '/label: boom', position: { line: 3, column: 9, key: '/label' } }),
    );
  });

  it('asks a sandbox that is away again before it gives up', async () => {
    const away = { ok: false, error: { code: 'UNAVAILABLE', message: 'no process' } } as const;
    const job = jobOf({ type: 'shape', params: { script: 'x' } });
    expect(await executor({ sandbox: scriptedSandbox(away, { ok: true, value: 5 }) }).execute(job)).toMatchObject({
      ok: true,
    });
    expect(await executor({ sandbox: scriptedSandbox(away, away, away) }).execute(job)).toEqual(
      failed({ kind: 'transient', category: 'system', code: 'sandbox-unavailable', message: 'script: no process' }),
    );
  });

  it('passes on what a node says, without credentials in the sentence', async () => {
    const job = jobOf({ type: 'post', params: { url: server.url, fate: 'refuse' } });
    expect(await executor().execute(job)).toEqual(
      failed({ kind: 'refused', category: 'business', code: 'no', message: 'No to https://***@erp/.' }),
    );
  });

  it('passes while the database that its own values and events are in is away', async () => {
    expect(await doing(() => Promise.reject(new StoreUnavailableError('The database cannot be reached.')))).toEqual(
      failed({
        kind: 'transient',
        category: 'system',
        code: 'store-unavailable',
        message: 'The database cannot be reached.',
      }),
    );
  });

  it('is a defect when anything else escapes, logged with its cause and shown without', async () => {
    const { execute, lines } = executor();
    const defect = {
      kind: 'defect',
      category: 'system',
      code: 'defect',
      message: 'A fault in Lockstep stopped this step; it is in the log.',
    } as const;
    expect(await execute(jobOf({ type: 'post', params: { url: server.url, fate: 'throw' } }))).toEqual(
      failed({ ...defect, outcomeUnknown: true }),
    );
    expect(lines).toMatchObject([
      { level: 'error', node: 'step', error: { name: 'TypeError', message: expect.any(String) } },
    ]);
    expect(
      await execute(jobOf({ type: 'post', params: { url: server.url, method: 'GET', fate: 'throw' } })),
    ).toMatchObject({ failure: { message: expect.any(String) } });
    expect(await doing(() => Promise.reject(undefined))).toEqual(failed(defect));
    expect(
      await doing(() => {
        throw null;
      }),
    ).toEqual(failed(defect));
  });

  it.each<[string, unknown, string]>([
    ['a function', { a: [() => 1] }, 'gave a value that has a value of type function'],
    ['a bigint', 10n, 'gave a value that has a value of type bigint'],
    ['a date', { at: new Date(0) }, 'gave a value that has an object that is not plain data'],
    ['not a number', [Number.NaN], 'gave a value that has the number NaN'],
  ])('is a defect when a node gives %s', async (_, value, message) => {
    expect(await doing(async () => ({ port: 'out', value }))).toMatchObject({
      failure: { kind: 'defect', message: `"reach" ${message}.` },
    });
  });

  it('is a defect on a port it does not have, the error port among them', async () => {
    for (const port of ['ghost', 'error']) {
      expect(await doing(async () => ({ port, value: 1 }))).toMatchObject({
        failure: { kind: 'defect', message: `"reach" answered on the port "${port}", which it does not have.` },
      });
    }
    const dynamic = (to: string) => executor().execute(jobOf({ type: 'route', params: { to, names: ['a'] } }));
    expect([await dynamic('a'), await dynamic('b')]).toMatchObject([{ ok: true }, { failure: { kind: 'defect' } }]);
  });

  it('refuses a value too deep to store', async () => {
    let deep: Json = 1;
    for (let i = 0; i < 100_000; i += 1) deep = [deep];
    expect(await doing(async () => ({ port: 'out', value: deep }))).toEqual(
      failed({
        kind: 'item',
        category: 'mapping',
        code: 'output-too-deep',
        message: 'What this step gave is nested deeper than 1000 levels.',
      }),
    );
  });
});

describe('the time limit of an attempt', () => {
  const late = {
    kind: 'transient',
    category: 'timeout',
    code: 'timeout',
    message: 'The step took longer than 400 ms.',
  } as const;

  it('ends a step that hangs; its outcome is known as long as nothing was changed', async () => {
    const reach: AnyRunNode = () => new Promise(() => undefined);
    expect(await executor({ reach }).execute(jobOf({ type: 'reach' }, { timeoutMs: 400 }))).toEqual(failed(late));
    const get = jobOf({ type: 'post', params: { url: `${server.url}/slow`, method: 'GET' } }, { timeoutMs: 400 });
    expect((await executor().execute({ ...get, input: { sku: 'x' } })).ok).toBe(false);
  });

  it('leaves the outcome unknown when a request that changes something was under way', async () => {
    const job = jobOf({ type: 'post', params: { url: `${server.url}/slow` } }, { timeoutMs: 400 });
    expect(await executor().execute(job)).toEqual(failed({ ...late, outcomeUnknown: true }));
  });

  it('lets nothing out any more once it is over', async () => {
    let after: unknown;
    let finished = () => {};
    const done = new Promise<void>((resolve) => {
      finished = resolve;
    });
    const reach: AnyRunNode = async (_, ctx) => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      after = await ctx.http({ method: 'POST', url: `${server.url}/too-late` }).catch((error: unknown) => error);
      finished();
      return { port: 'out', value: 1 };
    };
    expect(await executor({ reach }).execute(jobOf({ type: 'reach' }, { timeoutMs: 400 }))).toEqual(failed(late));
    await done;
    expect(after).toBeInstanceOf(StepError);
    expect(seen.filter(({ url }) => url === '/too-late')).toEqual([]);
  });
});

it('refuses to be made without the code of a node type', () => {
  const runs = new Map([...testRuns()].filter(([type]) => type !== 'post'));
  const parts = {
    catalogue: testCatalogue,
    sandbox: scriptedSandbox(),
    http: egress,
    connections: async () => undefined,
  };
  const rest = { ...noWaits, contracts: createContractChecker([]), log: createLogger({ level: 'silent' }) };
  expect(() => createExecutor({ ...parts, ...rest, runs })).toThrow('No code for the node types: post.');
});
