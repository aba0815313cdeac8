import clsx from 'clsx';
import { type ReactNode, type Ref, type UIEventHandler, useEffect } from 'react';

/** Names the browser tab while the page is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Lockstep`;
  }, [title]);
}

export interface PageProps {
  readonly title: string;
  /** A line below the title: what this screen is for. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  /** Filters between header and content; stays in view. */
  readonly toolbar?: ReactNode;
  readonly children: ReactNode;
}

/** An operator screen: header, optional toolbar, content that scrolls. */
export function Page({ title, lead, actions, toolbar, children }: PageProps) {
  useTitle(title);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 flex-wrap items-center justify-between gap-x-6 gap-y-2 px-6 pt-5 pb-4">
        <div className="min-w-0">
          <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
          {lead !== undefined && <p className="text-muted text-sm">{lead}</p>}
        </div>
        {actions !== undefined && <div className="flex items-center gap-2">{actions}</div>}
      </header>
      {toolbar !== undefined && <div className="flex shrink-0 flex-wrap items-center gap-2 px-6 pb-3">{toolbar}</div>}
      {children}
    </div>
  );
}

export interface PageBodyProps {
  readonly children: ReactNode;
  readonly className?: string;
  /** The element that scrolls. */
  readonly scroller?: Ref<HTMLDivElement>;
  readonly onScroll?: UIEventHandler<HTMLDivElement>;
}

/** The part of a page that scrolls. */
export function PageBody({ children, className, scroller, onScroll }: PageBodyProps) {
  return (
    <div
      ref={scroller}
      onScroll={onScroll}
      className={clsx('min-h-0 flex-1 overflow-y-auto overflow-x-hidden px-6 pt-px pb-6', className)}
    >
      {children}
    </div>
  );
}

export interface CardProps {
  readonly title?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** No padding around the content: for tables. */
  readonly flush?: boolean;
}

/** A panel on the page ground. */
export function Card({ title, actions, children, className, flush = false }: CardProps) {
  return (
    <section className={clsx('overflow-clip rounded-xl border bg-surface', className)}>
      {title !== undefined && (
        <div className="flex min-h-11 items-center justify-between gap-3 border-b px-4 py-1.5">
          <h2 className="font-semibold text-sm">{title}</h2>
          {actions}
        </div>
      )}
      <div className={flush ? '' : 'p-4'}>{children}</div>
    </section>
  );
}
