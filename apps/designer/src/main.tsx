import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient, startLive } from './api/index.ts';
import { App } from './app/App.tsx';
import { createAppRouter } from './app/router.ts';
import { applyTheme, useTheme } from './app/theme.ts';
import './styles/main.css';
// At once: parts that are loaded lazily ask for it, and a test may have gone on to another page by then.
import './ui/quiet.ts';

applyTheme(useTheme.getState().theme);

const client = createQueryClient();
startLive(client);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App client={client} router={createAppRouter()} />
  </StrictMode>,
);
