import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox, type SandboxResult } from './index.ts';
import { scriptCall } from './testing.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox();
});
afterAll(() => sandbox.close());

const LIMIT_MS = 400;
const neighbour = () => sandbox.call(scriptCall('function map() { return "well" }'));
const well = { ok: true, value: 'well' };

function outcome(result: SandboxResult): unknown {
  return result.ok ? result.value : result.error.code;
}

/** What it may end as, and the body of a function. */
const samples: readonly (readonly [name: string, allowed: readonly unknown[], body: string])[] = [
  ['an endless loop', ['TIMEOUT'], 'for (;;);'],
  ['an endless loop in a finally block', ['TIMEOUT'], 'try { for (;;); } finally { for (;;); }'],
  ['endless microtasks', ['TIMEOUT'], 'const again = () => Promise.resolve().then(again); again(); return 1;'],
  ['an endless async function', ['TIMEOUT'], 'return (async () => { for (;;) await null; })();'],
  ['a promise that waits for nothing', ['SCRIPT_ERROR'], 'return new Promise(() => {});'],
  ['a thenable that never calls back', ['SCRIPT_ERROR'], 'return { then() {} };'],
  [
    'a built-in that cannot be interrupted',
    ['TIMEOUT'],
    'return Array.prototype.lastIndexOf.call({ length: 2 ** 52 }, 1);',
  ],
  [
    'a stack getter that loops',
    ['TIMEOUT'],
    'const e = new Error("x"); Object.defineProperty(e, "stack", { get() { for (;;); } }); throw e;',
  ],
  ['a message getter that throws', ['SCRIPT_ERROR'], 'throw { get message() { throw 1; } };'],
  [
    'a thrown proxy',
    ['SCRIPT_ERROR', 'TIMEOUT'],
    'throw new Proxy({}, { get() { for (;;); }, getPrototypeOf() { throw 1; } });',
  ],
  [
    'a toString that never comes to an end',
    ['SCRIPT_ERROR', 'TIMEOUT'],
    'throw { toString() { for (;;); }, message: { toString() { for (;;); } } };',
  ],
  ['throw null', ['SCRIPT_ERROR'], 'throw null;'],
  ['a thrown symbol', ['SCRIPT_ERROR'], 'throw Symbol("s");'],
  [
    'a rejected promise nobody handles, with a hostile reason',
    ['SCRIPT_ERROR', 'TIMEOUT'],
    'Promise.reject({ get stack() { for (;;); }, get message() { for (;;); } }); return 1;',
  ],
  ['a result whose getter loops', ['TIMEOUT'], 'return { get a() { for (;;); } };'],
  ['a result that is a hostile proxy', ['TIMEOUT'], 'return new Proxy([], { get() { for (;;); } });'],
  ['a result that contains itself', ['SCRIPT_ERROR'], 'const a = []; a.push(a); return a;'],
  ['a huge result', ['RESULT_TOO_LARGE', 'MEMORY', 'TIMEOUT'], 'return Array(1 << 20).fill("x".repeat(64));'],
  ['a deep result', ['SCRIPT_ERROR'], 'let a = 1; for (let i = 0; i < 20_000; i++) a = [a]; return a;'],
  ['deep recursion', ['SCRIPT_ERROR'], 'const f = () => f() + 1; return f();'],
  [
    'deep recursion that catches itself',
    ['SCRIPT_ERROR', 'TIMEOUT'],
    'const f = () => { try { f(); } finally { f(); } }; f();',
  ],
  ['objects without end', ['MEMORY', 'TIMEOUT'], 'const all = []; for (;;) all.push({ a: [1, 2, 3] });'],
  ['a map without end', ['MEMORY', 'TIMEOUT'], 'const m = new Map(); for (let i = 0; ; i++) m.set(i, i);'],
  [
    'a string that doubles',
    ['MEMORY', 'TIMEOUT', 'SCRIPT_ERROR'],
    'let s = "x"; for (;;) { s += s; s.charCodeAt(0); }',
  ],
  [
    'array buffers without end',
    ['MEMORY', 'TIMEOUT', 'SCRIPT_ERROR'],
    'const all = []; for (;;) all.push(new Uint8Array(1 << 20).fill(1));',
  ],
  [
    'a resizable buffer',
    ['MEMORY', 'TIMEOUT', 'SCRIPT_ERROR'],
    'const b = new ArrayBuffer(1, { maxByteLength: 2 ** 32 }); b.resize(2 ** 31); new Uint8Array(b).fill(7); return 1;',
  ],
  ['an array of 2 ** 28', ['MEMORY', 'TIMEOUT', 'SCRIPT_ERROR'], 'return "y,".repeat(2 ** 28).split(",").length;'],
  ['a regular expression that backtracks', [false], 'return /^(\\w+\\s?)*$/.test("a".repeat(50) + "!");'],
  [
    'a regular expression that backtracks behind a look-behind',
    [false, true, 'TIMEOUT'],
    'return /(?<=(x+x+)+y)z/.test("x".repeat(40));',
  ],
  [
    'code from text, by the constructor of a literal',
    ['SCRIPT_ERROR'],
    'return ({}).constructor.constructor("return 1")();',
  ],
  [
    'code from text, by an async generator',
    ['SCRIPT_ERROR'],
    'return (async function* () {}).constructor("return 1")();',
  ],
  ['code from text, by Reflect', ['SCRIPT_ERROR'], 'return Reflect.construct(Function, ["return 1"])();'],
  [
    'what the host must not leave lying about',
    ['undefined'],
    `return [typeof process, typeof require, typeof module, typeof WebAssembly, typeof SharedArrayBuffer,
    typeof Atomics, typeof WeakRef, typeof FinalizationRegistry, typeof eval, typeof setTimeout, typeof fetch].join().replace(/(undefined),(?=undefined)/g, '');`,
  ],
  [
    'a stack that shows a path',
    [false],
    'return /node_modules|node:|file:|[/]work|lockstep[/]/.test(new Error("x").stack);',
  ],
  ['the caller of the script', ['SCRIPT_ERROR'], 'return arguments.callee.caller;'],
];

describe('is contained, and a neighbour does not notice:', () => {
  it.each(samples)('%s', async (_, allowed, body) => {
    const call = scriptCall(`function map(input, ctx) {\n${body}\n}`, { id: 1 }, { timeoutMs: LIMIT_MS });
    const startedAt = performance.now();
    const [result, during] = await Promise.all([sandbox.call(call), neighbour()]);
    const ms = performance.now() - startedAt;
    expect(allowed).toContain(outcome(result));
    expect(ms).toBeLessThan(LIMIT_MS + 1200);
    expect([during, await neighbour()]).toEqual([well, well]);
  });
});

describe('leaves nothing for the next run:', () => {
  const probes: readonly (readonly [name: string, write: string, read: string])[] = [
    ['a global', 'globalThis.kept = 1', 'typeof kept'],
    ['Object.prototype', 'Object.prototype.kept = 1', 'typeof ({}).kept'],
    ['Object.prototype, by __proto__ of data', 'const o = {}; o["__proto__"].kept = 1', 'typeof ({}).kept'],
    ['a built-in method', 'Array.prototype.map = () => "kept"', '[1].map(() => undefined)[0] + ""'],
    ['an iterator', '[].values().__proto__.next = () => ({ done: true })', 'typeof [...[undefined]][0]'],
    ['Intl', 'Intl.NumberFormat.prototype.kept = 1', 'typeof new Intl.NumberFormat().kept'],
    ['the library', 't.money = () => "kept"', 'typeof t.money.kept'],
    ['a function of the library', 't.money.kept = 1', 'typeof t.money.kept'],
    ['RegExp statics', '/(kept)/.exec("kept")', 'typeof RegExp.$1'],
    ['console', 'console.kept = 1', 'typeof console.kept'],
    ['the clock', 'Date.now = () => 1; Date.kept = 1', 'typeof Date.kept'],
    [
      'a late microtask',
      '(async () => { for (let i = 0; i < 99; i++) await 0; try { globalThis.kept = 1 } catch {} })()',
      'typeof kept',
    ],
  ];
  it.each(probes)('%s', async (_, write, read) => {
    const own = await createSandbox({ size: 1 });
    const source = `function map(input) { if (input.read) return ${read}; ${write}; return 'written'; }`;
    await own.call(scriptCall(source, { read: false }));
    const result = await own.call(scriptCall(source, { read: true }));
    await own.close();
    expect(result).toEqual({ ok: true, value: 'undefined' });
  });
});

it('does not let what fat scripts left behind count against the next one', async () => {
  const lines: string[] = [];
  const own = await createSandbox({ size: 1, log: (line) => lines.push(line) });
  const fat = (n: number) =>
    `function map() { const all = []; for (let i = 0; i < 250_000; i++) all.push({ i }); return all.length + ${n}; }`;
  const answers = [];
  for (let n = 0; n < 20; n++) answers.push(await own.call(scriptCall(fat(n), {}, { timeoutMs: 3000 })));
  await own.close();
  expect(answers.map((answer) => answer.ok && answer.value)).toEqual(answers.map((_, n) => 250_000 + n));
  expect(lines).toEqual([]);
});

it('keeps answering others while scripts hang, and serves those behind a hanging one elsewhere', async () => {
  const slow = [];
  const hanging = 'function map(o) { return Array.prototype.lastIndexOf.call({ length: 2 ** 52 }, 1) }';
  const hung = sandbox.call(scriptCall(hanging, {}, { timeoutMs: LIMIT_MS }));
  const startedAt = performance.now();
  while (performance.now() - startedAt < LIMIT_MS + 300) {
    const askedAt = performance.now();
    const answers = await Promise.all(Array.from({ length: 40 }, neighbour));
    expect(answers).toEqual(Array(40).fill(well));
    slow.push(performance.now() - askedAt);
  }
  expect(outcome(await hung)).toBe('TIMEOUT');
  // Behind the hanging one they would have waited for its limit and the grace of 250 ms.
  expect(Math.max(...slow)).toBeLessThan(LIMIT_MS + 200);
});
