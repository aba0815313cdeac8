import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

export interface TableProps {
  /** Name of the table for screen readers. */
  readonly label: string;
  /** How many rows there are with the head, where not all are drawn. */
  readonly rows?: number;
  readonly children: ReactNode;
  readonly className?: string;
}

/**
 * A table with fixed columns: long text is cut, the page never grows sideways. Columns may follow the width of the
 * table itself (`@xl:`), not of the window.
 */
export function Table({ label, rows, children, className }: TableProps) {
  return (
    <div className="@container">
      <table
        aria-label={label}
        aria-rowcount={rows}
        className={clsx('w-full table-fixed border-collapse text-sm', className)}
      >
        {children}
      </table>
    </div>
  );
}

export function Th({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      {...rest}
      className={clsx('h-9 border-b px-4 text-left font-medium text-muted text-xs', className)}
    />
  );
}

export function Td({ className, ...rest }: ComponentProps<'td'>) {
  return (
    <td
      {...rest}
      className={clsx('h-11 overflow-hidden border-b px-4 py-1.5 align-middle [tr:last-child>&]:border-b-0', className)}
    />
  );
}

/** Rows that are not drawn, as one of their height in pixels. */
export function RowGap({ height }: { readonly height: number }) {
  return height <= 0 ? null : (
    <tr>
      <td style={{ height }} />
    </tr>
  );
}
