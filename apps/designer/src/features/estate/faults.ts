import { type FaultSwitch, Faults } from '@lockstep/schema/api';
import { formatDuration } from '../../ui/index.ts';

/** Outages one switches on with a click, as they are met in life. */
export const PRESETS: readonly { readonly label: string; readonly hint: string; readonly faults: Faults }[] = [
  { label: 'Outage', hint: 'Every call is answered with 503', faults: { status: 503, rate: 1 } },
  { label: 'Flaky', hint: 'A third of the calls is answered with 500', faults: { status: 500, rate: 0.33 } },
  {
    label: 'Rate limit',
    hint: '429 and “come back in 5 s” for half of the calls',
    faults: { status: 429, rate: 0.5, retryAfter: 5 },
  },
  { label: 'Slow', hint: 'Every answer takes 3 s longer', faults: { latencyMs: 3_000 } },
  {
    label: 'Lost answers',
    hint: 'A fifth of the writes happens, but the answer is lost',
    faults: { commitThenDrop: 0.2 },
  },
];

export function isFaulty(faults: Faults): boolean {
  return describeFaults(faults).length > 0;
}

/** What a set of faults does, a short sentence for each. Empty for a healthy system. */
export function describeFaults(faults: Faults, switches: readonly FaultSwitch[] = []): readonly string[] {
  const { latencyMs = 0, status, rate = 1, retryAfter, commitThenDrop = 0, duplicate = 0, reorder = 0 } = faults;
  const answered = status ?? (retryAfter === undefined ? (faults.rate === undefined ? undefined : 503) : 429);
  return [
    ...(answered === undefined || rate === 0 ? [] : [`${answered} to ${percent(rate)} of calls${after(retryAfter)}`]),
    ...(latencyMs > 0 ? [`answers ${formatDuration(latencyMs)} late`] : []),
    ...(commitThenDrop > 0 ? [`loses the answer of ${percent(commitThenDrop)} of writes`] : []),
    ...(duplicate > 0 ? [`sends ${percent(duplicate)} of webhooks twice`] : []),
    ...(reorder > 0 ? [`reorders ${percent(reorder)} of webhooks`] : []),
    ...Object.entries(faults).flatMap(([name, value]) => describeOwn(name, value, switches)),
  ];
}

const COMMON: ReadonlySet<string> = new Set(Object.keys(Faults.shape));

/** Switches beyond the common ones that have fields of their own: what a form draws from what the system tells of them. */
export function ownSwitches(switches: readonly FaultSwitch[], sendsWebhooks = true): readonly FaultSwitch[] {
  return switches.filter(({ name }) => !COMMON.has(name) && (sendsWebhooks || !OF_WEBHOOKS.has(name)));
}

/** What only systems can do wrong that send webhooks, beside what their panel always has. */
const OF_WEBHOOKS: ReadonlySet<string> = new Set(['resendOld', 'nextSecret']);

/** A switch only this simulator has: in its words where it told them, by its name where it did not, so nothing that is on stays unseen. */
function describeOwn(name: string, value: unknown, switches: readonly FaultSwitch[]): readonly string[] {
  if (COMMON.has(name) || isOff(value)) return [];
  const known = switches.find((one) => one.name === name);
  const words = known === undefined ? name : known.label.charAt(0).toLowerCase() + known.label.slice(1);
  if (typeof value === 'boolean') return [words];
  // A choice alone does nothing: it says how another switch does it.
  if (typeof value !== 'number') return [];
  return [`${words} ${known?.kind === 'share' ? percent(value) : value}`];
}

function isOff(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === 0;
}

function after(wait: number | string | undefined): string {
  if (wait === undefined) return '';
  return typeof wait === 'number' ? `, retry after ${wait} s` : `, retry after ${wait}`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Faults without the members that do nothing, as they are sent: what is left out heals. */
export function cleanFaults(faults: Faults): Faults {
  const { status, ...rest } = faults;
  const kept = Object.entries(rest).filter(([name, value]) => {
    if (name === 'rate' || name === 'retryAfter') return status !== undefined && value !== undefined;
    return !isOff(value);
  });
  return { ...Object.fromEntries(kept), ...(status === undefined ? {} : { status }) };
}
