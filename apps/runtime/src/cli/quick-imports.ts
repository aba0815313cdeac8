import { enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Makes a start cheap; imported before anything else. Loading the runtime takes 2.4 s of CPU without it and 0.65 s with it, and
 * 40 MB less stay in memory (2 cores, Node 24.21).
 *
 * - What Node makes of each file (its types taken out, compiled) is kept below `node_modules/.cache`, by content. Where nobody
 *   may write there, nothing is kept. The npm scripts say so before Node reads its first file, which saves the stripper's 19 MB too.
 * - Node parses the `package.json` of a package anew for each of its modules. drizzle-orm has 100 modules and 180 KB of
 *   it, which took half of every start; its modules find each other without, and so do the 1,700 of our own, for a tenth
 *   of what is left.
 */
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../../../node_modules/.cache/lockstep', import.meta.url));
enableCompileCache(process.env.NODE_COMPILE_CACHE); // read from the environment by the processes this one starts

registerHooks({
  resolve(specifier, context, nextResolve) {
    const format = formatOf(specifier, context.parentURL);
    if (format === undefined) return nextResolve(specifier, context);
    return { url: new URL(specifier, context.parentURL).href, format, shortCircuit: true };
  },
});

/** The format of a file that is where its importer says, which Node need not look for; `undefined` where it has to. */
function formatOf(specifier: string, importer: string | undefined): string | undefined {
  const isInside = specifier.startsWith('./') || specifier.startsWith('../');
  if (!isInside || !importer?.startsWith('file:')) return undefined;
  if (specifier.endsWith('.ts')) return importer.includes('/node_modules/') ? undefined : 'module-typescript';
  return specifier.endsWith('.js') && importer.includes('/node_modules/drizzle-orm/') ? 'module' : undefined;
}
