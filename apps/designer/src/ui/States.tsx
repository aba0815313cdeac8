import { CircleAlert, RotateCw, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';

export interface EmptyStateProps {
  readonly icon: ReactNode;
  readonly title: string;
  /** Why it is empty and what to do about it. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** It is the whole page: the title is its heading. */
  readonly page?: boolean;
}

/** What a screen says when there is nothing to show. */
export function EmptyState({ icon, title, children, action, page = false }: EmptyStateProps) {
  const Title = page ? 'h1' : 'p';
  return (
    <div className="flex flex-col items-center gap-1 px-6 py-14 text-center">
      <div className="mb-3 grid size-11 place-items-center rounded-xl bg-sunken text-muted">{icon}</div>
      <Title className="font-semibold text-base">{title}</Title>
      {children !== undefined && <div className="max-w-md text-muted text-sm">{children}</div>}
      {action !== undefined && <div className="mt-4 flex gap-2">{action}</div>}
    </div>
  );
}

export interface ErrorStateProps {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly offline?: boolean;
  readonly onRetry?: () => void;
  /** It is the whole page: the title is its heading. */
  readonly page?: boolean;
}

/** What a screen says when its data could not be fetched. */
export function ErrorState({ title, detail, offline = false, onRetry, page = false }: ErrorStateProps) {
  const Title = page ? 'h1' : 'p';
  return (
    <div role="alert" className="flex flex-col items-center gap-1 px-6 py-14 text-center">
      <div className="mb-3 grid size-11 place-items-center rounded-xl bg-failed-soft text-failed">
        {offline ? <WifiOff size={20} /> : <CircleAlert size={20} />}
      </div>
      <Title className="font-semibold text-base">{title}</Title>
      {detail !== undefined && <p className="max-w-md text-muted text-sm">{detail}</p>}
      {onRetry !== undefined && (
        <Button className="mt-4" icon={<RotateCw size={14} />} onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** A problem inside a form or a dialog, announced when it appears. */
export function Notice({
  kind,
  children,
}: {
  readonly kind: 'failed' | 'waiting' | 'info';
  readonly children: ReactNode;
}) {
  const look = {
    failed: 'bg-failed-soft text-failed',
    waiting: 'bg-waiting-soft text-waiting',
    info: 'bg-accent-soft text-accent-text',
  }[kind];
  return (
    <div role={kind === 'failed' ? 'alert' : 'status'} className={`rounded-lg px-3 py-2 text-sm ${look}`}>
      {children}
    </div>
  );
}
