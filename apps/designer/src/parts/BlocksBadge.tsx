import type { ExceptionView } from '@lockstep/schema/api';
import { ListOrdered } from 'lucide-react';
import { Badge } from '../ui/index.ts';
import { waitBehind } from './lane-words.ts';

/** That a failed run keeps others from their turn. */
export function BlocksBadge({ blocks }: { readonly blocks: NonNullable<ExceptionView['blocks']> }) {
  return (
    <Badge
      tone={blocks.waiting > 0 ? 'failed' : 'idle'}
      icon={<ListOrdered size={10} aria-hidden="true" className="shrink-0" />}
      className="min-w-0 max-w-56"
    >
      <span className="truncate" title={waitBehind(blocks.waiting, blocks.key)}>
        {waitBehind(blocks.waiting, blocks.key)}
      </span>
    </Badge>
  );
}
