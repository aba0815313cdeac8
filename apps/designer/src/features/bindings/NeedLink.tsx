import type { BoundNeed } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';

const STYLE = 'truncate rounded font-mono text-sm hover:underline';

/** The name of a need, leading to where it is, or to where it can be made. */
export function NeedLink({ need: { kind, name, state } }: { readonly need: BoundNeed }) {
  const isMissing = state === 'missing';
  switch (kind) {
    case 'connection':
      return (
        <Link to="/connections" search={{ edit: isMissing ? 'new' : name }} className={STYLE}>
          {name}
        </Link>
      );
    case 'variable':
      return (
        <Link to="/variables" search={isMissing ? { edit: 'new', create: name } : { edit: name }} className={STYLE}>
          {name}
        </Link>
      );
    case 'table':
      return isMissing ? (
        <Link to="/tables" search={{ create: name }} className={STYLE}>
          {name}
        </Link>
      ) : (
        <Link to="/tables/$table" params={{ table: name }} className={STYLE}>
          {name}
        </Link>
      );
    case 'contract':
      return (
        <Link to="/contracts/$name" params={{ name: name.split('@')[0] ?? name }} className={STYLE}>
          {name}
        </Link>
      );
    case 'topic':
      return (
        <Link to="/topics/$topic" params={{ topic: name }} className={STYLE}>
          {name}
        </Link>
      );
    case 'capability':
      return (
        <Link to="/capabilities/$capability" params={{ capability: name }} className={STYLE}>
          {name}
        </Link>
      );
    case 'flow':
      return (
        <Link to="/flows/$flowId" params={{ flowId: name }} className={STYLE}>
          {name}
        </Link>
      );
    default:
      return kind satisfies never;
  }
}
