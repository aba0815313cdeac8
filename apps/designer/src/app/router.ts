import { createRouter, type RouterHistory } from '@tanstack/react-router';
import { ErrorPage, PendingPage } from './ErrorPage.tsx';
import { businessRoutes } from './routes/business-routes.ts';
import { dataRoutes } from './routes/data-routes.ts';
import { estateRoutes } from './routes/estate-routes.ts';
import { flowRoutes } from './routes/flow-routes.ts';
import { root } from './routes/root.ts';
import { runRoutes } from './routes/run-routes.ts';

const routeTree = root.addChildren([...flowRoutes, ...runRoutes, ...businessRoutes, ...dataRoutes, ...estateRoutes]);

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
