import { BoardName, MAX_BOARD_DAYS } from '@lockstep/schema/api';
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { root } from './root.ts';
import { text } from './search.ts';

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../../features/overview/OverviewPage.tsx'), 'OverviewPage'),
});

/** The boards begin with the one of today. */
const boards = createRoute({
  getParentRoute: () => root,
  path: '/dash',
  beforeLoad: () => {
    throw redirect({ to: '/dash/$board', params: { board: 'today' } });
  },
});

const board = createRoute({
  getParentRoute: () => root,
  path: '/dash/$board',
  params: {
    parse: ({ board: name }) => ({ board: BoardName.catch('today').parse(name) }),
    stringify: ({ board: name }) => ({ board: name }),
  },
  validateSearch: z.object({
    hours: z.coerce
      .number()
      .int()
      .min(1)
      .max(MAX_BOARD_DAYS * 24)
      .optional()
      .catch(undefined),
    from: z.iso.datetime().optional().catch(undefined),
    to: z.iso.datetime().optional().catch(undefined),
    flow: text,
  }),
  component: lazyRouteComponent(() => import('../BoardRoute.tsx'), 'BoardRoute'),
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
export const estateRoutes = [overview, boards, board, estate, connections, variables, promotion] as const;
