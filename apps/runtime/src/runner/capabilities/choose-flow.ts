import { chooseOffer, findCapability, type Offer, textAt } from '@lockstep/schema/capabilities';
import type { CapabilityCall } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import type { CallStore } from '../../store/index.ts';
import { wrongCall } from '../calls/call-failures.ts';

export interface AskedCapability extends CapabilityCall {
  readonly message: Json;
  /** What people call the request by, if the step says so. */
  readonly businessKey?: string | undefined;
}

export interface AskingRun {
  /** The first run of a chain of replays. */
  readonly keyRunId: string;
  /** What people call the calling run. */
  readonly businessKey: string | undefined;
}

export interface ChosenFlow {
  readonly offer: Offer;
  /** Version of the binding. */
  readonly binding: number;
  /** What a share was split by. */
  readonly key: string;
}

/**
 * Which flow serves a call of a capability: by the binding the calling run goes by, and the business key of the request.
 *
 * @throws StepError kind `flow` when there is no such capability, or nothing was ever bound to it
 */
export async function chooseFlow(
  { capability: name, message, businessKey }: AskedCapability,
  run: AskingRun,
  calls: Pick<CallStore, 'bindingFor'>,
): Promise<ChosenFlow> {
  const capability = findCapability(name);
  if (!capability) throw wrongCall('capability-unknown', `There is no capability "${name}".`);
  const held = await calls.bindingFor({
    runId: run.keyRunId,
    acceptedAtMs: acceptedAtOf(run.keyRunId),
    capability: name,
  });
  if (!held) {
    const message = `No flow serves "${capability.title}": publish one that offers it, or bind one on the page of the capability.`;
    throw wrongCall('capability-unbound', message);
  }
  // One order goes to one system, whichever run asks: so what the request says comes before what the run is called.
  const key = businessKey ?? textAt(message, capability.key) ?? run.businessKey ?? run.keyRunId;
  return { offer: chooseOffer(held.binding, { capability: name, key, message }), binding: held.version, key };
}

/** Epoch milliseconds in the id of a run. @see RFC 9562, 5.7 (UUIDv7) */
export function acceptedAtOf(runId: string): number {
  return Number.parseInt(runId.replaceAll('-', '').slice(0, 12), 16);
}
