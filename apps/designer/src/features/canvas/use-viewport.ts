import type { Flow } from '@lockstep/schema/graph';
import { type ReactFlowInstance, useReactFlow, useStoreApi, type Viewport } from '@xyflow/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { z } from 'zod';
import { quiet } from '../../ui/index.ts';
import type { CanvasEdge } from './model/canvas-edges.ts';
import { CARD_WIDTH, LANE_STEP } from './model/geometry.ts';
import type { CanvasNode } from './model/node-data.ts';
import { placesOf } from './model/places.ts';
import { centred, zoomToRead } from './model/view.ts';

type Instance = ReactFlowInstance<CanvasNode, CanvasEdge>;
export const FIT = { padding: 0.16, maxZoom: 1, minZoom: 0.1 } as const;
/** A first look smaller than this cannot be read: the beginning of the flow is shown instead of all of it. */
const READABLE = { edit: 0.5, look: 0.34 } as const;
const BEGIN_AT = { edit: 0.75, look: 0.5 } as const;
const MARGIN = 40;
/** Runs of so few steps are shown whole at first, however small: where they stand shows in their colours. */
const WHOLE_UP_TO = 20;

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

/**
 * Frames the flow once, when the canvas is ready: all of it where that can be read, else the step `first` or its
 * beginning. To look at a run, more may be in view than to draw.
 */
export function useFitOnOpen(flow: Flow, purpose: 'edit' | 'look', first?: string): (instance: Instance) => void {
  const drawn = useStoreApi();
  return useState(() => (instance: Instance) => {
    const byId = placesOf(flow);
    const places = Object.values(byId);
    if (places.length === 0) return;
    const { width, height } = drawn.getState();
    const left = Math.min(...places.map(({ x }) => x));
    const top = Math.min(...places.map(({ y }) => y));
    const right = Math.max(...places.map(({ x }) => x)) + CARD_WIDTH;
    const bottom = Math.max(...places.map(({ y }) => y)) + LANE_STEP;
    const whole = Math.min((width - 2 * MARGIN) / (right - left), (height - 2 * MARGIN) / (bottom - top), 1);
    if (whole >= READABLE[purpose] || (purpose === 'look' && places.length <= WHOLE_UP_TO)) {
      void instance.fitView(purpose === 'look' ? { ...FIT, padding: 0.06 } : FIT);
      return;
    }
    const zoom = BEGIN_AT[purpose];
    const told = first === undefined ? undefined : byId[first];
    if (told !== undefined) {
      void instance.setViewport(centred(told, zoom, { width, height }));
      return;
    }
    const start = places.find(({ x }) => x === left) ?? { x: left, y: top };
    void instance.setViewport({ x: MARGIN - left * zoom, y: height * 0.42 - start.y * zoom, zoom });
  })[0];
}

/** Brings the selected step into view, large enough to be read, whenever another one is selected. */
export function useFollow(flow: Flow, selected: string | undefined): void {
  const { setViewport } = useReactFlow<CanvasNode, CanvasEdge>();
  const drawn = useStoreApi();
  const before = useRef(selected);
  useEffect(() => {
    if (selected === before.current) return;
    before.current = selected;
    const place = selected === undefined ? undefined : placesOf(flow)[selected];
    if (place === undefined) return;
    const { transform, width, height } = drawn.getState();
    const [x, y, zoom] = transform;
    const wanted = zoomToRead(place, { x, y, zoom, width, height });
    if (wanted !== undefined) void setViewport(centred(place, wanted, { width, height }), { duration: moveMs() });
  }, [flow, selected, drawn, setViewport]);
}

/** Length of a movement of the view; none when motion is unwelcome. */
function moveMs(): number {
  return quiet.on || matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 180;
}

/** Fit, zoom and centre with a short movement, none when motion is unwelcome. */
export function useViewportMoves() {
  const instance = useReactFlow<CanvasNode, CanvasEdge>();
  return useMemo(() => {
    const { fitView, zoomIn, zoomOut, zoomTo, setCenter, getZoom, setViewport } = instance;
    const duration = moveMs();
    return {
      fit: (ids?: readonly string[]) =>
        void fitView({ ...FIT, duration, ...(ids === undefined ? {} : { nodes: ids.map((id) => ({ id })) }) }),
      show: (viewport: Viewport) => void setViewport(viewport, { duration }),
      zoomIn: () => void zoomIn({ duration }),
      zoomOut: () => void zoomOut({ duration }),
      actualSize: () => void zoomTo(1, { duration }),
      centreOn: (x: number, y: number) => void setCenter(x, y, { duration, zoom: Math.max(getZoom(), 0.7) }),
    };
  }, [instance]);
}
