import { type FlowRelease, listFlows } from '@lockstep/schema/api';
import { useMemo } from 'react';
import { useCall } from '../api/index.ts';
import { catalogue } from '../steps/catalogue.ts';

/** A flow as one that can be called. */
export interface Callee {
  readonly id: string;
  readonly name: string;
  /** Newest published version; versions are numbered from 1 without gaps. */
  readonly publishedVersion: number | undefined;
  /** The newest version of each major. */
  readonly releases: readonly FlowRelease[];
  /** It has a start that other flows can call. */
  readonly isCallable: boolean;
}

const NONE: readonly Callee[] = [];
const NO_RELEASES: readonly FlowRelease[] = [];

/** All flows, as a call sees them. Empty until they are known. */
export function useCallees(): readonly Callee[] {
  const { data } = useCall(listFlows, {});
  return useMemo(
    () =>
      data?.flows.map(({ id, name, publishedVersion, releases = NO_RELEASES, triggers }) => {
        const isCallable = triggers.some(({ type }) => catalogue.get(type)?.callable !== undefined);
        return { id, name, publishedVersion, releases, isCallable };
      }) ?? NONE,
    [data],
  );
}

/** Numbers of the published versions of a flow. */
export function versionsOf({ publishedVersion = 0 }: Pick<Callee, 'publishedVersion'>): readonly number[] {
  return Array.from({ length: publishedVersion }, (_, index) => index + 1);
}

/** What a range chooses from. */
export function choicesOf(callee: Pick<Callee, 'publishedVersion' | 'releases'>): readonly (number | FlowRelease)[] {
  return [...versionsOf(callee), ...callee.releases];
}
