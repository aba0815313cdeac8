import { useParams } from '@tanstack/react-router';
import { FlowPage } from './flow/FlowPage.tsx';

/** `/flows/:flowId`: the drawing. Another flow is another page: nothing of the last one stays. */
export function FlowRoute() {
  const { flowId } = useParams({ from: '/flows/$flowId' });
  return <FlowPage key={flowId} flowId={flowId} />;
}
