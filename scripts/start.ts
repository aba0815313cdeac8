import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildDesigner } from './build-designer.ts';
import { root } from './run.ts';

/** `npm start`: the designer built when needed, then the runtime with the virtual estate, in this process. */
await buildDesigner();
process.env.LOCKSTEP_DEMO ??= '1';
process.argv.splice(2, 0, 'start');
await import(pathToFileURL(join(root, 'apps', 'runtime', 'src', 'cli', 'lockstep.ts')).href);
