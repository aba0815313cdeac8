import { listRuns } from '@lockstep/schema/api';
import type { RunStatus } from '@lockstep/schema/run';
import { useEffect, useState } from 'react';
import { call, onLive, useCall } from '../../api/index.ts';
import { toast } from '../../ui/index.ts';
import { appendOlder, applyLive, countNew, EMPTY_FEED, mergeHead, refreshKnown } from './run-feed.ts';

export interface RunFilter {
  readonly flow?: string | undefined;
  readonly status?: RunStatus | undefined;
  readonly search?: string | undefined;
  readonly test?: 'true' | 'false' | undefined;
}

/**
 * The runs a filter finds, kept live. While `held` (the reader is further down) nothing is inserted; `waiting` counts
 * what would be.
 */
export function useRunFeed(filter: RunFilter, held: boolean) {
  const head = useCall(listRuns, { query: filter });
  const [feed, setFeed] = useState(EMPTY_FEED);
  const [loadingOlder, setLoadingOlder] = useState(false);

  useEffect(() => {
    const page = head.data;
    if (page === undefined) return;
    setFeed((known) => (held && known.runs.length > 0 ? refreshKnown(known, page) : mergeHead(known, page)));
  }, [head.data, held]);

  useEffect(() => onLive((event) => setFeed((known) => applyLive(known, event))), []);

  const loadOlder = async (): Promise<void> => {
    if (feed.next === undefined) return;
    setLoadingOlder(true);
    const answer = await call(listRuns, { query: { ...filter, before: feed.next } });
    setLoadingOlder(false);
    if (answer.ok) setFeed((known) => appendOlder(known, answer.value));
    else toast({ kind: 'failed', title: 'Older runs could not be read', detail: answer.problem.detail });
  };

  const waiting = held && head.data !== undefined ? countNew(feed, head.data) : 0;
  return { head, feed, waiting, loadOlder, loadingOlder };
}
