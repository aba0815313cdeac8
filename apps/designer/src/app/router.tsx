import { ApprovalStatus, MAX_STATS_HOURS, TouchKind } from '@lockstep/schema/api';
import { FlowLayer } from '@lockstep/schema/graph';
import { FailureCategory, RunStatus } from '@lockstep/schema/run';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router';
import { z } from 'zod';
import { ErrorPage, NotFoundPage, PendingPage } from './ErrorPage.tsx';
import { Shell } from './Shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

/** A search value that is missing or makes no sense is as good as absent: an old link still opens. */
const text = z.coerce.string().optional().catch(undefined);

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../features/overview/OverviewPage.tsx'), 'OverviewPage'),
});

const flows = createRoute({
  getParentRoute: () => root,
  path: '/flows',
  validateSearch: z.object({
    search: text,
    status: z.enum(['draft', 'published', 'changed']).optional().catch(undefined),
    layer: FlowLayer.optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/flows/FlowsPage.tsx'), 'FlowsPage'),
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
  component: lazyRouteComponent(() => import('./FlowRoute.tsx'), 'FlowRoute'),
});

/** `from`, `to`: `draft`, `published` or the number of a version; `node`: difference that is looked at. */
const flowDiff = createRoute({
  getParentRoute: () => root,
  path: '/flows/$flowId/diff',
  validateSearch: z.object({ from: text, to: text, node: text }),
  component: lazyRouteComponent(() => import('./DiffRoute.tsx'), 'DiffRoute'),
});

const runs = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  validateSearch: z.object({
    search: text,
    flow: text,
    status: RunStatus.optional().catch(undefined),
    test: z.enum(['true', 'false']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/runs/RunsPage.tsx'), 'RunsPage'),
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
  component: lazyRouteComponent(() => import('./RunRoute.tsx'), 'RunRoute'),
});

const cases = createRoute({
  getParentRoute: () => root,
  path: '/cases',
  validateSearch: z.object({
    search: text,
    kind: text,
    state: text,
    which: z.enum(['open', 'closed', 'late']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/cases/CasesPage.tsx'), 'CasesPage'),
});

/** `show`: which lines of the timeline; all when absent. */
const oneCase = createRoute({
  getParentRoute: () => root,
  path: '/cases/$kind/$key',
  validateSearch: z.object({
    show: z.enum(['story', 'customer']).optional().catch(undefined),
    by: z.literal('source').optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/cases/CasePage.tsx'), 'CasePage'),
});

const customers = createRoute({
  getParentRoute: () => root,
  path: '/customers',
  validateSearch: z.object({
    search: text,
    which: z.enum(['undecided', 'duplicates']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/customers/CustomersPage.tsx'), 'CustomersPage'),
});

const customer = createRoute({
  getParentRoute: () => root,
  path: '/customers/$id',
  component: lazyRouteComponent(() => import('../features/customers/CustomerPage.tsx'), 'CustomerPage'),
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
  component: lazyRouteComponent(() => import('../features/exceptions/ExceptionsPage.tsx'), 'ExceptionsPage'),
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
  component: lazyRouteComponent(() => import('../features/approvals/ApprovalsPage.tsx'), 'ApprovalsPage'),
});

const topics = createRoute({
  getParentRoute: () => root,
  path: '/topics',
  component: lazyRouteComponent(() => import('../features/topics/TopicsPage.tsx'), 'TopicsPage'),
});

/** `key`, `from`, `to`: events shown; `event`: offset of the one that is open; `open`: a dialog. */
const topic = createRoute({
  getParentRoute: () => root,
  path: '/topics/$topic',
  validateSearch: z.object({
    key: text,
    from: z.iso.datetime().optional().catch(undefined),
    to: z.iso.datetime().optional().catch(undefined),
    event: z.coerce.number().int().min(1).optional().catch(undefined),
    open: z.enum(['replay', 'settings']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/topics/TopicPage.tsx'), 'TopicPage'),
});

const scenarios = createRoute({
  getParentRoute: () => root,
  path: '/scenarios',
  component: lazyRouteComponent(() => import('../features/scenarios/ScenariosPage.tsx'), 'ScenariosPage'),
});

const capabilities = createRoute({
  getParentRoute: () => root,
  path: '/capabilities',
  component: lazyRouteComponent(() => import('../features/capabilities/CapabilitiesPage.tsx'), 'CapabilitiesPage'),
});

const capability = createRoute({
  getParentRoute: () => root,
  path: '/capabilities/$capability',
  component: lazyRouteComponent(() => import('../features/capabilities/CapabilityPage.tsx'), 'CapabilityPage'),
});

const contracts = createRoute({
  getParentRoute: () => root,
  path: '/contracts',
  validateSearch: z.object({
    search: text,
    state: z.enum(['draft', 'published', 'deprecated']).optional().catch(undefined),
    open: z.enum(['new']).optional().catch(undefined),
    copy: text,
  }),
  component: lazyRouteComponent(() => import('../features/contracts/ContractsPage.tsx'), 'ContractsPage'),
});

/** `v`: version shown; `edit`: the draft is open; `deprecate`: version whose end is being announced. */
const contract = createRoute({
  getParentRoute: () => root,
  path: '/contracts/$name',
  validateSearch: z.object({
    v: text,
    tab: z.enum(['fields', 'examples', 'types', 'schema', 'versions', 'usage', 'log']).optional().catch(undefined),
    edit: z.boolean().optional().catch(undefined),
    deprecate: text,
  }),
  component: lazyRouteComponent(() => import('../features/contracts/ContractPage.tsx'), 'ContractPage'),
});

/** `create`: the dialog for a new table is open, with this name. */
const tables = createRoute({
  getParentRoute: () => root,
  path: '/tables',
  validateSearch: z.object({ create: text }),
  component: lazyRouteComponent(() => import('../features/tables/TablesPage.tsx'), 'TablesPage'),
});

/** `map`: the code that is being mapped. */
const unmapped = createRoute({
  getParentRoute: () => root,
  path: '/tables/unmapped',
  validateSearch: z.object({
    table: text,
    status: z.enum(['open', 'mapped', 'dismissed']).optional().catch(undefined),
    map: text,
  }),
  component: lazyRouteComponent(() => import('../features/tables/UnmappedPage.tsx'), 'UnmappedPage'),
});

/** `v`: an earlier version is shown; `open`: a dialog. */
const table = createRoute({
  getParentRoute: () => root,
  path: '/tables/$table',
  validateSearch: z.object({
    tab: z.enum(['tests', 'columns', 'history']).optional().catch(undefined),
    search: text,
    v: z.coerce.number().int().min(1).optional().catch(undefined),
    open: z.enum(['import']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/tables/TablePage.tsx'), 'TablePage'),
});

/** `edit`: variable that is being changed, `new` for a new one, which begins with the name `create`; `history`: of which one, empty: of all. */
const variables = createRoute({
  getParentRoute: () => root,
  path: '/variables',
  validateSearch: z.object({ edit: text, create: text, history: text }),
  component: lazyRouteComponent(() => import('../features/variables/VariablesPage.tsx'), 'VariablesPage'),
});

/** `to`: environment that flows go to; `flow`: one that is chosen; `edit`: environment that is being changed, `new` for a new one. */
const promotion = createRoute({
  getParentRoute: () => root,
  path: '/promotion',
  validateSearch: z.object({ to: text, flow: text, edit: text }),
  component: lazyRouteComponent(() => import('../features/promotion/PromotionPage.tsx'), 'PromotionPage'),
});

const connections = createRoute({
  getParentRoute: () => root,
  path: '/connections',
  validateSearch: z.object({ edit: text }),
  component: lazyRouteComponent(() => import('../features/connections/ConnectionsPage.tsx'), 'ConnectionsPage'),
});

const estate = createRoute({
  getParentRoute: () => root,
  path: '/estate',
  validateSearch: z.object({ state: text }),
  component: lazyRouteComponent(() => import('../features/estate/EstatePage.tsx'), 'EstatePage'),
});

/** `zone`: where days begin and end; `days`: how many. */
const businessDates = createRoute({
  getParentRoute: () => root,
  path: '/business-dates',
  validateSearch: z.object({ zone: text, days: z.coerce.number().int().min(1).max(31).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../features/business-dates/BusinessDatesPage.tsx'), 'BusinessDatesPage'),
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
  component: lazyRouteComponent(() => import('../features/touches/TouchesPage.tsx'), 'TouchesPage'),
});

const routeTree = root.addChildren([
  overview,
  touches,
  flows,
  flow,
  flowDiff,
  runs,
  run,
  cases,
  oneCase,
  businessDates,
  customers,
  customer,
  exceptions,
  approvals,
  topics,
  topic,
  scenarios,
  capabilities,
  capability,
  contracts,
  contract,
  tables,
  unmapped,
  table,
  variables,
  promotion,
  connections,
  estate,
]);

/** The addresses of the designer; each screen is its own chunk. A test gives its own history. */
export function createAppRouter(history?: RouterHistory) {
  return createRouter({
    routeTree,
    defaultPreload: 'intent',
    defaultErrorComponent: ErrorPage,
    defaultPendingComponent: PendingPage,
    defaultPendingMs: 300,
    scrollRestoration: true,
    search: { strict: true },
    ...(history === undefined ? {} : { history }),
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter;
  }
}
