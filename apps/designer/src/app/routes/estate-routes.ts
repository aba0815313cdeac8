import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { root } from './root.ts';
import { text } from './search.ts';

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../../features/overview/OverviewPage.tsx'), 'OverviewPage'),
});

const estate = createRoute({
  getParentRoute: () => root,
  path: '/estate',
  validateSearch: z.object({ state: text }),
  component: lazyRouteComponent(() => import('../../features/estate/EstatePage.tsx'), 'EstatePage'),
});

const connections = createRoute({
  getParentRoute: () => root,
  path: '/connections',
  validateSearch: z.object({ edit: text }),
  component: lazyRouteComponent(() => import('../../features/connections/ConnectionsPage.tsx'), 'ConnectionsPage'),
});

/** `edit`: variable that is being changed, `new` for a new one, which begins with the name `create`; `history`: of which one, empty: of all. */
const variables = createRoute({
  getParentRoute: () => root,
  path: '/variables',
  validateSearch: z.object({ edit: text, create: text, history: text }),
  component: lazyRouteComponent(() => import('../../features/variables/VariablesPage.tsx'), 'VariablesPage'),
});

/** `to`: environment that flows go to; `flow`: one that is chosen; `edit`: environment that is being changed, `new` for a new one. */
const promotion = createRoute({
  getParentRoute: () => root,
  path: '/promotion',
  validateSearch: z.object({ to: text, flow: text, edit: text }),
  component: lazyRouteComponent(() => import('../../features/promotion/PromotionPage.tsx'), 'PromotionPage'),
});

/** The systems, and how the installation is set up. */
export const estateRoutes = [overview, estate, connections, variables, promotion] as const;
