import { createRootRoute } from '@tanstack/react-router';
import { NotFoundPage } from '../ErrorPage.tsx';
import { Shell } from '../Shell.tsx';

export const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });
