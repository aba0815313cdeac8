import { z } from 'zod';

/** Newest version there is. */
export const LATEST = 'latest';

/** A published version of a flow that others can call: its number, and what it promises in the words of semantic versions. */
export interface Release {
  readonly version: number;
  /** `2.1.0`; absent for a version that has no callable start, or from before there were such words. */
  readonly semver?: string | null | undefined;
}

type Test = (release: Release) => boolean;

const COMPARISONS: Readonly<Record<string, (version: number, bound: number) => boolean>> = {
  '>=': (version, bound) => version >= bound,
  '<=': (version, bound) => version <= bound,
  '>': (version, bound) => version > bound,
  '<': (version, bound) => version < bound,
  '=': (version, bound) => version === bound,
  '': (version, bound) => version === bound,
};

const WHOLE = /^(>=|<=|>|<|=|)([1-9]\d{0,8})$/;
const COMPATIBLE = /^\^([1-9]\d{0,5})(?:\.(\d{1,6})(?:\.(\d{1,6}))?)?$/;

/** What a range says about one version; `undefined` when the text is no range. */
function testOf(range: string): Test | undefined {
  const text = range.trim();
  if (text === LATEST) return () => true;
  const compatible = COMPATIBLE.exec(text);
  if (compatible) {
    const [major = 0, ...least] = compatible.slice(1).map((part) => Number(part ?? 0));
    return ({ semver }) => isCompatible(semver, major, least);
  }
  const parts = text.split(/\s+/).map((part) => WHOLE.exec(part));
  const tests = parts.flatMap((part): Test[] => {
    const holds = COMPARISONS[part?.[1] ?? '?'];
    return holds ? [({ version }) => holds(version, Number(part?.[2]))] : [];
  });
  return tests.length === parts.length ? (release) => tests.every((test) => test(release)) : undefined;
}

function isCompatible(semver: Release['semver'], major: number, [minor = 0, patch = 0]: readonly number[]): boolean {
  if (semver === undefined || semver === null) return false;
  const [ownMajor, ownMinor = 0, ownPatch = 0] = semver.split('.').map(Number);
  return ownMajor === major && (ownMinor > minor || (ownMinor === minor && ownPatch >= patch));
}

/**
 * Which versions of a flow will do: `latest`, one version (`3`), bounds that all must hold (`>=2 <4`), or whatever keeps the promises
 * of a release (`^1`, `^1.4`): a version whose semantic version has the same major part and is no older.
 */
export const VersionRange = z
  .string()
  .max(60)
  .refine(
    (text) => testOf(text) !== undefined,
    'Write "latest", "^1", a version such as 2, or bounds such as ">=2 <4".',
  );

/** The newest of `versions` that the range takes, by number; `undefined` when none does, or the text is no range. */
export function newestIn(range: string, versions: readonly (number | Release)[]): number | undefined {
  const fits = testOf(range);
  const releases = versions.map((each) => (typeof each === 'number' ? { version: each } : each));
  const fitting = fits ? releases.filter(fits) : [];
  return fitting.length === 0 ? undefined : Math.max(...fitting.map(({ version }) => version));
}
