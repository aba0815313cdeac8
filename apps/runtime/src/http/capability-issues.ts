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
  return [...unserved, ...withdrawn, ...unpromised(), ...vendorNames()];

  /** Failures under a code that the capability does not promise: callers could not count on it. */
  function unpromised(): readonly Issue[] {
    return flow.nodes.flatMap(({ id, type, params }): readonly Issue[] => {
      const { capability, errors = {} } = catalogue.get(type)?.callable?.(params) ?? {};
      const promised = findCapability(capability);
      if (!promised) return [];
      const codes = promised.errors.map(({ code }) => code);
      const others = [...new Set(Object.values(errors))].filter((code) => !codes.includes(code));
      return others.map((code) => {
        const known = codes.length === 0 ? 'it promises none' : `it promises ${codes.join(', ')}`;
        const message = `"${promised.title}" knows no failure "${code}": ${known}.`;
        return { severity: 'warning', code: 'capability-failure-unknown', message, node: id, field: '/errors' };
      });
    });
  }

  /** Own contracts of a system flow that bind its callers to the system behind it (R34). */
  function vendorNames(): readonly Issue[] {
    if (flow.settings.layer !== 'system') return [];
    return flow.nodes.flatMap(({ id, type, params }): readonly Issue[] => {
      const { capability, input, output } = catalogue.get(type)?.callable?.(params) ?? {};
      if (capability !== undefined) return [];
      return Object.entries({ input, output }).flatMap(([side, ref]): readonly Issue[] => {
        if (ref === undefined) return [];
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
