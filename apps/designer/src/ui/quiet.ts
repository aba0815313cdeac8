const KEY = 'lockstep.quiet';

/** How a page is quiet, for tests: nothing moves, toasts stay, and times are told as of one moment. */
export interface Quiet {
  readonly on: boolean;
  /** Epoch milliseconds that count as now; the real time where none was given. */
  readonly now: number | undefined;
}

/**
 * Reads `?e2e=1` and `?now=<instant>` of an address; kept for the tab, so that a link within the page stays quiet. `?e2e=0` ends it.
 */
export function readQuiet(search: string, kept: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): Quiet {
  const given = new URLSearchParams(search);
  const asked = given.get('e2e');
  if (asked === '0') kept.removeItem(KEY);
  if (asked === '1') kept.setItem(KEY, given.get('now') ?? '');
  const text = kept.getItem(KEY);
  if (text === null) return { on: false, now: undefined };
  const now = Date.parse(text);
  return { on: true, now: Number.isNaN(now) ? undefined : now };
}

/** A report is drawn where there is no page. */
export const quiet: Quiet =
  typeof location === 'undefined' ? { on: false, now: undefined } : readQuiet(location.search, sessionStorage);
if (quiet.on) document.documentElement.dataset.quiet = 'true';
