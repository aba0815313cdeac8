import { Outlet, useMatchRoute } from '@tanstack/react-router';
import { Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { lazyPart, useToasts, whenIdle } from '../ui/index.ts';
import { LedgerAlarm } from './LedgerAlarm.tsx';
import { NavRail } from './NavRail.tsx';
import { TestModeBanner } from './TestModeBanner.tsx';

const Toaster = lazyPart(async () => (await import('../ui/Toaster.tsx')).Toaster);
const CommandPalette = lazyPart(async () => (await import('./CommandPalette.tsx')).CommandPalette);

/** Below this width the rail is always compact. */
const NARROW = '(max-width: 1199px)';

/** The frame around every screen. */
export function Shell() {
  const [searching, setSearching] = useState(false);
  const talking = useToasts(({ wanted }) => wanted);
  const narrow = useMedia(NARROW);
  const matchRoute = useMatchRoute();
  const drawing = matchRoute({ to: '/flows/$flowId' }) !== false;

  // There before the first toast, so that screen readers hear that one too.
  useEffect(() => whenIdle(() => useToasts.setState({ wanted: true })), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setSearching((open) => !open);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <div className="flex h-full min-w-0">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-lg focus:bg-raised focus:px-3 focus:py-2 focus:shadow-pop"
      >
        Skip to content
      </a>
      <NavRail compact={narrow || drawing} onSearch={() => setSearching(true)} />
      <main id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none">
        <div className="flex h-full min-h-0 flex-col">
          <TestModeBanner />
          <LedgerAlarm />
          <div className="min-h-0 flex-1">
            <Outlet />
          </div>
        </div>
      </main>
      {searching && (
        <Suspense>
          <CommandPalette onClose={() => setSearching(false)} />
        </Suspense>
      )}
      {talking && (
        <Suspense>
          <Toaster />
        </Suspense>
      )}
    </div>
  );
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}
