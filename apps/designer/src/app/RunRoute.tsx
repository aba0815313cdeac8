import { useParams, useSearch } from '@tanstack/react-router';
import { lazy } from 'react';
import { RunPage } from '../features/runs/RunPage.tsx';

const FlowCanvas = lazy(async () => ({ default: (await import('../features/canvas/FlowCanvas.tsx')).FlowCanvas }));

/** `/runs/:runId`: the run on the canvas it travelled. */
export function RunRoute() {
  const { runId } = useParams({ from: '/runs/$runId' });
  const place = useSearch({ from: '/runs/$runId' });
  return <RunPage key={runId} runId={runId} place={place} canvas={FlowCanvas} />;
}
