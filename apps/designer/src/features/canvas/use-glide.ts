import type { Flow, Position } from '@lockstep/schema/graph';
import { useLayoutEffect, useState } from 'react';
import { useEditorUi } from '../../stores/editor-ui.ts';
import { quiet } from '../../ui/index.ts';
import { placesOf } from './model/places.ts';

const MOVE_MS = 260;
/** Above so many steps a movement costs more frames than it explains. */
const UP_TO = 400;
const AT_REST: Readonly<Record<string, Position>> = {};

/** Places of steps on their way to where a layout has just put them; empty when all are there. Motion that is unwelcome is left out. */
export function useGlide(flow: Flow): Readonly<Record<string, Position>> {
  const glide = useEditorUi((ui) => ui.glide);
  const [places, setPlaces] = useState(AT_REST);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the flow as it is when the movement begins
  useLayoutEffect(() => {
    if (glide === undefined || quiet.on || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const goals = placesOf(flow);
    const moving = Object.entries(goals).flatMap(([id, to]) => {
      const from = glide.from[id];
      return from !== undefined && (from.x !== to.x || from.y !== to.y) ? [{ id, from, to }] : [];
    });
    if (moving.length === 0 || moving.length > UP_TO) return;
    const draw = (share: number) =>
      setPlaces(
        Object.fromEntries(
          moving.map(({ id, from, to }) => [
            id,
            { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share },
          ]),
        ),
      );
    draw(0);
    const began = performance.now();
    let frame = requestAnimationFrame(function step(now) {
      const share = Math.min(1, (now - began) / MOVE_MS);
      if (share < 1) {
        draw(1 - (1 - share) ** 3);
        frame = requestAnimationFrame(step);
      } else setPlaces(AT_REST);
    });
    return () => {
      cancelAnimationFrame(frame);
      setPlaces(AT_REST);
    };
  }, [glide]);
  return places;
}
