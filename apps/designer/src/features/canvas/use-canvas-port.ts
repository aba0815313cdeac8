import type { Position } from '@lockstep/schema/graph';
import { getViewportForBounds, type ReactFlowInstance, useStoreApi } from '@xyflow/react';
import { type RefObject, useMemo } from 'react';
import type { FlowStore } from '../../stores/flow-store.ts';
import type { CanvasPort } from './canvas-port.ts';
import type { CanvasEdge } from './model/canvas-edges.ts';
import { CARD_WIDTH, HEADER_HEIGHT, LANE_STEP } from './model/geometry.ts';
import type { CanvasNode } from './model/node-data.ts';
import { placesOf } from './model/places.ts';
import { isInView } from './model/view.ts';
import { FIT, useViewportMoves } from './use-viewport.ts';

/** The drawn canvas as the actions see it. `frame` is the element around it. */
export function useCanvasPort(
  store: FlowStore,
  instance: ReactFlowInstance<CanvasNode, CanvasEdge>,
  frame: RefObject<HTMLElement | null>,
  pointer: RefObject<Position | undefined>,
): CanvasPort {
  const moves = useViewportMoves();
  const drawn = useStoreApi();
  return useMemo((): CanvasPort => {
    const box = () => frame.current?.getBoundingClientRect() ?? new DOMRect(0, 0, innerWidth, innerHeight);
    return {
      toFlow: (screen) => instance.screenToFlowPosition(screen),
      toScreen: (place) => instance.flowToScreenPosition(place),
      middle: () => {
        const { x, y, width, height } = box();
        return { x: x + width / 2, y: y + height / 2 };
      },
      pointer: () => pointer.current,
      reveal: (node) => {
        const place = placesOf(store.getState().flow)[node];
        if (place === undefined) return;
        const { transform, width, height } = drawn.getState();
        const [x, y, zoom] = transform;
        if (!isInView(place, { x, y, zoom, width, height }))
          moves.centreOn(place.x + CARD_WIDTH / 2, place.y + HEADER_HEIGHT / 2);
      },
      fit: moves.fit,
      fitDocument: () => {
        const bounds = boundsOf(Object.values(placesOf(store.getState().flow)));
        const { width, height } = drawn.getState();
        if (bounds !== undefined)
          moves.show(getViewportForBounds(bounds, width, height, FIT.minZoom, FIT.maxZoom, FIT.padding));
      },
      zoomIn: moves.zoomIn,
      zoomOut: moves.zoomOut,
      actualSize: moves.actualSize,
      focus: (node) => {
        const card = frame.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(node)}"]`);
        card?.focus({ preventScroll: true });
      },
    };
  }, [store, instance, frame, pointer, drawn, moves]);
}

function boundsOf(places: readonly Position[]) {
  if (places.length === 0) return undefined;
  const [x, y] = [Math.min(...places.map((place) => place.x)), Math.min(...places.map((place) => place.y))];
  return {
    x,
    y,
    width: Math.max(...places.map((place) => place.x)) + CARD_WIDTH - x,
    height: Math.max(...places.map((place) => place.y)) + LANE_STEP - y,
  };
}
