import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { root } from './root.ts';
import { text } from './search.ts';

const cases = createRoute({
  getParentRoute: () => root,
  path: '/cases',
  validateSearch: z.object({
    search: text,
    kind: text,
    state: text,
    which: z.enum(['open', 'closed', 'late']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../../features/cases/CasesPage.tsx'), 'CasesPage'),
});

/** `show`: which lines of the timeline; all when absent. */
const oneCase = createRoute({
  getParentRoute: () => root,
  path: '/cases/$kind/$key',
  validateSearch: z.object({
    show: z.enum(['story', 'customer']).optional().catch(undefined),
    by: z.literal('source').optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../../features/cases/CasePage.tsx'), 'CasePage'),
});

/** `zone`: where days begin and end; `days`: how many. */
const businessDates = createRoute({
  getParentRoute: () => root,
  path: '/business-dates',
  validateSearch: z.object({ zone: text, days: z.coerce.number().int().min(1).max(31).optional().catch(undefined) }),
  component: lazyRouteComponent(
    () => import('../../features/business-dates/BusinessDatesPage.tsx'),
    'BusinessDatesPage',
  ),
});

const customers = createRoute({
  getParentRoute: () => root,
  path: '/customers',
  validateSearch: z.object({
    search: text,
    which: z.enum(['undecided', 'duplicates']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../../features/customers/CustomersPage.tsx'), 'CustomersPage'),
});

const customer = createRoute({
  getParentRoute: () => root,
  path: '/customers/$id',
  component: lazyRouteComponent(() => import('../../features/customers/CustomerPage.tsx'), 'CustomerPage'),
});

/** Orders and people across all systems. */
export const businessRoutes = [cases, oneCase, businessDates, customers, customer] as const;
