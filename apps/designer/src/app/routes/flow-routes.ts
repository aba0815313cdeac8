import { MAX_STATS_HOURS } from '@lockstep/schema/api';
import { FlowLayer } from '@lockstep/schema/graph';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { root } from './root.ts';
import { text } from './search.ts';

const flows = createRoute({
  getParentRoute: () => root,
  path: '/flows',
  validateSearch: z.object({
    search: text,
    status: z.enum(['draft', 'published', 'changed']).optional().catch(undefined),
    layer: FlowLayer.optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../../features/flows/FlowsPage.tsx'), 'FlowsPage'),
});

/** `node`: selected step; `panel`: what is open beside the canvas; `v`: version shown instead of the draft; `map`: step whose map is open; `view`: the step is open as a whole; `mode`: `run` shows `run`, `operate` the last `hours` of version `of`, beside `versus`. */
const flow = createRoute({
  getParentRoute: () => root,
  path: '/flows/$flowId',
  validateSearch: z.object({
    node: text,
    panel: text,
    v: z.coerce.number().int().optional().catch(undefined),
    map: text,
    mode: z.enum(['run', 'operate']).optional().catch(undefined),
    hours: z.coerce.number().int().min(1).max(MAX_STATS_HOURS).optional().catch(undefined),
    of: z.coerce.number().int().optional().catch(undefined),
    versus: z.coerce.number().int().optional().catch(undefined),
    run: text,
    view: z.enum(['step']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../FlowRoute.tsx'), 'FlowRoute'),
});

/** `from`, `to`: `draft`, `published` or the number of a version; `node`: difference that is looked at. */
const flowDiff = createRoute({
  getParentRoute: () => root,
  path: '/flows/$flowId/diff',
  validateSearch: z.object({ from: text, to: text, node: text }),
  component: lazyRouteComponent(() => import('../DiffRoute.tsx'), 'DiffRoute'),
});

const scenarios = createRoute({
  getParentRoute: () => root,
  path: '/scenarios',
  component: lazyRouteComponent(() => import('../../features/scenarios/ScenariosPage.tsx'), 'ScenariosPage'),
});

const capabilities = createRoute({
  getParentRoute: () => root,
  path: '/capabilities',
  component: lazyRouteComponent(() => import('../../features/capabilities/CapabilitiesPage.tsx'), 'CapabilitiesPage'),
});

const capability = createRoute({
  getParentRoute: () => root,
  path: '/capabilities/$capability',
  component: lazyRouteComponent(() => import('../../features/capabilities/CapabilityPage.tsx'), 'CapabilityPage'),
});

/** Drawings, their versions, and what is tried with them. */
export const flowRoutes = [flows, flow, flowDiff, scenarios, capabilities, capability] as const;
