/**
 * Makes the realm safe to share between runs: everything a script can reach without being handed it is frozen, and
 * what could keep state, make code from text, or go round the memory limit is gone.
 */
export function harden(extraGlobals: Readonly<Record<string, unknown>>): void {
  for (const name of REMOVED_GLOBALS) Reflect.deleteProperty(globalThis, name);
  for (const [name, value] of Object.entries(extraGlobals)) {
    Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
  }
  refuseCodeFromText();
  // A merge of foreign data into an object must not reach a prototype; `{ __proto__: null }` still works.
  Reflect.deleteProperty(Object.prototype, '__proto__');
  for (const name of UNCOUNTED) Reflect.deleteProperty(ArrayBuffer.prototype, name);
  for (const key of Reflect.ownKeys(RegExp)) if (!REGEXP_OWN.has(key)) Reflect.deleteProperty(RegExp, key);
  for (const prototype of OVERRIDABLE) allowOverride(prototype);
  freezeAll([globalThis, ...hiddenIntrinsics()]);
}

const REMOVED_GLOBALS = [
  'WebAssembly',
  'SharedArrayBuffer',
  'Atomics',
  'WeakRef',
  'FinalizationRegistry',
  'Temporal',
  'ShadowRealm',
  'eval',
] as const;

/** What a buffer grows by, isolated-vm does not count. */
const UNCOUNTED = ['resize', 'transfer', 'transferToFixedLength'] as const;

/** All others are the legacy statics (`RegExp.$1`), which remember the last match of any run. */
const REGEXP_OWN: ReadonlySet<string | symbol> = new Set(['length', 'name', 'prototype', 'escape', Symbol.species]);

const ERRORS = [Error, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];

/**
 * Prototypes whose properties authors do replace on their own objects (`this.name = ...` in an error class,
 * `counts['constructor'] = 1`). Not Array or Promise: an accessor there turns off fast paths of V8.
 */
const OVERRIDABLE: readonly object[] = [Object.prototype, Date.prototype, ...ERRORS.map((type) => type.prototype)];

/**
 * A frozen prototype property would make `own.property = value` throw; as an accessor it makes an own property
 * instead, as it would have before freezing.
 */
function allowOverride(prototype: object): void {
  for (const key of Reflect.ownKeys(prototype)) {
    const found = Reflect.getOwnPropertyDescriptor(prototype, key);
    if (!found || !('value' in found) || !found.configurable) continue;
    const { value, enumerable } = found;
    Object.defineProperty(prototype, key, {
      get: () => value,
      set(this: unknown, own: unknown) {
        if (this === prototype) throw new TypeError(`Cannot assign to '${String(key)}' of a built-in prototype`);
        Object.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
      },
      enumerable: enumerable ?? false,
      configurable: true,
    });
  }
}

/** `Function` and its three siblings stay for `instanceof`, but make nothing. */
function refuseCodeFromText(): void {
  const samples = [() => 0, function* () {}, async () => {}, async function* () {}];
  for (const sample of samples) {
    const prototype: object = Object.getPrototypeOf(sample);
    const refuse = refuser();
    Object.defineProperty(refuse, 'prototype', { value: prototype });
    Object.defineProperty(prototype, 'constructor', { value: refuse, writable: true, configurable: true });
    if (prototype === Function.prototype) {
      Object.defineProperty(refuse, 'name', { value: 'Function' });
      Object.defineProperty(globalThis, 'Function', { value: refuse, writable: true, configurable: true });
    }
  }
}

/** Constructible, so that `class X extends Function` fails with the same words. */
function refuser(): object {
  function refuse(): never {
    throw new EvalError('A script cannot make code from text');
  }
  return refuse;
}

/** Objects that syntax or a call yields but no global names. */
function hiddenIntrinsics(): object[] {
  const generator = function* () {};
  const asyncGenerator = async function* () {};
  const segments = new Intl.Segmenter('en').segment('a');
  return [
    ...[[].values(), new Map().values(), new Set().values(), ''[Symbol.iterator](), 'a'.matchAll(/a/g)],
    ...[generator, generator(), asyncGenerator, asyncGenerator(), async () => {}],
    ...[segments, segments[Symbol.iterator]()],
    ...iteratorHelpers(),
  ];
}

/** ES2025, newer than the library the project compiles against. */
function iteratorHelpers(): object[] {
  const helpers = Reflect.get(globalThis, 'Iterator') as { from(iterator: object): { map(f: () => 0): object } };
  const wrapped = helpers.from({ next: () => ({ done: true, value: undefined }) });
  return [wrapped, wrapped.map(() => 0)];
}

function freezeAll(roots: readonly object[]): void {
  const seen = new Set<object>();
  const waiting: unknown[] = [...roots];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if ((typeof next !== 'object' && typeof next !== 'function') || next === null || seen.has(next)) continue;
    seen.add(next);
    waiting.push(Object.getPrototypeOf(next));
    for (const key of Reflect.ownKeys(next)) {
      const { value, get, set } = Reflect.getOwnPropertyDescriptor(next, key) ?? {};
      waiting.push(value, get, set);
    }
  }
  for (const object of seen) Object.freeze(object);
}
