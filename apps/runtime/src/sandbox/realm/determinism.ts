/** Clock and chance of the current run: both come from outside, so a replay sees the same. */
let now = 0;
let seedText = '';
let random: (() => number) | undefined;

export function setRun(seed: string, nowMs: number): void {
  now = nowMs;
  seedText = seed;
  random = undefined;
}

/** Puts the run's clock and chance in place of the machine's. Before hardening. */
export function installDeterminism(): void {
  Object.defineProperty(Math, 'random', { value: nextRandom, writable: true, configurable: true });
  Object.defineProperty(globalThis, 'Date', { value: flowDate(Date), writable: true, configurable: true });
  fixFormatter();
}

function nextRandom(): number {
  random ??= sfc32(seedText);
  return random();
}

function flowDate(Real: DateConstructor): DateConstructor {
  const FlowDate = function (...args: unknown[]): unknown {
    if (new.target === undefined) return new Real(now).toString();
    return Reflect.construct(Real, args.length === 0 ? [now] : args, new.target);
  };
  const properties = Object.getOwnPropertyDescriptors(Real);
  Object.defineProperties(FlowDate, { ...properties, now: { ...properties.now, value: () => now } });
  Object.defineProperty(Real.prototype, 'constructor', { value: FlowDate, writable: true, configurable: true });
  return FlowDate as unknown as DateConstructor;
}

/** `new Intl.DateTimeFormat().format()` without a date reads the machine's clock. */
function fixFormatter(): void {
  const prototype = Intl.DateTimeFormat.prototype;
  const format = Reflect.getOwnPropertyDescriptor(prototype, 'format')?.get;
  const toParts = prototype.formatToParts;
  Object.defineProperty(prototype, 'format', {
    get(this: Intl.DateTimeFormat) {
      const real = format?.call(this) as (date?: Date | number) => string;
      return (date?: Date | number) => real(date ?? now);
    },
    configurable: true,
  });
  Object.defineProperty(prototype, 'formatToParts', {
    value(this: Intl.DateTimeFormat, date?: Date | number) {
      return toParts.call(this, date ?? now);
    },
    writable: true,
    configurable: true,
  });
}

/** sfc32 by Chris Doty-Humphrey (PractRand), seeded with four FNV-style hashes of the text; 53 bits a number. */
function sfc32(seed: string): () => number {
  const state = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x1];
  for (let i = 0; i < 3; i++) {
    let hash = 0x811c9dc5 ^ i;
    for (let at = 0; at < seed.length; at++) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193 + 2 * i);
    state[i] = (state[i] ?? 0) ^ hash;
  }
  let [a = 0, b = 0, c = 0, counter = 0] = state;
  const draw = (): number => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return out >>> 0;
  };
  for (let i = 0; i < 15; i++) draw();
  return () => ((draw() >>> 5) * 67_108_864 + (draw() >>> 6)) / 9_007_199_254_740_992;
}
