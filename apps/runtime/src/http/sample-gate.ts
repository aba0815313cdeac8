import type { SampleOverride, SampleReport } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { runSamples } from '../runner/samples/index.ts';
import type { Doors } from './ports.ts';

export type GateResult =
  /** `override`: samples failed, a person gave a reason, and the installation allows it; it is kept with the version. */
  | { readonly open: true; readonly override?: SampleOverride }
  | { readonly open: false; readonly failed: readonly SampleReport[]; readonly detail: string };

/** Whether the samples of a flow let it be published. */
export async function sampleGate(
  flow: Flow,
  reason: string | undefined,
  { sandbox, checkContract, tablesOf, config }: Pick<Doors, 'sandbox' | 'checkContract' | 'tablesOf' | 'config'>,
): Promise<GateResult> {
  const failed = (await runSamples(flow, { sandbox, checkContract, tablesOf })).filter(({ ok }) => !ok);
  const [first] = failed;
  if (!first) return { open: true };
  if (reason !== undefined && config.sampleOverride === 'allowed') {
    return {
      open: true,
      override: { reason, failed: failed.map(({ node, map, id, name, why }) => ({ node, map, id, name, why })) },
    };
  }
  const count = failed.length === 1 ? 'One sample fails' : `${failed.length} samples fail`;
  const refused = reason === undefined ? '' : ' This installation does not let a version be published all the same.';
  return { open: false, failed, detail: `${count}: "${first.name}" of "${first.map}": ${first.why}${refused}` };
}
