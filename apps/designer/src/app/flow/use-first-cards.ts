import { type RefObject, useEffect } from 'react';
import type { EditorUiStore } from '../../stores/editor-ui.ts';

/** Frames after which nothing more is waited for: an empty flow, or one whose canvas is behind a map. */
const MOST_FRAMES = 30;

/** Tells the editor when the first cards are drawn, so that the code of panels and checks does not come before them. */
export function useFirstCards(frame: RefObject<HTMLElement | null>, ui: EditorUiStore): void {
  useEffect(() => {
    let request = 0;
    const look = (frames: number) => {
      const isDrawn = frame.current?.querySelector('.react-flow__node') ?? null;
      // They are on the screen with the next frame.
      if (isDrawn !== null || frames >= MOST_FRAMES)
        request = requestAnimationFrame(() => ui.setState({ drawn: true }));
      else request = requestAnimationFrame(() => look(frames + 1));
    };
    request = requestAnimationFrame(() => look(0));
    return () => cancelAnimationFrame(request);
  }, [frame, ui]);
}
