import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
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
  const files = filesByName();
  const seen = new Set<string>();
  const open = FIRST.map((path) => join(src, path));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id) || id.includes('node_modules')) continue;
    seen.add(id);
    const info = graph.getModuleInfo(id);
    for (const [, names] of (info?.code ?? '').matchAll(IMPORTED))
      for (const name of (names ?? '').split(',')) icons.add(files.get(name.trim().split(/\s/)[0] ?? '') ?? '');
    open.push(...(info?.importedIds ?? []));
  }
  return icons;
}

/** In which file an icon lies, by each of its names: many were renamed, and kept the old one. */
function filesByName(): ReadonlyMap<string, string> {
  const entry = createRequire(import.meta.url).resolve('lucide-react');
  const index = readFileSync(join(dirname(dirname(entry)), 'esm', 'lucide-react.mjs'), 'utf8');
  const files = new Map<string, string>();
  for (const [, names = '', file = ''] of index.matchAll(/export \{([^}]*)\} from '\.\/icons\/([a-z0-9-]+)\.mjs'/g))
    for (const name of names.split(',')) files.set(name.replace(/^\s*default as /, '').trim(), file);
  if (files.size === 0) throw new Error('lucide-react lists its icons in another way now: see build/icons.ts.');
  return files;
}
