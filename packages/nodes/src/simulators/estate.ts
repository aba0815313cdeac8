import type { IconName } from '../icons.ts';
import type { FaultSwitch } from './kit/faults.ts';
import type { Seed } from './kit/random.ts';
import type { Clock, Simulator } from './kit/simulator.ts';
import { ESTATE_SYSTEMS, type EstateSystem, residents } from './residents.ts';

/** What a connection to one system of the estate needs, and where its state and fault switches are. */
export interface EstateEntry {
  readonly system: EstateSystem;
  readonly label: string;
  /** A few words for its card, and a Lucide icon. */
  readonly about: string;
  readonly icon: IconName;
  /** Origin without a trailing slash. */
  readonly baseUrl: string;
  readonly stateUrl: string;
  readonly faultsUrl: string;
  /** Faults it can be told, for a form. */
  readonly switches: readonly FaultSwitch[];
  /** Secret that signs the system's webhooks, where it sends any. */
  readonly webhookSecret?: string;
  /** Connection type that speaks to it, and what a demo calls the connection. */
  readonly connectionType: string;
  readonly connectionName: string;
  /** The same at every start, so that kept connections go on working. */
  readonly credentials: Readonly<Record<string, string>>;
}

/** Addresses the estate's systems send webhooks to. */
export type EstateTargets = Readonly<Partial<Record<EstateSystem, string>>>;

export interface EstateSettings {
  readonly seed?: Seed;
  readonly clock?: Clock;
  readonly targets?: EstateTargets;
  /** 0, silence, where absent. */
  readonly ordersPerMinute?: number;
  /** Free ports where absent. */
  readonly ports?: Readonly<Partial<Record<EstateSystem, number>>>;
}

/** A retailer's systems, running. */
export interface Estate {
  readonly entries: readonly EstateEntry[];
  /** Takes the addresses to send webhooks to, as they come to be known; orders are generated from then on. */
  setTarget(targets: EstateTargets): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts every simulator on 127.0.0.1. Order and document numbers go on from session to session (they follow the
 * clock), so that what a runtime remembers of an earlier session never meets a namesake.
 *
 * @throws the listen error of a port that is taken; nothing is left running
 */
export async function startEstate(settings: EstateSettings = {}): Promise<Estate> {
  const { seed = 'lockstep', clock = Date.now, targets = {}, ordersPerMinute = 0, ports = {} } = settings;
  const running: Simulator[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(running.map((simulator) => simulator.close()));
  };
  try {
    const entries: EstateEntry[] = [];
    for (const system of ESTATE_SYSTEMS) {
      const { start, ...said } = residents[system];
      const [port, target] = [ports[system], targets[system]];
      const session = { seed, clock, ordersPerMinute, firstNumber: sessionNumber(clock()) };
      const simulator = await start({
        ...session,
        ...(port !== undefined && { port }),
        ...(target !== undefined && { target }),
      });
      running.push(simulator);
      const { baseUrl, stateUrl, faultsUrl, switches } = simulator;
      entries.push({ system, ...said, baseUrl, stateUrl, faultsUrl, switches });
    }
    return { entries, setTarget: (next) => tellTargets(entries, next), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Tells systems where to send their webhooks, each through its own switch. @throws Error when one refuses */
export async function tellTargets(entries: readonly EstateEntry[], targets: EstateTargets): Promise<void> {
  for (const { system, baseUrl } of entries) {
    if (targets[system] !== undefined) await putSwitch(`${baseUrl}/_sim/target`, { url: targets[system] });
  }
}

/** @throws Error when the system refuses, or does not answer within five seconds */
export async function putSwitch(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(5000),
  });
  if (!response.ok) throw new Error(`The simulated system refused ${url}: ${response.status} ${await response.text()}`);
}

/** Four numbers a second since 2026 began: more than a demo uses, so the next session begins beyond this one's. */
function sessionNumber(now: number): number {
  return 1001 + Math.max(0, Math.floor((now - Date.UTC(2026, 0, 1)) / 250));
}
