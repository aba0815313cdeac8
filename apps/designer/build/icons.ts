import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

const ICON = /[\\/]lucide-react[\\/]dist[\\/]esm[\\/]icons[\\/]([a-z0-9-]+)\.m?js$/;
const IMPORTED = /import\s*\{([^}]*)\}\s*from\s*["']lucide-react["']/g;

/** What a flow is drawn with: the page, the editor around the canvas, and the canvas. */
const FIRST = ['main.tsx', 'app/FlowRoute.tsx', 'features/canvas/FlowCanvas.tsx'];

/**
 * The keys lucide gives the strokes of an icon are random, which is a quarter of what an icon weighs once compressed. React wants them
 * to differ within one icon and nothing more.
 */
export function lightIcons(): Plugin {
  return {
    name: 'light-icons',
    transform(code, id) {
      if (!ICON.test(id)) return;
      let stroke = 0;
      return { code: code.replace(/\bkey: "[a-z0-9]+"/g, () => `key: "${stroke++}"`), map: null };
    },
  };
}

type Graph = Pick<Rolldown.ChunkingContext, 'getModuleInfo'>;

/**
 * Icons come in two chunks: those of the first screen, and those of all others. An icon is 200 bytes: a chunk for each would be 200
 * requests, each compressed by itself.
 */
export function iconChunk(src: string): (id: string, graph: Graph) => string | null {
  let first: ReadonlySet<string> | undefined;
  return (id, graph) => {
    const icon = ICON.exec(id)?.[1];
    if (icon === undefined) return /[\\/]lucide-react[\\/]/.test(id) ? 'icons' : null;
    first ??= firstIcons(src, graph);
    return first.has(icon) ? 'icons' : 'more-icons';
  };
}

/** File names of the icons that modules name which are fetched before a flow is drawn. */
function firstIcons(src: string, graph: Graph): ReadonlySet<string> {
  const icons = new Set<string>();
  const seen = new Set<string>();
  const open = FIRST.map((path) => join(src, path));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id) || id.includes('node_modules')) continue;
    seen.add(id);
    const info = graph.getModuleInfo(id);
    for (const [, names] of (info?.code ?? '').matchAll(IMPORTED))
      for (const name of (names ?? '').split(',')) icons.add(fileOf(name.trim().split(/\s/)[0] ?? ''));
    open.push(...(info?.importedIds ?? []));
  }
  return icons;
}

/** `FileCode2` lies in `file-code-2`. */
function fileOf(name: string): string {
  return name
    .replace(/([a-z])([A-Z0-9])/g, '$1-$2')
    .replace(/([0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}
