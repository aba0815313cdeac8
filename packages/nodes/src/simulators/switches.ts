import type { EstateEntry, EstateTargets } from './estate.ts';
import type { OrderProfile } from './kit/order-profile.ts';

/** Tells systems where to send their webhooks, each through its own switch. @throws Error when one refuses */
export async function tellTargets(entries: readonly EstateEntry[], targets: EstateTargets): Promise<void> {
  for (const { system, stateUrl } of entries) {
    if (targets[system] !== undefined) await putSwitch(new URL('target', stateUrl).href, { url: targets[system] });
  }
}

/** One in four buys on the marketplace; one in six renews a subscription. @throws Error when a system refuses */
export async function tellGenerators(
  entries: readonly EstateEntry[],
  { ordersPerMinute, profile }: { readonly ordersPerMinute: number; readonly profile: OrderProfile },
): Promise<void> {
  const shares: readonly [EstateEntry['system'], number][] = [
    ['shopify', ordersPerMinute],
    ['sp-api', ordersPerMinute / 4],
    ['recharge', ordersPerMinute / 6],
  ];
  for (const [system, rate] of shares) {
    const stateUrl = entries.find((entry) => entry.system === system)?.stateUrl;
    if (stateUrl !== undefined)
      await putSwitch(new URL('generator', stateUrl).href, { ordersPerMinute: rate, profile });
  }
}

/** The whole state of a system as JSON text. @throws Error when it does not answer */
export async function readState(stateUrl: string): Promise<string> {
  const response = await fetch(stateUrl, { signal: AbortSignal.timeout(ANSWER_MS) });
  if (!response.ok) throw new Error(`The simulated system refused ${stateUrl}: ${response.status}.`);
  return response.text();
}

/** @throws Error when the system refuses, or does not answer within five seconds */
export async function putSwitch(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (!response.ok) throw new Error(`The simulated system refused ${url}: ${response.status} ${await response.text()}`);
}

const ANSWER_MS = 5_000;
