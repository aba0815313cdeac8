import { useEffect, useState } from 'react';

/** False until the browser has shown what was drawn first: for parts that must not hold it up. */
export function useSecondFrame(): boolean {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    let second = 0;
    const first = requestAnimationFrame(() => {
      second = requestAnimationFrame(() => setShown(true));
    });
    return () => {
      cancelAnimationFrame(first);
      cancelAnimationFrame(second);
    };
  }, []);
  return shown;
}
