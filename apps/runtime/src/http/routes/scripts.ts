import * as api from '@lockstep/schema/api';
import type { Issue } from '@lockstep/schema/graph';
import type { Hono } from 'hono';
import { checkUnits } from '../../sandbox/index.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';

export function scriptRoutes(app: Hono<AppEnv>, _doors: Doors): void {
  serve(app, api.checkScript, ({ body: { kind, source } }) => {
    const found = checkUnits([
      kind === 'script'
        ? { id: 'script', kind, source }
        : { id: 'script', kind: 'expressions', expressions: { '': source.replace(/^=/, '') } },
    ]);
    const code = kind === 'script' ? 'script-invalid' : 'expression-invalid';
    return {
      issues: found.map(({ message, line, column }): Issue => ({ severity: 'error', code, message, line, column })),
    };
  });
}
