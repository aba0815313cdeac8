import { findCapability, flowsOfBinding, vendorFields } from '@lockstep/schema/capabilities';
import { asksOf, type Flow, type Issue, offersOf } from '@lockstep/schema/graph';
import { newestBindings } from '../store/capabilities/bindings.ts';
import type { Doors } from './ports.ts';

type Parts = Pick<Doors, 'catalogue' | 'contracts' | 'db'>;

/** What publishing checks about capabilities: that somebody serves those it calls, and that those it serves are still offered. */
export async function capabilityIssues(flow: Flow, { catalogue, contracts, db }: Parts): Promise<readonly Issue[]> {
  const bindings = await newestBindings(db);
  const bound = new Map(bindings.map((each) => [each.capability, each]));
  const offers = offersOf(flow, catalogue);
  const unserved = asksOf(flow, catalogue).flatMap(({ node, capability }): readonly Issue[] => {
    if (bound.has(capability)) return [];
    const title = findCapability(capability)?.title ?? capability;
    const message = `No flow serves "${title}" yet: publish one that offers it first.`;
    return [{ severity: 'error', code: 'capability-unbound', message, node, field: '/capability' }];
  });
  const withdrawn = bindings.flatMap(({ capability, version, binding }): readonly Issue[] => {
    if (!flowsOfBinding(binding).includes(flow.id) || offers.some((offer) => offer.capability === capability))
      return [];
    const title = findCapability(capability)?.title ?? capability;
    const message = `This flow serves "${title}" (binding ${version}), and this version does not offer it any more. Bind another flow first.`;
    return [{ severity: 'error', code: 'capability-withdrawn', message }];
  });
  return [...unserved, ...withdrawn, ...vendorNames()];

  /** Own contracts of a system flow that bind its callers to the system behind it (R34). */
  function vendorNames(): readonly Issue[] {
    if (flow.settings.layer !== 'system') return [];
    return flow.nodes.flatMap(({ id, type, params }): readonly Issue[] => {
      const { capability, ...refs } = catalogue.get(type)?.callable?.(params) ?? {};
      if (capability !== undefined) return [];
      return Object.entries(refs).flatMap(([side, ref]): readonly Issue[] => {
        const [first, ...more] = vendorFields(contracts.find(ref)?.schema ?? null);
        if (!first) return [];
        const others = more.length === 0 ? '' : `, and ${more.length} more`;
        const whose = first.system === undefined ? 'not written as ours are' : `a name of ${first.system}`;
        const message = `The contract "${ref}" has the field "${first.path}", ${whose}${others}: callers would depend on the system.`;
        return [{ severity: 'warning', code: 'contract-names-vendor', message, node: id, field: `/${side}` }];
      });
    });
  }
}
