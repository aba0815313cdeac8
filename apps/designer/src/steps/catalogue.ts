import { loadTypes } from '@lockstep/nodes/packs';
import type { Flow } from '@lockstep/schema/graph';
import type { Catalogue, NodeDefinition } from '@lockstep/schema/node';
import { type ReactNode, use, useEffect, useState } from 'react';
import { whenIdle } from '../ui/lazy-part.ts';

/** A type of the pack that every flow needs. */
const CORE = 'webhook';

const known = new Map<string, NodeDefinition>();
const asked = new Map<string, Promise<void>>();
/** Types whose pack has come: one of them that is not known, nobody knows. */
const settled = new Set<string>();
let whole: Promise<Catalogue> | undefined;
let wholeNow: Catalogue | undefined;

/** Node types that are here by now: those of the flow that is shown, and soon all. A drawing waits for its own. */
export const catalogue: Catalogue = known;

/** Types of a flow whose definitions are still to be fetched. */
export function missingTypes(nodes: Flow['nodes']): readonly string[] {
  const missing = new Set<string>();
  for (const { type } of nodes) if (!known.has(type) && !settled.has(type)) missing.add(type);
  return [...missing];
}

/** Fetches what is needed to draw and check these nodes; at once when it is here. Rejects when the server is gone. */
export async function loadStepTypes(nodes: Flow['nodes']): Promise<void> {
  // Core types are always there: other flows are judged by them, too.
  await Promise.all([CORE, ...missingTypes(nodes)].map(loadType));
}

function loadType(type: string): Promise<void> {
  const before = asked.get(type);
  if (before !== undefined) return before;
  const loading = loadTypes([CORE, type]).then((definitions) => {
    for (const definition of definitions) if (!known.has(definition.type)) known.set(definition.type, definition);
    settled.add(type);
  });
  asked.set(type, loading);
  loading.catch(() => asked.delete(type));
  return loading;
}

/** Fetches every node type there is. */
export function loadWholeCatalogue(): Promise<Catalogue> {
  whole ??= import('@lockstep/nodes/catalogue').then(({ catalogue: all }) => {
    for (const [type, definition] of all) known.set(type, definition);
    wholeNow = all;
    return all;
  });
  whole.catch(() => {
    whole = undefined;
  });
  return whole;
}

/** Every node type, in the order of the palette. Suspends until they are here. */
export function useWholeCatalogue(): Catalogue {
  return use(loadWholeCatalogue());
}

/** Every node type, in the order of the palette; `undefined` until they are here. */
export function useLoadedCatalogue(): Catalogue | undefined {
  const [loaded, setLoaded] = useState(wholeNow);
  useEffect(() => {
    let isHere = true;
    loadWholeCatalogue().then(
      (all) => isHere && setLoaded(all),
      () => {},
    );
    return () => {
      isHere = false;
    };
  }, []);
  return loaded;
}

/** What a drawing waits for, by its types: the same promise each time it is drawn meanwhile. */
const together = new Map<string, Promise<void>>();

/**
 * Suspends until the types of these nodes are here, then gives back `children`. A component of its own, without other hooks: React mixes them up where
 * one waits only the first time.
 */
export function StepTypes({ nodes, children }: { readonly nodes: Flow['nodes']; readonly children: ReactNode }) {
  const missing = missingTypes(nodes).toSorted();
  if (missing.length > 0) use(loadTogether(missing.join(' '), nodes));
  return children;
}

function loadTogether(key: string, nodes: Flow['nodes']): Promise<void> {
  const before = together.get(key);
  if (before !== undefined) return before;
  const loading = loadStepTypes(nodes);
  together.set(key, loading);
  loading.catch(() => together.delete(key));
  return loading;
}

whenIdle(() => void loadWholeCatalogue().catch(() => {}));
