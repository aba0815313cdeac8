import { createHash } from 'node:crypto';
import type { IconName } from '../icons.ts';
import { holdDoorways } from './kit/doorway.ts';
import { createEstateClock, type EstateClock } from './kit/estate-clock.ts';
import type { FaultSwitch } from './kit/faults.ts';
import type { OrderProfile } from './kit/order-profile.ts';
import type { Seed } from './kit/random.ts';
import type { Clock, Simulator } from './kit/simulator.ts';
import { ESTATE_SYSTEMS, type EstateSystem, residents, type Session } from './residents.ts';
import { readState, tellGenerators, tellTargets } from './switches.ts';

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
  /** The same at every start, so that kept connections go on working; only addresses follow the start. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Those of them that are addresses. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Addresses the estate's systems send webhooks to. */
export type EstateTargets = Readonly<Partial<Record<EstateSystem, string>>>;

export interface EstateSettings {
  readonly seed?: Seed;
  /** The machine's clock, which the estate's runs with; the system clock where absent. */
  readonly clock?: Clock;
  /** Milliseconds since the epoch at which the estate's clock stands; it runs where absent. */
  readonly frozenAt?: number;
  readonly targets?: EstateTargets;
  /** 0, silence, where absent. */
  readonly ordersPerMinute?: number;
  /** How buyers behave; `steady` where absent. */
  readonly profile?: OrderProfile;
  /** Every system that speaks HTTP does it by TLS, under an authority that is made for it; files stay as they are. */
  readonly secure?: boolean;
  /** Free ports where absent. */
  readonly ports?: Readonly<Partial<Record<EstateSystem, number>>>;
}

export interface GeneratorChange {
  readonly ordersPerMinute?: number | undefined;
  readonly profile?: OrderProfile | undefined;
}

/** What an estate begins anew with; what is absent stays as it was at the last beginning. */
export interface Beginning {
  readonly seed?: Seed | undefined;
  /** The clock stands at this time, in milliseconds since the epoch; `null`: it runs with the machine's. */
  readonly frozenAt?: number | null | undefined;
}

/** A retailer's systems, running. */
export interface Estate {
  readonly entries: readonly EstateEntry[];
  /** The time of every system, and of all their timers. */
  readonly clock: EstateClock;
  /** PEM of the authority to trust, of an estate that is `secure`. */
  readonly authority?: string;
  /** Decides every draw of every system: what is bought, ids, faults. */
  readonly seed: Seed;
  /** Takes the addresses to send webhooks to, as they come to be known; orders are generated from then on. */
  setTarget(targets: EstateTargets): Promise<void>;
  /** How many orders come by themselves, and how buyers behave; what is absent stays as it is. */
  setGenerator(change: GeneratorChange): Promise<Required<GeneratorChange>>;
  /**
   * Every system forgets what it holds, its faults are healed, and seed and clock begin again. Addresses, targets,
   * the rate of orders and the profile stay. Where seed and time are those of an earlier beginning, ids and numbers come again too.
   */
  reset(beginning?: Beginning): Promise<void>;
  /** Hash of the whole state of every system: the same seed, time and calls give the same. */
  fingerprint(): Promise<string>;
  close(): Promise<void>;
}

/**
 * Starts every simulator on 127.0.0.1, with one seed and one clock. Order and document numbers go on from session to
 * session (they follow the clock), so that what a runtime remembers of an earlier session never meets a namesake.
 *
 * @throws the listen error of a port that is taken; nothing is left running
 */
export async function startEstate(settings: EstateSettings = {}): Promise<Estate> {
  const { clock: machine = Date.now, ports = {} } = settings;
  let { seed = 'lockstep', frozenAt, targets = {}, ordersPerMinute = 0, profile = 'steady' } = settings;
  const clock = createEstateClock(machine, frozenAt);
  const entries: EstateEntry[] = [];
  const authority = settings.secure ? await (await import('./kit/authority.ts')).createAuthority() : undefined;
  const secure = await authority?.server();
  let running = new Map<EstateSystem, Simulator>();

  const begin = async (before: ReadonlyMap<EstateSystem, Simulator> = new Map()): Promise<void> => {
    const session = { seed, clock, ordersPerMinute, profile, firstNumber: sessionNumber(clock()), secure };
    for (const system of ESTATE_SYSTEMS) {
      const known = entries.find((entry) => entry.system === system);
      const [target, port, addresses] = [targets[system], ports[system], before.get(system)?.addresses?.()];
      const placed: Session = {
        ...session,
        ...(port !== undefined && { port }),
        ...(known && { port: portOf(known.baseUrl), controlPort: portOf(known.stateUrl) }),
        ...(target !== undefined && { target }),
        ...(addresses && { addresses }),
      };
      const { start, ...said } = residents[system];
      const simulator = await start(placed);
      running.set(system, simulator);
      const { baseUrl, stateUrl, faultsUrl, switches } = simulator;
      const { settings: addressed = {} } = simulator;
      const credentials = { ...said.credentials, ...addressed };
      if (!known)
        entries.push({ system, ...said, credentials, settings: addressed, baseUrl, stateUrl, faultsUrl, switches });
    }
  };
  const end = async (): Promise<ReadonlyMap<EstateSystem, Simulator>> => {
    const ending = running;
    running = new Map();
    await Promise.all([...ending.values()].map((simulator) => simulator.close()));
    clock.close();
    return ending;
  };

  try {
    await begin();
  } catch (error) {
    await end();
    throw error;
  }
  return {
    entries,
    clock,
    ...(authority && { authority: authority.certificate }),
    get seed() {
      return seed;
    },
    setTarget: (next) => {
      targets = { ...targets, ...next };
      return tellTargets(entries, next);
    },
    setGenerator: async (change) => {
      ({ ordersPerMinute = ordersPerMinute, profile = profile } = change);
      await tellGenerators(entries, { ordersPerMinute, profile });
      return { ordersPerMinute, profile };
    },
    reset: async (beginning = {}) => {
      ({ seed = seed } = beginning);
      if (beginning.frozenAt !== undefined) frozenAt = beginning.frozenAt ?? undefined;
      const release = holdDoorways(entries.flatMap(({ baseUrl, stateUrl }) => [portOf(baseUrl), portOf(stateUrl)]));
      try {
        const before = await end();
        await clock.change({ mode: frozenAt === undefined ? 'running' : 'frozen', now: frozenAt ?? null });
        await begin(before);
      } finally {
        await release();
      }
    },
    fingerprint: async () => {
      await clock.quiet();
      const hash = createHash('sha256');
      for (const { system, stateUrl } of entries) hash.update(`${system} ${await readState(stateUrl)}\n`);
      return hash.digest('hex');
    },
    close: async () => void (await end()),
  };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** Four numbers a second since 2026 began: more than a demo uses, so the next session begins beyond this one's. */
function sessionNumber(now: number): number {
  return 1001 + Math.max(0, Math.floor((now - Date.UTC(2026, 0, 1)) / 250));
}
