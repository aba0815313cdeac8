import type { Json } from '../run/json.ts';
import { type Compatibility, type CompatibilityClass, compatibilityOf } from './compatibility.ts';
import { compareVersions, nextVersion, type ReleaseKind, releaseKind } from './version.ts';

const LEAST: Readonly<Record<CompatibilityClass, ReleaseKind>> = {
  full: 'patch',
  backward: 'minor',
  forward: 'minor',
  breaking: 'major',
};

const ORDER: readonly ReleaseKind[] = ['patch', 'minor', 'major'];

/** What a draft would be as the next version of its contract. */
export interface ReleaseVerdict extends Compatibility {
  /** The version it was compared with: the newest published one. */
  readonly against: string;
  /** The smallest step that says what the change means. */
  readonly least: ReleaseKind;
  /** The versions that may follow, by the size of the step; those that say too little are absent. */
  readonly next: Readonly<Partial<Record<ReleaseKind, string>>>;
}

/** Compares a draft with the newest published version. */
export function releaseVerdict(
  last: { readonly version: string; readonly schema: Json },
  schema: Json,
): ReleaseVerdict {
  const compatibility = compatibilityOf(last.schema, schema);
  const least = LEAST[compatibility.class];
  const allowed = ORDER.slice(ORDER.indexOf(least));
  const next = Object.fromEntries(allowed.map((kind) => [kind, nextVersion(last.version, kind)]));
  return { ...compatibility, against: last.version, least, next };
}

/**
 * Why a draft must not be published under a version, as a sentence: it is no later than the newest one, or the change is
 * larger than the version says. Undefined when it may.
 */
export function releaseProblem(verdict: ReleaseVerdict, version: string): string | undefined {
  const { against, least, next } = verdict;
  if (compareVersions(version, against) <= 0) return `Version ${against} is published; ${version} is not later.`;
  if (ORDER.indexOf(releaseKind(against, version)) >= ORDER.indexOf(least)) return undefined;
  if (least === 'major') {
    return `The change breaks version ${against}, so it needs a new major version: ${next.major}, not ${version}.`;
  }
  return `Messages of ${against} and ${version} would differ, so it needs a new minor version: ${next.minor}.`;
}

/** What a class of compatibility means for those who send and read, as one sentence. */
export function compatibilityText(
  kind: CompatibilityClass,
  versions: { readonly before: string; readonly after: string },
): string {
  const { before, after } = versions;
  switch (kind) {
    case 'full':
      return `Who knows ${before} and who knows ${after} can read each other's messages.`;
    case 'backward':
      return `Who knows ${after} reads messages of ${before}, but not the other way round: move readers first.`;
    case 'forward':
      return `Who knows ${before} reads messages of ${after}, but not the other way round: move senders first.`;
    case 'breaking':
      return `Neither ${before} nor ${after} reads all messages of the other.`;
    default:
      return kind satisfies never;
  }
}
