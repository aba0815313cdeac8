import { ApprovalStatus, TouchKind } from '@lockstep/schema/api';
import { FailureCategory, RunStatus } from '@lockstep/schema/run';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { root } from './root.ts';
import { text } from './search.ts';

const runs = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  validateSearch: z.object({
    search: text,
    flow: text,
    status: RunStatus.optional().catch(undefined),
    test: z.enum(['true', 'false']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../../features/runs/RunsPage.tsx'), 'RunsPage'),
});

const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$runId',
  validateSearch: z.object({
    node: text,
    item: text,
    attempt: z.coerce.number().int().optional().catch(undefined),
    at: z.coerce.number().int().optional().catch(undefined),
    replay: z.literal(true).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../RunRoute.tsx'), 'RunRoute'),
});

const exceptions = createRoute({
  getParentRoute: () => root,
  path: '/exceptions',
  validateSearch: z.object({
    flow: text,
    category: FailureCategory.optional().catch(undefined),
    status: z.enum(['open', 'retrying', 'resolved', 'discarded', 'all']).optional().catch(undefined),
    view: z.enum(['list', 'causes']).optional().catch(undefined),
    exception: text,
  }),
  component: lazyRouteComponent(() => import('../../features/exceptions/ExceptionsPage.tsx'), 'ExceptionsPage'),
});

const approvals = createRoute({
  getParentRoute: () => root,
  path: '/approvals',
  validateSearch: z.object({
    flow: text,
    status: z
      .enum([...ApprovalStatus.options, 'all'])
      .optional()
      .catch(undefined),
    approval: text,
  }),
  component: lazyRouteComponent(() => import('../../features/approvals/ApprovalsPage.tsx'), 'ApprovalsPage'),
});

/** `what`, `from`: which are shown; `before`: the page that is shown. */
const touches = createRoute({
  getParentRoute: () => root,
  path: '/touches',
  validateSearch: z.object({
    what: TouchKind.optional().catch(undefined),
    from: z.iso.datetime().optional().catch(undefined),
    before: text,
  }),
  component: lazyRouteComponent(() => import('../../features/touches/TouchesPage.tsx'), 'TouchesPage'),
});

/** What runs, and what waits for a person. */
export const runRoutes = [runs, run, exceptions, approvals, touches] as const;
