import type { LiveEvent, listRuns, OkOf, RunSummary } from '@lockstep/schema/api';

type RunPage = OkOf<typeof listRuns>;

/** Runs on screen, newest first, gathered from the live first page and the older pages asked for. */
export interface RunFeed {
  readonly runs: readonly RunSummary[];
  /** Cursor of the next older page; absent at the end. */
  readonly next: string | undefined;
}

export const EMPTY_FEED: RunFeed = { runs: [], next: undefined };

/**
 * Puts a fresh first page on top. Runs within its span that it no longer names have left the filter and go. When it
 * shares no run with the feed there may be a gap between them, so the feed begins anew.
 */
export function mergeHead(feed: RunFeed, head: RunPage): RunFeed {
  const known = new Set(feed.runs.map(({ runId }) => runId));
  if (!head.runs.some(({ runId }) => known.has(runId))) return { runs: head.runs, next: head.next };
  const fresh = new Set(head.runs.map(({ runId }) => runId));
  const last = head.runs.findLast(({ runId }) => known.has(runId));
  const after = feed.runs.findIndex(({ runId }) => runId === last?.runId) + 1;
  const older = head.next === undefined ? [] : feed.runs.slice(after).filter(({ runId }) => !fresh.has(runId));
  return { runs: [...head.runs, ...older], next: head.next === undefined ? undefined : nextOf(feed, head, older) };
}

function nextOf(feed: RunFeed, head: RunPage, older: readonly RunSummary[]): string | undefined {
  return older.length === 0 ? head.next : feed.next;
}

/** Renews the runs on screen and nothing else: no row comes, goes or moves. */
export function refreshKnown(feed: RunFeed, head: RunPage): RunFeed {
  const fresh = new Map(head.runs.map((run) => [run.runId, run]));
  return { ...feed, runs: feed.runs.map((run) => fresh.get(run.runId) ?? run) };
}

/** How many runs of a fresh first page are not on screen. */
export function countNew(feed: RunFeed, head: RunPage): number {
  const known = new Set(feed.runs.map(({ runId }) => runId));
  return head.runs.filter(({ runId }) => !known.has(runId)).length;
}

export function appendOlder(feed: RunFeed, page: RunPage): RunFeed {
  const known = new Set(feed.runs.map(({ runId }) => runId));
  return { runs: [...feed.runs, ...page.runs.filter(({ runId }) => !known.has(runId))], next: page.next };
}

/** What a live event says about a run on screen, before its page is fetched again. */
export function applyLive(feed: RunFeed, event: LiveEvent): RunFeed {
  if (event.type !== 'run.changed') return feed;
  const { runId, status } = event;
  if (!feed.runs.some((run) => run.runId === runId && run.status !== status)) return feed;
  return { ...feed, runs: feed.runs.map((run) => (run.runId === runId ? { ...run, status } : run)) };
}
