import { getStepPart, type PartMember } from '@lockstep/schema/api';
import { escapePointer } from '@lockstep/schema/graph';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useCall } from '../../../api/index.ts';
import { Button, formatCount } from '../../../ui/index.ts';

const PAGE = 200;

export interface PartPlace {
  readonly runId: string;
  readonly node: string;
  readonly side: 'input' | 'output';
  readonly item?: string | undefined;
}

/** A value too large for one answer, fetched member by member as a person opens them. */
export function PartTree({ place, label }: { readonly place: PartPlace; readonly label: string }) {
  return (
    <section aria-label={label} className="h-full overflow-auto py-1 font-mono text-xs">
      <Members place={place} at="" depth={0} />
    </section>
  );
}

interface MembersProps {
  readonly place: PartPlace;
  readonly at: string;
  readonly depth: number;
}

function Members({ place, at, depth }: MembersProps) {
  const [pages, setPages] = useState(1);
  return (
    <ul>
      {Array.from({ length: pages }, (_, page) => (
        <Page
          // biome-ignore lint/suspicious/noArrayIndexKey: pages come in order and stay
          key={page}
          {...{ place, at, depth, page }}
          onMore={page === pages - 1 ? () => setPages(pages + 1) : undefined}
        />
      ))}
    </ul>
  );
}

interface PageProps extends MembersProps {
  readonly page: number;
  /** Absent on all but the last page. */
  readonly onMore: (() => void) | undefined;
}

function Page({ place, at, depth, page, onMore }: PageProps) {
  const { runId, node, side, item } = place;
  const offset = page * PAGE;
  const query = { side, at, offset, limit: PAGE, ...(item === undefined ? {} : { item }) };
  const part = useCall(getStepPart, { params: { runId, node }, query }, { staleTime: 60_000 });
  const pad = { paddingLeft: 12 + depth * 16 };
  if (part.isError) return <li style={pad}>{part.error.problem.detail ?? part.error.problem.title}</li>;
  if (part.data === undefined) {
    return (
      <li className="text-muted" style={pad}>
        Loading…
      </li>
    );
  }
  const { size, members, value } = part.data;
  if (members.length === 0 && value !== undefined) return <li style={pad}>{JSON.stringify(value)}</li>;
  return (
    <>
      {members.map((member) => (
        <MemberRow
          key={member.name}
          place={place}
          at={`${at}/${escapePointer(member.name)}`}
          depth={depth}
          member={member}
        />
      ))}
      {onMore !== undefined && offset + members.length < size && (
        <li style={pad} className="py-1">
          <Button size="sm" onClick={onMore}>
            {formatCount(size - offset - members.length)} more
          </Button>
        </li>
      )}
    </>
  );
}

function MemberRow({ place, at, depth, member }: MembersProps & { readonly member: PartMember }) {
  const [open, setOpen] = useState(false);
  const { name, kind, size = 0, value } = member;
  const isHolder = kind === 'object' || kind === 'array';
  const pad = { paddingLeft: 8 + depth * 16 };
  if (!isHolder) {
    const text = JSON.stringify(value ?? null);
    return (
      <li className="flex h-6 items-center gap-1 pr-2" style={pad}>
        <span className="ml-4 text-muted">{name}:</span>
        <span className="min-w-0 truncate" title={size > text.length ? `${formatCount(size)} characters` : undefined}>
          {text}
        </span>
      </li>
    );
  }
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        className="flex h-6 w-full items-center gap-1 pr-2 text-left hover:bg-hover/60"
        style={pad}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight size={13} aria-hidden="true" className={open ? 'rotate-90 text-faint' : 'text-faint'} />
        <span className="text-muted">{name}:</span>
        <span className="text-faint">
          {kind === 'array' ? `[ ${formatCount(size)} items ]` : `{ ${formatCount(size)} fields }`}
        </span>
      </button>
      {open && <Members place={place} at={at} depth={depth + 1} />}
    </li>
  );
}
