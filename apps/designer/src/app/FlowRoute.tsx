import { useParams } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import { NotFoundPage, PendingPage } from './ErrorPage.tsx';

type FlowPageType = ComponentType<{ readonly flowId: string }>;
interface FlowModule {
  readonly FlowPage: FlowPageType;
}
const [load] = Object.values(import.meta.glob<FlowModule>('../features/canvas/FlowPage.tsx'));
const FlowPage = lazy<FlowPageType>(async () => ({
  default: load === undefined ? NotFoundPage : (await load()).FlowPage,
}));

/** `/flows/:flowId`: the drawing. Another flow is another page: nothing of the last one stays. */
export function FlowRoute() {
  const { flowId } = useParams({ from: '/flows/$flowId' });
  return (
    <Suspense fallback={<PendingPage />}>
      <FlowPage key={flowId} flowId={flowId} />
    </Suspense>
  );
}
