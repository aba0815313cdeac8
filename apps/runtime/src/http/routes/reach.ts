/** A published flow, with what it speaks to itself and whom it begins. */
export interface Drawn {
  readonly id: string;
  /** Ends its own steps speak to. */
  readonly to: readonly string[];
  /** Flows that its steps begin: by name, or because they serve a capability it asks for. */
  readonly begins: readonly string[];
}

/**
 * Ends that each flow speaks to, by itself or through the flows it begins, by its id. Who names no system reaches those of the flows that
 * serve it.
 */
export function reachOf(flows: readonly Drawn[]): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(flows.map((flow) => [flow.id, flow] as const));
  const reach = (start: Drawn): readonly string[] => {
    const seen = new Set<string>();
    const ends = new Set<string>();
    const left = [start];
    for (let flow = left.pop(); flow; flow = left.pop()) {
      if (seen.has(flow.id)) continue;
      seen.add(flow.id);
      for (const end of flow.to) ends.add(end);
      left.push(...flow.begins.flatMap((id) => byId.get(id) ?? []));
    }
    return [...ends];
  };
  return new Map(flows.map((flow) => [flow.id, reach(flow)] as const));
}
