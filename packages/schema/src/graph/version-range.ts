import { z } from 'zod';

/** Newest version there is. */
export const LATEST = 'latest';

type Test = (version: number) => boolean;

const COMPARISONS: Readonly<Record<string, (bound: number) => Test>> = {
  '>=': (bound) => (version) => version >= bound,
  '<=': (bound) => (version) => version <= bound,
  '>': (bound) => (version) => version > bound,
  '<': (bound) => (version) => version < bound,
  '=': (bound) => (version) => version === bound,
  '': (bound) => (version) => version === bound,
};

/** What a range says about one version; `undefined` when the text is no range. */
function testOf(range: string): Test | undefined {
  const text = range.trim();
  if (text === LATEST) return () => true;
  const parts = text.split(/\s+/).map((part) => /^(>=|<=|>|<|=|)([1-9]\d{0,8})$/.exec(part));
  const tests = parts.flatMap((part) => COMPARISONS[part?.[1] ?? '?']?.(Number(part?.[2])) ?? []);
  return tests.length === parts.length ? (version) => tests.every((test) => test(version)) : undefined;
}

/**
 * Which versions of a flow will do: `latest`, one version (`3`), or bounds that all must hold (`>=2 <4`). Versions of flows
 * are whole numbers, so there is nothing like a minor version to be compatible with.
 */
export const VersionRange = z
  .string()
  .max(60)
  .refine((text) => testOf(text) !== undefined, 'Write "latest", a version such as 2, or bounds such as ">=2 <4".');

/** The newest of `versions` that the range takes; `undefined` when none does, or the text is no range. */
export function newestIn(range: string, versions: readonly number[]): number | undefined {
  const fits = testOf(range);
  const fitting = fits ? versions.filter(fits) : [];
  return fitting.length === 0 ? undefined : Math.max(...fitting);
}
