import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { JsonTreeView } from './JsonTreeView.tsx';
import { TooltipProvider } from './Tooltip.tsx';

// jsdom lays nothing out; the tree asks its own element how tall it is.
beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(480);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(400);
});

function show(value: React.ComponentProps<typeof JsonTreeView>['value']) {
  const user = userEvent.setup();
  render(
    <TooltipProvider>
      <JsonTreeView root="input" value={value} label="Input" />
    </TooltipProvider>,
  );
  return user;
}

it('draws only the rows in view of a long list', () => {
  show(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`list${n}`, Array.from({ length: 30 }, () => 1)])));
  const rows = screen.getAllByRole('treeitem').length;
  expect(rows).toBeGreaterThan(10);
  expect(rows).toBeLessThan(80);
});

it('makes the text of a value only when somebody copies it', async () => {
  const written = vi.spyOn(JSON, 'stringify');
  const list = Array.from({ length: 50 }, (_, n) => ({ n }));
  const user = show({ list });
  const whole = () => written.mock.calls.filter(([value]) => typeof value === 'object').length;
  expect(whole()).toBe(0);
  screen.getByRole('tree', { name: 'Input' }).focus();
  await user.keyboard('{ArrowDown}');
  await user.click(screen.getByRole('button', { name: 'Copy value' }));
  expect(await navigator.clipboard.readText()).toBe(JSON.stringify(list, null, 2));
  written.mockRestore();
});

it('closes a list by key and copies the path of a value', async () => {
  const user = show({ order: { name: '#1001' } });
  screen.getByRole('tree', { name: 'Input' }).focus();
  await user.keyboard('{ArrowDown}{ArrowDown}p');
  expect(await navigator.clipboard.readText()).toBe('input.order.name');
  await user.keyboard('{ArrowLeft}{ArrowLeft}');
  expect(screen.queryByText('"#1001"')).toBeNull();
  expect(screen.getByRole('treeitem', { name: /order/ }).getAttribute('aria-expanded')).toBe('false');
});
