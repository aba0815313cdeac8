import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { useLive } from '../api/index.ts';
import { fakeRuntime, OVERVIEW, renderApp } from '../testing/render-app.tsx';
import { flowSummary } from '../testing/samples.ts';
import { useTheme } from './theme.ts';

beforeEach(() => {
  useTheme.getState().setTheme('system');
  fakeRuntime({
    'GET /overview': { ...OVERVIEW, openExceptions: 3 },
    'GET /flows': { flows: [flowSummary('order-to-erp', { name: 'Order to ERP' })] },
    'GET /connections': { connections: [] },
    'GET /runs': { runs: [] },
  });
});

it('leads to every screen and counts the open exceptions', async () => {
  renderApp('/connections');
  const nav = await screen.findByRole('navigation', { name: 'Main' });
  const links = within(nav)
    .getAllByRole('link')
    .map(({ textContent }) => textContent);
  expect(links.slice(1, 4)).toEqual(['Overview', 'Boards', 'Flows']);
  expect(await within(nav).findByRole('link', { name: /Exceptions.*3.*open/ })).toBeDefined();
});

it('goes to a flow, and finds runs, from the keyboard alone', async () => {
  const { router, user } = renderApp('/connections');
  await screen.findByText('No system is connected');
  await user.keyboard('{Control>}k{/Control}');
  const search = await screen.findByRole('combobox', { name: 'Search and commands' });
  await user.type(search, 'erp');
  expect(screen.getAllByRole('option')[0]?.textContent).toContain('Order to ERP');
  await user.keyboard('{ArrowDown}{Enter}');
  await waitFor(() => expect(router.state.location.pathname).toBe('/runs'));
  expect(router.state.location.search).toEqual({ search: 'erp' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('changes the theme on the document and remembers it', async () => {
  const { user } = renderApp('/connections');
  await user.click(await screen.findByRole('button', { name: 'Theme: system' }));
  await user.click(screen.getByRole('button', { name: 'Theme: light' }));
  expect(document.documentElement.dataset.theme).toBe('dark');
  expect(localStorage.getItem('lockstep.theme')).toBe('dark');
});

it('says whether changes are live', async () => {
  renderApp('/connections');
  useLive.setState({ status: 'lost' });
  expect(await screen.findByText('Reconnecting')).toBeDefined();
});

it('has a page for addresses that lead nowhere', async () => {
  renderApp('/nowhere');
  expect(await screen.findByRole('heading', { level: 1, name: 'Nothing at this address' })).toBeDefined();
});
