import type { ReactNode } from 'react';

/** A key as printed on the keyboard. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="rounded border border-line-strong/60 bg-sunken px-1 font-sans text-2xs text-muted leading-4">
      {children}
    </kbd>
  );
}
