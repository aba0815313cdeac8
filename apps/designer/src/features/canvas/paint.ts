import type { Box } from './model/mini-map.ts';

const CORNER = 1.5;
const SHADE = 'light-dark(rgb(23 24 28 / 0.09), rgb(0 0 0 / 0.5))';

export interface Paint {
  readonly clear: () => void;
  /** A filled block in a colour of the theme, by the name of its token. */
  readonly block: (box: Box, token: string) => void;
  /** Shades everything but this box, and frames it. */
  readonly window: (box: Box) => void;
  /** Calls back when colours are others now; answers the way to stop. */
  readonly onThemeChange: (act: () => void) => () => void;
}

/** Paints on a canvas element, sharp on any screen, in the colours of the theme. */
export function createPaint(
  canvas: HTMLCanvasElement,
  size: { readonly width: number; readonly height: number },
): Paint {
  const sharpness = globalThis.devicePixelRatio ?? 1;
  canvas.width = size.width * sharpness;
  canvas.height = size.height * sharpness;
  const context = canvas.getContext('2d');
  context?.scale(sharpness, sharpness);
  // A colour on its way to another one would be read half-way: with reduced motion everything has a transition, of no time.
  canvas.style.transition = 'none';
  const known = new Map<string, string>();
  /** What a colour of the style sheet is right now, as a canvas takes it. */
  const resolve = (colour: string): string => {
    const before = known.get(colour);
    if (before !== undefined) return before;
    canvas.style.color = colour;
    const now = getComputedStyle(canvas).color;
    canvas.style.color = '';
    known.set(colour, now);
    return now;
  };
  return {
    clear: () => context?.clearRect(0, 0, size.width, size.height),
    block: ({ x, y, width, height }, token) => {
      if (context === null) return;
      context.fillStyle = resolve(`var(--${token})`);
      context.beginPath();
      context.roundRect(x, y, width, height, CORNER);
      context.fill();
    },
    window: ({ x, y, width, height }) => {
      if (context === null) return;
      context.fillStyle = resolve(SHADE);
      context.beginPath();
      context.rect(0, 0, size.width, size.height);
      context.rect(x, y, width, height);
      context.fill('evenodd');
      context.strokeStyle = resolve('var(--line-strong)');
      context.strokeRect(x, y, width, height);
    },
    onThemeChange: (act) => {
      const forget = () => {
        known.clear();
        act();
      };
      const watcher = new MutationObserver(forget);
      watcher.observe(document.documentElement, { attributeFilter: ['data-theme'] });
      const system = matchMedia('(prefers-color-scheme: dark)');
      system.addEventListener('change', forget);
      return () => {
        watcher.disconnect();
        system.removeEventListener('change', forget);
      };
    },
  };
}
