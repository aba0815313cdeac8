import { getOverview, listApprovals, listUnmapped } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { Monitor, Moon, Search, Sun } from 'lucide-react';
import { useCall, useLive } from '../api/index.ts';
import { formatCount, IconButton, Kbd, TONE_SOFT, Tooltip } from '../ui/index.ts';
import { Logo } from './Logo.tsx';
import { DESTINATIONS, type Destination } from './navigation.ts';
import { THEMES, type Theme, useTheme } from './theme.ts';

export interface NavRailProps {
  /** Icons with small labels, where the page needs the width. */
  readonly compact: boolean;
  readonly onSearch: () => void;
}

/** The way around: screens on top, state of the installation at the bottom. */
export function NavRail({ compact, onSearch }: NavRailProps) {
  const overview = useCall(getOverview, {}, { refetchInterval: 30_000 });
  const approvals = useCall(listApprovals, { query: { status: 'open', limit: 1 } }, { refetchInterval: 30_000 });
  const unmapped = useCall(listUnmapped, { query: { limit: 1 } }, { refetchInterval: 30_000 });
  const counts: Partial<Record<Destination['to'], number | undefined>> = {
    '/exceptions': overview.data?.openExceptions,
    '/approvals': approvals.data?.open,
    '/tables': unmapped.data?.open,
  };
  return (
    <nav
      aria-label="Main"
      className={clsx('flex h-full shrink-0 flex-col border-r bg-bg', compact ? 'w-[72px]' : 'w-52')}
    >
      <Link
        to="/"
        aria-label="Lockstep, overview"
        className={clsx('flex h-14 shrink-0 items-center gap-2.5', compact ? 'justify-center' : 'px-4')}
      >
        <Logo />
        {!compact && <span className="font-semibold text-base tracking-tight">Lockstep</span>}
      </Link>
      <div className={compact ? 'px-2' : 'px-3'}>
        {compact ? (
          <div className="flex justify-center">
            <IconButton label="Search and commands" shortcut="Ctrl K" icon={<Search size={16} />} onClick={onSearch} />
          </div>
        ) : (
          <button
            type="button"
            onClick={onSearch}
            className="flex h-8 w-full items-center gap-2 rounded-lg border bg-surface px-2.5 text-muted text-sm hover:border-line-strong"
          >
            <Search size={14} aria-hidden="true" />
            <span className="flex-1 text-left">Search</span>
            <Kbd>Ctrl K</Kbd>
          </button>
        )}
      </div>
      <ul className={clsx('mt-3 flex flex-1 flex-col gap-0.5', compact ? 'px-2' : 'px-3')}>
        {DESTINATIONS.map((destination) => (
          <li key={destination.to}>
            <NavLink destination={destination} compact={compact} count={counts[destination.to] ?? 0} />
          </li>
        ))}
      </ul>
      <Footer compact={compact} version={overview.data?.version} />
    </nav>
  );
}

interface NavLinkProps {
  readonly destination: Destination;
  readonly compact: boolean;
  readonly count: number;
}

function NavLink({ destination: { to, label, icon: Icon }, compact, count }: NavLinkProps) {
  const badge = count > 0 && (
    <span
      className={clsx(
        'tabular rounded-full font-semibold',
        to === '/exceptions' ? TONE_SOFT.failed : TONE_SOFT.waiting,
        compact ? 'absolute top-1 left-[33px] px-1 text-[10px] leading-3.5' : 'px-1.5 text-2xs',
      )}
    >
      {count > 999 ? '999+' : formatCount(count)}
      <span className="sr-only"> open</span>
    </span>
  );
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      className={clsx(
        'group relative flex items-center rounded-lg font-medium text-muted hover:bg-hover hover:text-text',
        'data-[status=active]:bg-accent-soft data-[status=active]:text-accent-text',
        compact ? 'h-12 flex-col justify-center gap-0.5 text-[10px] leading-3' : 'h-8 gap-2.5 px-2.5 text-sm',
      )}
    >
      <Icon size={16} aria-hidden="true" className="shrink-0" />
      <span className={compact ? '' : 'flex-1'}>{label}</span>
      {badge}
    </Link>
  );
}

const LIVE_LOOK = {
  live: { label: 'Live', dot: 'bg-ok', hint: 'Changes appear as they happen.' },
  connecting: { label: 'Connecting', dot: 'bg-waiting', hint: 'Opening the event stream.' },
  lost: { label: 'Reconnecting', dot: 'bg-failed', hint: 'The event stream broke; it is being opened again.' },
} as const;

function Footer({ compact, version }: { readonly compact: boolean; readonly version: string | undefined }) {
  const { label, dot, hint } = LIVE_LOOK[useLive(({ status }) => status)];
  return (
    <div
      className={clsx(
        'flex shrink-0 items-center border-t text-xs',
        compact ? 'flex-col gap-1 py-2' : 'h-11 gap-2 pr-2 pl-4',
      )}
    >
      <Tooltip label={hint} side="right">
        <button type="button" className="flex items-center gap-1.5 rounded px-0.5 text-muted">
          <span aria-hidden="true" className={clsx('size-2 rounded-full', dot)} />
          <span role="status" className={compact ? 'text-[10px] leading-3' : ''}>
            {label}
          </span>
        </button>
      </Tooltip>
      {!compact && version !== undefined && <span className="tabular flex-1 text-faint">v{version}</span>}
      {!compact && version === undefined && <span className="flex-1" />}
      <ThemeButton />
    </div>
  );
}

const THEME_LOOK: Readonly<Record<Theme, { readonly label: string; readonly icon: React.ReactNode }>> = {
  system: { label: 'Theme: system', icon: <Monitor size={15} /> },
  light: { label: 'Theme: light', icon: <Sun size={15} /> },
  dark: { label: 'Theme: dark', icon: <Moon size={15} /> },
};

function ThemeButton() {
  const { theme, setTheme } = useTheme();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  return <IconButton size="sm" {...THEME_LOOK[theme]} onClick={() => setTheme(next)} />;
}
