import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Width a drawing has where nothing can be measured: in a report. */
export const STILL_WIDTH = 640;

/** The width of an element as it is now. */
export function useWidth<Element extends HTMLElement>(): readonly [RefObject<Element | null>, number] {
  const ref = useRef<Element>(null);
  const [width, setWidth] = useState(STILL_WIDTH);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const measure = () => setWidth((known) => Math.round(element.clientWidth) || known);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
