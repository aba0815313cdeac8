import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { TooltipProvider } from '../ui/index.ts';
import { IdleMark } from './IdleMark.tsx';
import type { AppRouter } from './router.ts';

export interface AppProps {
  readonly client: QueryClient;
  readonly router: AppRouter;
}

/** Everything every screen stands on. */
export function App({ client, router }: AppProps) {
  return (
    <QueryClientProvider client={client}>
      <IdleMark />
      <TooltipProvider>
        <RouterProvider router={router} />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
