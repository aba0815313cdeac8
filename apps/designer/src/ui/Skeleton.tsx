import clsx from 'clsx';

/** A grey bar where text will be. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden="true" className={clsx('skeleton block h-3 rounded', className)} />;
}

/** Rows of a list that is being fetched; says so to screen readers. */
export function SkeletonRows({ rows = 8, label }: { readonly rows?: number; readonly label: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nameless rows that never move
        <div key={row} className="flex h-11 items-center gap-4 border-b px-4 last:border-0">
          <Skeleton className="w-20" />
          <Skeleton className={row % 2 === 0 ? 'w-48' : 'w-36'} />
          <Skeleton className="ml-auto w-24" />
        </div>
      ))}
    </div>
  );
}
