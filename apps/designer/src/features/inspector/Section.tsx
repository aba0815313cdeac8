import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

export interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly lead?: string;
  readonly startsClosed?: boolean;
  readonly children: ReactNode;
}

const keyOf = (id: string) => `lockstep.inspector.${id}`;

/** A part of the inspector that folds; how this person left it is remembered. */
export function Section({ id, title, lead, startsClosed = false, children }: SectionProps) {
  const kept = localStorage.getItem(keyOf(id));
  const open = kept === null ? !startsClosed : kept === 'open';
  return (
    <details
      open={open}
      className="group border-b px-4"
      onToggle={(event) => localStorage.setItem(keyOf(id), event.currentTarget.open ? 'open' : 'closed')}
    >
      <summary className="-mx-4 flex list-none items-center gap-1.5 px-4 py-2.5 font-semibold text-sm hover:bg-hover">
        <ChevronRight size={14} aria-hidden="true" className="text-faint transition-transform group-open:rotate-90" />
        {title}
      </summary>
      <div className="pt-1 pb-4">
        {lead !== undefined && <p className="mb-3 text-muted text-xs">{lead}</p>}
        {children}
      </div>
    </details>
  );
}
