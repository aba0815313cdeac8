import { useIsFetching, useIsMutating } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Says on the page itself when nothing is under way (`<html data-app-idle>`): the one thing a test waits for. */
export function IdleMark() {
  const busy = useIsFetching() + useIsMutating() > 0;
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (busy) {
      dataset.appIdle = 'false';
      return;
    }
    // What came is drawn within two frames, and may ask for more.
    let second = 0;
    const first = requestAnimationFrame(() => {
      second = requestAnimationFrame(() => {
        dataset.appIdle = 'true';
      });
    });
    return () => {
      cancelAnimationFrame(first);
      cancelAnimationFrame(second);
    };
  }, [busy]);
  return null;
}
