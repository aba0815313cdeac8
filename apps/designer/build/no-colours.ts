import type { Plugin } from 'vite';

const COLOURS = ['color', 'rgb', 'hsl', 'lab', 'hcl', 'cubehelix'];

/**
 * Leaves d3-color out. The canvas pans and zooms with d3-transition, which can also fade colours and so brings all colour spaces along;
 * ours are faded by style sheets. A value that d3 asks about is then no colour, as a place or a size never was.
 */
export function noColours(): Plugin {
  return {
    name: 'no-colours',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source) => (source === 'd3-color' ? '\0no-colours' : null),
    load: (id) =>
      id === '\0no-colours' ? COLOURS.map((name) => `export const ${name} = () => null;`).join('\n') : null,
  };
}
