import { previewReplay, type ReplayPreview, type ReplayRequest } from '@lockstep/schema/api';
import { useEffect, useState } from 'react';
import { call } from '../../api/index.ts';

export type ReplayCountState =
  /** Nothing to count yet. */
  | { readonly state: 'none' }
  | { readonly state: 'counting' }
  | { readonly state: 'counted'; readonly preview: ReplayPreview }
  | { readonly state: 'refused'; readonly detail: string };

/** Typing goes on; counting looks through the topic. */
const REST_MS = 400;

/** What a replay would be about, counted anew after each change of the request; begins nothing. */
export function useReplayCount(request: ReplayRequest | undefined): ReplayCountState {
  const [count, setCount] = useState<ReplayCountState>({ state: request === undefined ? 'none' : 'counting' });
  const text = request === undefined ? undefined : JSON.stringify(request);
  useEffect(() => {
    if (text === undefined) return setCount({ state: 'none' });
    setCount({ state: 'counting' });
    const away = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await call(previewReplay, { body: JSON.parse(text) as ReplayRequest }, away.signal);
      if (away.signal.aborted) return;
      if (answer.ok) setCount({ state: 'counted', preview: answer.value });
      else setCount({ state: 'refused', detail: answer.problem.detail ?? answer.problem.title });
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      away.abort();
    };
  }, [text]);
  return count;
}
