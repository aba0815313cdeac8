import { listFlows } from '@lockstep/schema/api';
import { useMemo } from 'react';
import { useCall } from '../api/index.ts';
import { catalogue } from '../steps/catalogue.ts';

/** A flow as one that can be called. */
export interface Callee {
  readonly id: string;
  readonly name: string;
  /** Newest published version; versions are numbered from 1 without gaps. */
  readonly publishedVersion: number | undefined;
  /** It has a start that other flows can call. */
  readonly isCallable: boolean;
}

const NONE: readonly Callee[] = [];

/** All flows, as a call sees them. Empty until they are known. */
export function useCallees(): readonly Callee[] {
  const { data } = useCall(listFlows, {});
  return useMemo(
    () =>
      data?.flows.map(({ id, name, publishedVersion, triggers }) => {
        const isCallable = triggers.some(({ type }) => catalogue.get(type)?.callable !== undefined);
        return { id, name, publishedVersion, isCallable };
      }) ?? NONE,
    [data],
  );
}

/** Numbers of the published versions of a flow. */
export function versionsOf({ publishedVersion = 0 }: Pick<Callee, 'publishedVersion'>): readonly number[] {
  return Array.from({ length: publishedVersion }, (_, index) => index + 1);
}
