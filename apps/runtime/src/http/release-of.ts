import type { Flow } from '@lockstep/schema/graph';
import { type NextRelease, nextRelease } from '../runner/calls/release.ts';
import { lastRelease } from '../store/releases.ts';
import type { Doors } from './ports.ts';

/** The semantic version that a drawing would be published under; `undefined` where nobody can call it. */
export async function releaseOf(
  flow: Flow,
  { catalogue, contracts, db, flows }: Pick<Doors, 'catalogue' | 'contracts' | 'db' | 'flows'>,
  atLeast?: string,
): Promise<NextRelease | undefined> {
  const row = await lastRelease(db, flow.id);
  const last = row && { semver: row.semver, loaded: await flows.load(row.snapshotId) };
  return nextRelease(flow, { catalogue, schemaOf: (ref) => contracts.find(ref)?.schema, last, atLeast });
}
