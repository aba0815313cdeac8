import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { root } from './root.ts';
import { text } from './search.ts';

const contracts = createRoute({
  getParentRoute: () => root,
  path: '/contracts',
  validateSearch: z.object({
    search: text,
    state: z.enum(['draft', 'published', 'deprecated']).optional().catch(undefined),
    open: z.enum(['new']).optional().catch(undefined),
    copy: text,
  }),
  component: lazyRouteComponent(() => import('../../features/contracts/ContractsPage.tsx'), 'ContractsPage'),
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
  component: lazyRouteComponent(() => import('../../features/contracts/ContractPage.tsx'), 'ContractPage'),
});

const topics = createRoute({
  getParentRoute: () => root,
  path: '/topics',
  component: lazyRouteComponent(() => import('../../features/topics/TopicsPage.tsx'), 'TopicsPage'),
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
  component: lazyRouteComponent(() => import('../../features/topics/TopicPage.tsx'), 'TopicPage'),
});

/** `create`: the dialog for a new table is open, with this name. */
const tables = createRoute({
  getParentRoute: () => root,
  path: '/tables',
  validateSearch: z.object({ create: text }),
  component: lazyRouteComponent(() => import('../../features/tables/TablesPage.tsx'), 'TablesPage'),
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
  component: lazyRouteComponent(() => import('../../features/tables/UnmappedPage.tsx'), 'UnmappedPage'),
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
  component: lazyRouteComponent(() => import('../../features/tables/TablePage.tsx'), 'TablePage'),
});

/** What is exchanged: contracts, topics, tables of codes. */
export const dataRoutes = [contracts, contract, topics, topic, tables, unmapped, table] as const;
