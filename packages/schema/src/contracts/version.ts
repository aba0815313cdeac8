/** Names of contracts: `order`, `shopify-order`. */
export const CONTRACT_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Whole versions: `1.4.0`. */
export const CONTRACT_VERSION = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/;

const REF = /^([a-z][a-z0-9-]*)(?:@((?:0|[1-9]\d{0,5})(?:\.(?:0|[1-9]\d{0,5})){0,2}))?$/;

export interface ContractRef {
  readonly name: string;
  /** `1`, `1.4` or `1.4.0`; absent: any version. */
  readonly range?: string;
}

/** Reads `order`, `order@1`, `order@1.4`, `order@1.4.0`. Undefined for anything else. */
export function readContractRef(ref: string): ContractRef | undefined {
  const [, name, range] = REF.exec(ref) ?? [];
  if (name === undefined) return undefined;
  return { name, ...(range !== undefined && { range }) };
}

/** Whether a whole version is one that a range means: `1` means every `1.x.y`. */
export function isInRange(version: string, range: string | undefined): boolean {
  return range === undefined || version === range || version.startsWith(`${range}.`);
}

/** Below 0 when `left` is the older of two whole versions; 0 for the same. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [partsOf(left), partsOf(right)];
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

/** How far one version is from another. */
export type ReleaseKind = 'major' | 'minor' | 'patch';

/** The next version of a kind: 1.4.2 is followed by 2.0.0, 1.5.0 or 1.4.3. */
export function nextVersion(version: string, kind: ReleaseKind): string {
  const { major, minor, patch } = partsOf(version);
  switch (kind) {
    case 'major':
      return `${major + 1}.0.0`;
    case 'minor':
      return `${major}.${minor + 1}.0`;
    case 'patch':
      return `${major}.${minor}.${patch + 1}`;
    default:
      return kind satisfies never;
  }
}

/** What kind of release `after` is behind `before`, whatever was left out in between. */
export function releaseKind(before: string, after: string): ReleaseKind {
  const [old, now] = [partsOf(before), partsOf(after)];
  if (old.major !== now.major) return 'major';
  return old.minor === now.minor ? 'patch' : 'minor';
}

/** The newest among whole versions; undefined for none. */
export function newestOf(versions: readonly string[]): string | undefined {
  return versions.reduce<string | undefined>(
    (newest, each) => (newest === undefined || compareVersions(each, newest) > 0 ? each : newest),
    undefined,
  );
}

/** The newest version of the same major above the one in use, if there is one: patches and minors it may take. */
export function offeredAbove(version: string, versions: readonly string[]): string | undefined {
  const { major } = partsOf(version);
  return newestOf(versions.filter((each) => partsOf(each).major === major && compareVersions(each, version) > 0));
}

function partsOf(version: string): Readonly<Record<ReleaseKind, number>> {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return { major, minor, patch };
}
