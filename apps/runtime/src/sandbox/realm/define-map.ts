import { t } from './library.ts';

type Context = Readonly<Record<string, unknown>>;

/**
 * A map as the map screen draws it: a function of the source and the library. Global in scripts; the types are for the
 * editor. `ctx` is what every script gets beside its input.
 */
export function defineMap<Source, Target>(
  make: (src: Source, library: typeof t, ctx: Context) => Target,
): (input: Source, ctx: Context) => Target {
  if (typeof make !== 'function') throw new TypeError('defineMap takes a function: defineMap((src, t) => ({ … }))');
  return (input, ctx) => make(input, t, ctx);
}
