import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(() => {
  cleanup();
  localStorage.clear();
});

// Waiting is for a condition, not for a time: a machine may be many times slower than this one.
configure({ asyncUtilTimeout: 10_000 });

// jsdom has no CSS: ids in selectors are escaped all the same.
globalThis.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') } as typeof CSS;
// jsdom draws nothing: what components ask of the screen answers "not there" or zero.
globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};
Range.prototype.getClientRects ??= () => [] as unknown as DOMRectList;
window.matchMedia ??= (media) => ({
  matches: false,
  media,
  onchange: null,
  addEventListener: () => {},
  removeEventListener: () => {},
  addListener: () => {},
  removeListener: () => {},
  dispatchEvent: () => false,
});
window.scrollTo = () => {};
