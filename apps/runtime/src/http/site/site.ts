import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Context, Hono } from 'hono';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { problem } from '../problem.ts';
import { html } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';

/** Nothing from elsewhere and no inline script; React and the editor set styles on elements. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** Paths of the API and the doors: a miss below them is a 404, never the designer. */
const RESERVED =
  /^\/(api|hooks|events|callbacks|status|docs|openapi\.json|healthz|readyz|metrics|webhook)(\/|$|[^a-z0-9])/i;
/** A page of the designer: plain words, so that no odd spelling of an API path gets an answer; topics have dots and slashes in their names, and a case is called what people call it, `#1001` too. */
const PAGE = /^((\/[\w-]+)*\/?|\/topics\/[\w-][\w.-]*(%2F[\w.-]+)*|\/cases\/[\w-]+\/[^/]+)$/;

/**
 * The built designer, and for every page address its one document. Files with a hash in their name are kept for ever,
 * the document is asked for again each time.
 */
export function siteRoutes(app: Hono<AppEnv>, { designerDir }: Pick<Doors, 'designerDir'>): void {
  app.on(['GET', 'HEAD'], '*', async (context) => {
    const { path } = context.req;
    if (RESERVED.test(path)) throw problem('not-found');
    const isPage = PAGE.test(path);
    if (!isPage) {
      const file = await readInside(designerDir, path);
      if (!file) throw problem('not-found');
      const isHashed = path.startsWith('/assets/');
      return fileAnswer(context, file, extname(path), isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    }
    if (!(context.req.header('accept') ?? '*/*').match(/text\/html|\*\/\*/)) throw problem('not-found');
    const index = await readInside(designerDir, '/index.html');
    return index ? fileAnswer(context, index, '.html', 'no-cache') : notBuilt();
  });
}

/** The file when it lies in the folder. Names of built files need no escapes, so none are decoded. */
async function readInside(folder: string, path: string): Promise<Buffer | undefined> {
  if (!/^[\w./@-]+$/.test(path) || path.split('/').some((part) => part.startsWith('.'))) return undefined;
  const file = normalize(join(folder, path));
  if (!file.startsWith(folder + sep)) return undefined;
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? readFile(file) : undefined;
}

function fileAnswer(context: Context<AppEnv>, bytes: Buffer, extension: string, cacheControl: string): Response {
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  const headers = {
    'content-type': TYPES[extension] ?? 'application/octet-stream',
    'cache-control': cacheControl,
    etag,
    ...(extension === '.html' && { 'content-security-policy': POLICY, 'cross-origin-opener-policy': 'same-origin' }),
  };
  if (context.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(context.req.method === 'HEAD' ? null : new Uint8Array(bytes), { headers });
}

function notBuilt(): Response {
  const page = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lockstep</title>${PAGE_STYLE}</head>
<body><main class="notice"><h1>The designer is not built yet</h1>
<p>The runtime works: hooks are served, and the <a href="/docs">API reference</a> is here. To draw flows in the browser, build the
designer once and reload this page:</p><pre>npm run build</pre><p class="muted">npm start does it by itself.</p></main></body></html>`;
  return new Response(page.text, {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
  });
}
