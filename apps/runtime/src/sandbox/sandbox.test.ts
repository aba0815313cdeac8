import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from './index.ts';
import { expressionCall, NOW_MS, scriptCall } from './testing.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
});
afterAll(() => sandbox.close());

const order = {
  name: '#1001',
  lines: [
    { sku: 'mug', qty: 2 },
    { sku: 'cup', qty: 1 },
  ],
};

describe('scripts', () => {
  it.each([
    ['a top-level function map', 'function map(order: { name: string }) { return order.name; }'],
    ['a constant map', 'const map = (order: any) => order.name;'],
    ['an exported map', 'export function map(order) { return order.name }'],
    ['a default export of a named function', 'export default function named(order) { return named ? order.name : 0 }'],
    ['a default export of an anonymous function', 'export default function (order) { return order.name }\n;(1)'],
    ['a default export of an arrow, on two lines', 'const x = 1\nexport\n  default (order: any) => order.name'],
    ['an async function', 'export default async (order: any) => { await null; return order.name; }'],
  ])('runs %s', async (_, source) => {
    expect(await sandbox.call(scriptCall(source, order))).toEqual({ ok: true, value: '#1001' });
  });

  it('runs a drawn map, and gives it the context when it asks', async () => {
    const lines = 't.each(src.lines, (line) => ({ material: t.upper(line.sku) }))';
    const map = `export default defineMap<Shop, Erp>((src, t) => ({ id: src.name, items: ${lines}, gone: t.omit('no') }));`;
    expect(await sandbox.call(scriptCall(map, order))).toEqual({
      ok: true,
      value: { id: '#1001', items: [{ material: 'MUG' }, { material: 'CUP' }] },
    });
    const asks = 'export default defineMap((src, t, ctx) => ({ city: ctx.steps.lookup.city }));';
    expect(await sandbox.call(scriptCall(asks, order))).toEqual({ ok: true, value: { city: 'Dublin' } });
  });

  it('sees the steps, trigger, run and clock in ctx, and the library in t', async () => {
    const source = `export default (input, ctx) => ({ ...ctx, lib: t.money('1.005') })`;
    expect(await sandbox.call(scriptCall(source))).toEqual({
      ok: true,
      value: {
        steps: { lookup: { city: 'Dublin' } },
        trigger: { kind: 'webhook' },
        run: { id: 'run-1', flowId: 'flow-1', startedAt: '2026-03-01T09:30:00.000Z' },
        now: NOW_MS,
        vars: {},
        lib: '1.01',
      },
    });
  });

  it('answers null for nothing, and says so for what is not data', async () => {
    expect(await sandbox.call(scriptCall('function map() {}'))).toEqual({ ok: true, value: null });
    expect(await sandbox.call(scriptCall('function map() { return map }'))).toEqual({
      ok: false,
      error: { code: 'SCRIPT_ERROR', message: 'TypeError: The result is a function, not data' },
    });
  });

  it('keeps console lines with the result, without control characters', async () => {
    const source = `function map() { console.log('a\\u001b[31m', { b: 1 }); console.warn(null); return 1 }`;
    expect(await sandbox.call(scriptCall(source))).toEqual({ ok: true, value: 1, logs: ['a [31m {"b":1}', 'null'] });
  });

  it('lets authors write error classes and objects with any property name', async () => {
    const source = `class Missing extends Error { constructor(m) { super(m); this.name = 'Missing'; } }
export default () => { const counts = {}; counts.constructor = 1; counts.toString = 2; throw new Missing(JSON.stringify(counts)); }`;
    expect(await sandbox.call(scriptCall(source))).toEqual({
      ok: false,
      error: { code: 'SCRIPT_ERROR', message: 'Missing: {"constructor":1,"toString":2}', line: 2, column: 94 },
    });
  });
});

describe('errors', () => {
  it('carry the line and column of the TypeScript the author wrote', async () => {
    const source =
      'type A = { b?: { c: number } };\nexport default (a: A): number => {\n  const v: number = a.b!.c; return v;\n};';
    expect(await sandbox.call(scriptCall(source))).toEqual({
      ok: false,
      error: {
        code: 'SCRIPT_ERROR',
        message: "TypeError: Cannot read properties of undefined (reading 'c')",
        line: 3,
        column: 26,
      },
    });
  });

  it('point at the author when a helper of the library refuses a value', async () => {
    expect(await sandbox.call(scriptCall(`function map(o) {\n  return t.required(o.sku, 'sku');\n}`))).toEqual({
      ok: false,
      error: { code: 'SCRIPT_ERROR', message: 'TypeError: sku is required', line: 2, column: 12 },
    });
  });

  it('of the text come before anything runs', async () => {
    expect(await sandbox.call(scriptCall('function map() {\n  return 1 +* 2;\n}'))).toEqual({
      ok: false,
      error: { code: 'COMPILE_ERROR', message: 'Expression expected', line: 2, column: 13 },
    });
  });

  it('of one unit do not keep the others of the program from running', async () => {
    const units = [
      { id: 'bad', kind: 'script', source: 'function map( {' },
      { id: 'good', kind: 'script', source: 'function map() { return 1 }' },
    ] as const;
    const call = { ...scriptCall(''), program: { key: 'two units', units }, unit: 'good' };
    expect(await sandbox.call(call)).toEqual({ ok: true, value: 1 });
  });

  it('name the result that is too large', async () => {
    const result = await sandbox.call(scriptCall(`function map() { return 'x'.repeat(17 << 20) }`));
    expect(result).toMatchObject({ ok: false, error: { code: 'RESULT_TOO_LARGE' } });
  });
});

describe('expressions', () => {
  it('of one node are answered together, by key', async () => {
    const expressions = {
      '/url': '"/orders/" + input.name + "?city=" + steps.lookup.city',
      '/body': '{ lines: input.lines.map((l: any) => l.sku), run: run.id, how: trigger.kind }',
      '/many': '(() => {\n  const total = 2;\n  return total as number; // two\n})()',
      '/none': 'input.missing',
    };
    expect(await sandbox.call(expressionCall(expressions, order))).toEqual({
      ok: true,
      value: {
        '/url': '/orders/#1001?city=Dublin',
        '/body': { lines: ['mug', 'cup'], run: 'run-1', how: 'webhook' },
        '/many': 2,
        '/none': null,
      },
    });
  });

  it('fail with their key and place', async () => {
    expect(await sandbox.call(expressionCall({ '/a': '1', '/b': 'input.\n  customer.name' }, order))).toEqual({
      ok: false,
      error: {
        code: 'SCRIPT_ERROR',
        message: "TypeError: Cannot read properties of undefined (reading 'name')",
        line: 2,
        column: 12,
        key: '/b',
      },
    });
  });
});

describe('determinism', () => {
  const source = `export default () => [
    new Date().toISOString(), Date.now(), Date(), new Date(2026, 0, 1).toString(), new Date(0).toLocaleString(),
    new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' }).format(), (1234567.5).toLocaleString(),
    Math.random(), Math.random(), new Date() instanceof Date, new Date().constructor === Date,
  ]`;

  it('gives the same bytes in another process, under another zone and locale', async () => {
    const first = await sandbox.call(scriptCall(source));
    const [zone, language] = [process.env.TZ, process.env.LANG];
    Object.assign(process.env, { TZ: 'Asia/Tokyo', LANG: 'tr_TR.UTF-8' });
    const other = await createSandbox({ size: 1 });
    for (const [name, value] of [
      ['TZ', zone],
      ['LANG', language],
    ] as const) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    const replays = await Promise.all(Array.from({ length: 20 }, () => other.call(scriptCall(source))));
    await other.close();
    expect(first.ok && first.value).toEqual([
      '2026-03-01T09:30:00.000Z',
      NOW_MS,
      'Sun Mar 01 2026 09:30:00 GMT+0000 (Coordinated Universal Time)',
      'Thu Jan 01 2026 00:00:00 GMT+0000 (Coordinated Universal Time)',
      expect.stringMatching(/^1\/1\/1970, 12:00:00\sAM$/),
      expect.stringMatching(/^Sunday, March 1, 2026 at 9:30:00\sAM UTC$/),
      '1,234,567.5',
      0.46514333020473964,
      0.48341165201591874,
      true,
      true,
    ]);
    expect(new Set(replays.map((replay) => JSON.stringify(replay)))).toEqual(new Set([JSON.stringify(first)]));
  });

  it('gives other numbers for another seed or another unit', async () => {
    const random = 'function map() { return Math.random() }';
    const seeds = ['a', 'b', 'c'].map((seed) => sandbox.call(scriptCall(random, {}, { seed })));
    const units = ['x', 'y'].map((id) => {
      const program = { key: `unit ${id}`, units: [{ id, kind: 'script', source: random }] } as const;
      return sandbox.call({ ...scriptCall(random), program, unit: id });
    });
    const values = (await Promise.all([...seeds, ...units])).map((result) => result.ok && result.value);
    expect(new Set(values).size).toBe(5);
  });
});

describe('a fresh closure per run', () => {
  it('forgets what the module and its functions kept', async () => {
    const source = `let count = 0; const seen = new Map(); let again = /a/g;
function map() { map.count = (map.count || 0) + 1; seen.set(count, 1); again.exec('aa'); return [++count, map.count, seen.size, again.lastIndex]; }`;
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await sandbox.call(scriptCall(source)));
    expect(answers).toEqual(Array(5).fill({ ok: true, value: [1, 1, 1, 1] }));
  });
});

it('answers calls in the middle of closing, and after it', async () => {
  const own = await createSandbox({ size: 1 });
  const open = own.call(scriptCall('function map() { while (true) {} }'));
  await own.close();
  const closed = { ok: false, error: { code: 'UNAVAILABLE', message: 'The sandbox is closed' } };
  expect([await open, await own.call(scriptCall('function map() {}'))]).toEqual([closed, closed]);
});

it('runs as many programs as come, also in the class with the compiler on', async () => {
  const own = await createSandbox({ size: 1, jit: true });
  const programs = Array.from({ length: 40 }, (_, i) => `function map() { return ${i} }`);
  const twice = [...programs, ...programs].map((source) => own.call(scriptCall(source)));
  const values = (await Promise.all(twice)).map((result) => result.ok && result.value);
  await own.close();
  expect(values).toEqual([...programs.keys(), ...programs.keys()]);
});

it('forgets programs a child has not seen for long, and learns them again', async () => {
  const own = await createSandbox({ size: 1 });
  const programs = Array.from({ length: 150 }, (_, i) => `function map() { return ${i} }`);
  for (const round of [programs, programs.toReversed()]) {
    const values = (await Promise.all(round.map((source) => own.call(scriptCall(source))))).map((result) => result.ok);
    expect(values).toEqual(Array(150).fill(true));
  }
  await own.close();
});
