import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { asSide, DiffPage } from '../features/versions/diff/DiffPage.tsx';
import { lazyPart } from '../ui/index.ts';

const FlowCanvas = lazyPart(async () => (await import('../features/canvas/FlowCanvas.tsx')).FlowCanvas);

/** `/flows/:flowId/diff?from=&to=`: published against draft where the address says nothing. */
export function DiffRoute() {
  const { flowId } = useParams({ from: '/flows/$flowId/diff' });
  const { from, to, node } = useSearch({ from: '/flows/$flowId/diff' });
  const navigate = useNavigate({ from: '/flows/$flowId/diff' });
  return (
    <DiffPage
      key={flowId}
      flowId={flowId}
      from={asSide(from) ?? 'published'}
      to={asSide(to) ?? 'draft'}
      node={node}
      canvas={FlowCanvas}
      onChange={(next) =>
        void navigate({ search: { from: String(next.from), to: String(next.to), node: next.node }, replace: true })
      }
    />
  );
}
