import { Panel, type ReactFlowState, useReactFlow, useStoreApi } from '@xyflow/react';
import { type PointerEvent, useEffect, useRef } from 'react';
import type { CanvasEdge } from './model/canvas-edges.ts';
import { type Box, boundsOf, contains, inPicture, type MiniView, miniView, underPoint } from './model/mini-map.ts';
import type { CanvasNode } from './model/node-data.ts';
import { createPaint } from './paint.ts';

const SIZE = { width: 176, height: 112 } as const;
const MIN_BLOCK = 1.5;

/** Colour of a node as a token of the theme, for example `failed`. */
export type MiniMapColour = (node: CanvasNode) => string;

type State = ReactFlowState<CanvasNode, CanvasEdge>;

/**
 * The whole flow in small, with what is seen of it, where that is not all; a press or a drag goes there, the wheel zooms. It is one picture that is painted again as
 * the view moves: as a drawing of its own it would cost more than the canvas at overview zoom.
 */
export function MiniMap({ colour }: { readonly colour: MiniMapColour }) {
  const store = useStoreApi<CanvasNode, CanvasEdge>();
  const { setCenter, getZoom, zoomTo } = useReactFlow<CanvasNode, CanvasEdge>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const frameRef = useRef<HTMLDivElement>(null);
  const shown = useRef<MiniView>(undefined);

  useEffect(() => {
    const picture = canvas.current;
    if (picture === null) return;
    const paint = createPaint(picture, SIZE);
    let frame = 0;
    let drawn: Box | undefined;
    const draw = () => {
      frame = 0;
      const state = store.getState();
      drawn ??= boundsOf(boxesOf(state));
      const seen = seenOf(state);
      const isNeeded = drawn !== undefined && seen.width > 0 && !contains(seen, drawn);
      if (frameRef.current !== null) frameRef.current.hidden = !isNeeded;
      if (drawn === undefined || !isNeeded) return;
      const view = miniView(drawn, seen, SIZE);
      shown.current = view;
      paint.clear();
      for (const node of state.nodeLookup.values()) {
        const { x, y, width, height } = inPicture(view, boxOf(node));
        paint.block(
          { x, y, width: Math.max(width, MIN_BLOCK), height: Math.max(height, MIN_BLOCK) },
          colour(node.internals.userNode),
        );
      }
      paint.window(inPicture(view, seen));
    };
    const plan = () => {
      frame ||= requestAnimationFrame(draw);
    };
    const unsubscribe = store.subscribe((state, before) => {
      if (state.nodes !== before.nodes) drawn = undefined;
      else if (state.transform === before.transform && state.width === before.width && state.height === before.height)
        return;
      plan();
    });
    const stopThemes = paint.onThemeChange(plan);
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      event.stopPropagation();
      void zoomTo(getZoom() * 2 ** (-event.deltaY * 0.002));
    };
    picture.addEventListener('wheel', wheel, { passive: false });
    plan();
    return () => {
      cancelAnimationFrame(frame);
      unsubscribe();
      stopThemes();
      picture.removeEventListener('wheel', wheel);
    };
  }, [store, colour, getZoom, zoomTo]);

  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (shown.current === undefined) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const place = underPoint(shown.current, { x: event.clientX - left, y: event.clientY - top });
    void setCenter(place.x, place.y, { zoom: getZoom(), duration: 0 });
  };
  return (
    <Panel ref={frameRef} position="bottom-right" className="overflow-hidden rounded-lg border bg-raised">
      <canvas
        ref={canvas}
        role="img"
        aria-label="Overview of the flow"
        data-testid="mini-map"
        className="nopan nowheel block cursor-pointer touch-none"
        style={SIZE}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          go(event);
        }}
        onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && go(event)}
      />
    </Panel>
  );
}

type Known = State['nodeLookup'] extends Map<string, infer Node> ? Node : never;

function boxOf({ internals, measured, width = 0, height = 0 }: Known): Box {
  const { x, y } = internals.positionAbsolute;
  return { x, y, width: measured.width ?? width, height: measured.height ?? height };
}

function* boxesOf({ nodeLookup }: State): Iterable<Box> {
  for (const node of nodeLookup.values()) yield boxOf(node);
}

/** The part of the drawing that is on the screen. */
function seenOf({ transform: [x, y, zoom], width, height }: State): Box {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}
