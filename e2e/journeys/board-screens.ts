import { expect } from '@playwright/test';
import { showBoards } from './board-data.ts';
import type { Screen } from './screens.ts';

const screenOf = (board: string, figure: string, rest: Omit<Screen, 'name' | 'open'>): Screen => ({
  name: `board-${board}`,
  ...rest,
  open: async (page) => {
    await showBoards(page);
    await page.goto(`/dash/${board}`);
    await expect(page.getByRole('figure', { name: figure })).toBeVisible();
  },
});

export const BOARD_SCREENS: readonly Screen[] = [
  screenOf('today', 'What is stuck', {
    caption: 'Today: are orders in time, what waits, and what must a person do now?',
    narrow: true,
  }),
  screenOf('orders', 'Where the time goes', {
    caption: 'Orders: percentiles, a map of latencies, stages, cohorts, and what became of them.',
  }),
  screenOf('systems', 'Systems in numbers', {
    caption: 'Systems and stock: breakers over time, ages by place, returns by week.',
  }),
];
