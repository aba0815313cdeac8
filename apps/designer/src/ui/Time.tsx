import { useSyncExternalStore } from 'react';
import { formatAbsolute, formatRelative } from './format.ts';
import { quiet } from './quiet.ts';
import { Tooltip } from './Tooltip.tsx';

/** One timer for every time on screen; a second is exact enough. */
const clock = () => quiet.now ?? Date.now();
let now = clock();
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(watcher: () => void): () => void {
  if (watchers.size === 0) now = clock();
  watchers.add(watcher);
  timer ??= setInterval(() => {
    now = clock();
    for (const one of watchers) one();
  }, 1_000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Epoch milliseconds, renewed every second. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => now);
}

/** An instant as people say it, with the exact time and zone on hover. */
export function Time({ at, className }: { readonly at: string; readonly className?: string }) {
  const instant = Date.parse(at);
  const current = useNow();
  return (
    <Tooltip label={formatAbsolute(instant)}>
      <time dateTime={at} className={className}>
        {formatRelative(instant, current)}
      </time>
    </Tooltip>
  );
}
