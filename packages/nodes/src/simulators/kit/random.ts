/** A seed: the same seed gives the same draws on every machine and Node version. */
export type Seed = number | string;

/** A stream of pseudo-random draws; never for secrets. */
export interface Random {
  /** A number from 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** A whole number from `min` to `max`, both inclusive. */
  int(min: number, max: number): number;
  /** True in a share of `rate` of the calls; 0 never and 1 always, drawn or not. */
  chance(rate: number): boolean;
  /** One of the choices. Throws RangeError when there are none. */
  pick<T>(choices: readonly T[]): T;
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** A version 4 UUID. */
  uuid(): string;
}

/**
 * Seeded draws (sfc32). Two `stream` names of one seed are independent, so faults drawn between two orders do not
 * change the second order.
 */
export function createRandom(seed: Seed, stream: string): Random {
  const next = sfc32(`${seed}/${stream}`);
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const hex = (length: number): string => Array.from({ length }, () => int(0, 15).toString(16)).join('');
  return {
    next,
    int,
    hex,
    chance: (rate) => rate > 0 && next() < rate,
    pick: (choices) => {
      const choice = choices[int(0, choices.length - 1)];
      if (choice === undefined) throw new RangeError('nothing to pick from');
      return choice;
    },
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[int(0, 3)]}${hex(3)}-${hex(12)}`,
  };
}

function sfc32(text: string): () => number {
  const hash = hasher(text);
  let [a, b, c, d] = [hash(), hash(), hash(), hash()];
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4_294_967_296;
  };
  // The first draws of similar seeds look alike; a short warm-up parts them.
  for (let i = 0; i < 15; i++) next();
  return next;
}

function hasher(text: string): () => number {
  let h = 1_779_033_703 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 3_432_918_353);
    h = (h << 13) | (h >>> 19);
  }
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2_246_822_507);
    h = Math.imul(h ^ (h >>> 13), 3_266_489_909);
    h ^= h >>> 16;
    return h >>> 0;
  };
}
