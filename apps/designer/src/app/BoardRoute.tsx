import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { BoardPage } from '../features/boards/BoardPage.tsx';

/** A board as its address says: which, of what time, of which flow. */
export function BoardRoute() {
  const { board } = useParams({ from: '/dash/$board' });
  const { flow, ...span } = useSearch({ from: '/dash/$board' });
  const navigate = useNavigate({ from: '/dash/$board' });
  return (
    <BoardPage
      board={board}
      span={span}
      flow={flow}
      onSpan={(next) => void navigate({ search: { flow, ...next } })}
      onFlow={(next) => void navigate({ search: { ...span, flow: next } })}
    />
  );
}
