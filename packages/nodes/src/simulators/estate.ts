import { SAP_CREDENTIALS, sapSimulator } from '../connectors/sap/simulator/sap-simulator.ts';
import { SHOPIFY_CREDENTIALS, shopifySimulator } from '../connectors/shopify/simulator/shopify-simulator.ts';
import { WMS_CREDENTIALS, wmsSimulator } from '../connectors/wms/simulator/wms-simulator.ts';
import type { Seed } from './kit/random.ts';
import type { Clock, Simulator } from './kit/simulator.ts';

export type EstateSystem = 'shopify' | 'sap' | 'wms';

/** What a connection to one system of the estate needs, and where its state and fault switches are. */
export interface EstateEntry {
  readonly system: EstateSystem;
  readonly label: string;
  /** Origin without a trailing slash. */
  readonly baseUrl: string;
  readonly stateUrl: string;
  readonly faultsUrl: string;
  /** Secret that signs the system's webhooks, where it sends any. */
  readonly webhookSecret?: string;
  /** The same at every start, so that kept connections go on working. */
  readonly credentials: Readonly<Record<string, string>>;
}

/** Addresses the estate's systems send webhooks to. */
export interface EstateTargets {
  readonly shopifyOrdersCreate?: string;
}

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
  setTarget(targets: EstateTargets): void;
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
  const started = async <S extends Simulator>(starting: Promise<S>): Promise<S> => {
    const simulator = await starting;
    running.push(simulator);
    return simulator;
  };
  const close = async (): Promise<void> => {
    await Promise.all(running.map((simulator) => simulator.close()));
  };
  try {
    const common = { seed, clock };
    const firstNumber = sessionNumber(clock());
    const shopify = await started(
      shopifySimulator({
        ...common,
        ordersPerMinute,
        firstOrderNumber: firstNumber,
        ...portOf(ports.shopify),
        ...(targets.shopifyOrdersCreate === undefined ? {} : { target: targets.shopifyOrdersCreate }),
      }),
    );
    const sap = await started(sapSimulator({ ...common, firstSalesOrder: firstNumber, ...portOf(ports.sap) }));
    const wms = await started(wmsSimulator({ ...common, ...portOf(ports.wms) }));
    const { webhookSecret, accessToken } = SHOPIFY_CREDENTIALS;
    return {
      entries: [
        { ...entry('shopify', 'Shopify', shopify), webhookSecret, credentials: { accessToken } },
        { ...entry('sap', 'SAP S/4HANA', sap), credentials: SAP_CREDENTIALS },
        { ...entry('wms', 'Warehouse', wms), credentials: WMS_CREDENTIALS },
      ],
      setTarget: ({ shopifyOrdersCreate }) => {
        if (shopifyOrdersCreate !== undefined) shopify.setTarget(shopifyOrdersCreate);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Four numbers a second since 2026 began: more than a demo uses, so the next session begins beyond this one's. */
function sessionNumber(now: number): number {
  return 1001 + Math.max(0, Math.floor((now - Date.UTC(2026, 0, 1)) / 250));
}

function portOf(port: number | undefined): { readonly port?: number } {
  return port === undefined ? {} : { port };
}

function entry(system: EstateSystem, label: string, { baseUrl, stateUrl, faultsUrl }: Simulator) {
  return { system, label, baseUrl, stateUrl, faultsUrl };
}
