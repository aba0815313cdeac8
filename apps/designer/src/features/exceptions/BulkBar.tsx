import type { ExceptionView } from '@lockstep/schema/api';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, formatCount } from '../../ui/index.ts';
import { BulkDialog } from './BulkDialog.tsx';

export interface BulkBarProps {
  readonly selected: readonly ExceptionView[];
  readonly onDiscard: () => void;
  readonly onClear: () => void;
}

/** What can be done to all exceptions chosen; shown only while there are some. */
export function BulkBar({ selected, onDiscard, onClear }: BulkBarProps) {
  const [retrying, setRetrying] = useState<readonly string[]>([]);
  const chosen = `${formatCount(selected.length)} chosen`;
  return (
    <>
      {selected.length > 0 && (
        <section
          aria-label="Chosen exceptions"
          className="-translate-x-1/2 fixed bottom-6 left-1/2 z-30 flex items-center gap-3 rounded-xl bg-raised py-2 pr-2 pl-4 shadow-dialog"
        >
          <span className="font-medium text-sm">{chosen}</span>
          <Button
            kind="primary"
            size="sm"
            icon={<RotateCcw size={13} />}
            onClick={() => setRetrying(selected.map(({ id }) => id))}
          >
            Retry all…
          </Button>
          <Button size="sm" icon={<Trash2 size={13} />} onClick={onDiscard}>
            Discard…
          </Button>
          <Button kind="quiet" size="sm" onClick={onClear}>
            Clear
          </Button>
        </section>
      )}
      {retrying.length > 0 && (
        <BulkDialog select={{ ids: [...retrying] }} what={chosen} onClose={() => setRetrying([])} onStarted={onClear} />
      )}
    </>
  );
}
