import type { Flow } from '@lockstep/schema/graph';
import { type ReactFlowInstance, useReactFlow, type Viewport } from '@xyflow/react';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import type { CanvasEdge, CanvasNode } from './model/canvas-nodes.ts';

type Instance = ReactFlowInstance<CanvasNode, CanvasEdge>;
export const FIT = { padding: 0.16, maxZoom: 1, minZoom: 0.1 } as const;
/** Above this many steps the whole picture is too much for a first look: the beginning is shown instead. */
const FIT_UP_TO = 150;

const Kept = z.object({ x: z.number(), y: z.number(), zoom: z.number().min(0.05).max(4) });
const keyOf = (flowId: string) => `lockstep.viewport.${flowId}`;

/** Where this person last looked at this flow. */
export function keptViewport(flowId: string): Viewport | undefined {
  try {
    const text = localStorage.getItem(keyOf(flowId));
    return text === null ? undefined : Kept.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export function keepViewport(flowId: string, viewport: Viewport): void {
  try {
    localStorage.setItem(keyOf(flowId), JSON.stringify(viewport));
  } catch {
    // storage full or forbidden: the flow opens fitted next time
  }
}

function frame(instance: Instance, flow: Flow): void {
  if (flow.nodes.length === 0) return;
  const first = flow.nodes.length > FIT_UP_TO ? { nodes: flow.nodes.slice(0, 12).map(({ id }) => ({ id })) } : {};
  void instance.fitView({ ...FIT, ...first });
}

/** Frames the flow once, when the canvas is ready. */
export function useFitOnOpen(flow: Flow): (instance: Instance) => void {
  return useState(() => (instance: Instance) => frame(instance, flow))[0];
}

/** Fit, zoom and centre with a short movement, none when motion is unwelcome. */
export function useViewportMoves() {
  const instance = useReactFlow<CanvasNode, CanvasEdge>();
  return useMemo(() => {
    const { fitView, zoomIn, zoomOut, zoomTo, setCenter, getZoom } = instance;
    const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 180;
    return {
      fit: (ids?: readonly string[]) =>
        void fitView({ ...FIT, duration, ...(ids === undefined ? {} : { nodes: ids.map((id) => ({ id })) }) }),
      zoomIn: () => void zoomIn({ duration }),
      zoomOut: () => void zoomOut({ duration }),
      actualSize: () => void zoomTo(1, { duration }),
      centreOn: (x: number, y: number) => void setCenter(x, y, { duration, zoom: Math.max(getZoom(), 0.7) }),
    };
  }, [instance]);
}
