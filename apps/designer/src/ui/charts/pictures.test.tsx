import type { Picture } from '@lockstep/schema/api';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { renderReport } from '../../report/render.tsx';
import { PictureLinksProvider, PictureView } from './index.ts';

const frame = { ask: 'Why?' };
const PICTURES: readonly Picture[] = [
  {
    ...frame,
    id: 'n',
    kind: 'numbers',
    title: 'Numbers',
    items: [{ label: 'Orders', value: 1_234, unit: 'count', tone: 'accent', href: '/cases' }],
  },
  {
    ...frame,
    ...{
      id: 's',
      kind: 'series',
      title: 'Latency',
      unit: 'ms',
      scale: 'log',
      stacked: false,
      times: [0, 60_000, 120_000],
    },
    series: [{ name: 'p95', tone: 'accent', values: [1_000, null, 4_000] }],
    markers: [{ at: 60_000, label: 'Orders v2 published', kind: 'publish', href: '/flows/orders?v=2' }],
    limit: { value: 60_000, label: 'Promise' },
  },
  {
    ...frame,
    id: 'bu',
    kind: 'bullets',
    title: 'Promises',
    rows: [{ label: 'Shipped', share: 0.95, target: 0.99, total: 400, href: '/cases?which=late' }],
  },
  {
    ...frame,
    id: 'ba',
    kind: 'bars',
    title: 'Causes',
    unit: 'count',
    cumulative: true,
    rows: [{ label: 'Time-out', value: 9, before: 3, note: '2 open', tone: 'failed', href: '/exceptions' }],
  },
  {
    ...frame,
    ...{ id: 'sa', kind: 'sankey', title: 'States' },
    nodes: ['received', 'confirmed'].map((id) => ({ id, label: id, tone: 'ok' as const, href: `/cases?state=${id}` })),
    links: [{ from: 'received', to: 'confirmed', value: 7 }],
  },
  {
    ...frame,
    id: 'h',
    kind: 'heatmap',
    title: 'Heat',
    columns: [0, 60_000],
    rows: ['under 1 s', 'longer'],
    cells: [
      [0, 3],
      [1, 0],
    ],
  },
  {
    ...frame,
    id: 'w',
    kind: 'waterfall',
    title: 'Stages',
    rows: [{ label: 'Received', startMs: 0, p50: 1_000, p95: 9_000, n: 12, href: '/cases' }],
  },
  {
    ...frame,
    id: 'c',
    kind: 'cohorts',
    title: 'Cohorts',
    columns: ['1 min', '5 min'],
    rows: [{ at: 0, total: 10, shares: [0.5, null] }],
  },
  { ...frame, id: 'ca', kind: 'calendar', title: 'Days', of: 'misses', days: [{ date: '2026-11-01', value: 4 }] },
  {
    ...frame,
    id: 'd',
    kind: 'dots',
    title: 'Ages',
    unit: 'ms',
    limit: { value: 300_000, label: '5 min' },
    rows: [{ label: 'BER-1', dots: [{ label: 'MUG', value: 400_000 }] }],
  },
  {
    ...frame,
    id: 'sc',
    kind: 'scatter',
    title: 'Oversell',
    x: { label: 'late', unit: 'ms' },
    y: { label: 'orders', unit: 'count' },
    points: [{ x: 1_000, y: 2, at: 0, href: '/cases' }],
  },
  {
    ...frame,
    id: 'st',
    kind: 'states',
    title: 'Breakers',
    from: 0,
    to: 100_000,
    rows: [{ label: 'SAP', segments: [{ from: 0, to: 60_000, state: 'left alone', tone: 'failed' }] }],
  },
  {
    ...frame,
    id: 'bo',
    kind: 'boxes',
    title: 'Cycle',
    unit: 'ms',
    rows: [{ at: 0, n: 5, p5: 1e6, p25: 2e6, p50: 3e6, p75: 4e6, p95: 5e6 }],
  },
  {
    ...frame,
    id: 'r',
    kind: 'rows',
    title: 'Systems',
    columns: [
      { label: 'System', unit: 'text' },
      { label: 'Failed', unit: 'share' },
    ],
    rows: [{ cells: ['SAP', 0.125], tone: 'failed', href: '/connections' }],
  },
  {
    ...frame,
    id: 'wo',
    kind: 'work',
    title: 'Stuck',
    total: 30,
    rows: [
      { key: '#1001', stage: 'Received', since: 0, cause: 'No stock', exceptionId: 'e1', href: '/cases/order/1001' },
    ],
  },
];

it.each(PICTURES.map((picture) => [picture.kind, picture] as const))(
  'a picture of %s has a name, and its links lead to lists',
  (kind, picture) => {
    const follow = vi.fn();
    render(
      <PictureLinksProvider value={{ hrefOf: (path) => path, follow }}>
        <PictureView picture={picture} />
      </PictureLinksProvider>,
    );
    if (kind === 'numbers') expect(screen.getByRole('heading', { name: 'Numbers' })).toBeTruthy();
    else expect(screen.getByRole('figure', { name: picture.title })).toBeTruthy();
    const [first] = screen.queryAllByRole('link');
    first?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    if (first) expect(follow).toHaveBeenCalledWith(first.getAttribute('href'));
  },
);

it.each(
  PICTURES.filter(({ kind }) => !['numbers', 'rows', 'work', 'cohorts'].includes(kind)).map(
    (picture) => [picture.kind, picture] as const,
  ),
)('a picture of %s is told as a table, too', async (_, picture) => {
  render(<PictureView picture={picture} />);
  await userEvent.click(screen.getByRole('button', { name: 'Show as a table' }));
  const table = screen.getByRole('table', { name: picture.title });
  expect(within(table).getAllByRole('row').length).toBeGreaterThan(1);
});

it('says so where there is nothing to draw', () => {
  render(
    <PictureView
      picture={{ ...frame, id: 'e', kind: 'bars', title: 'Causes', unit: 'count', cumulative: false, rows: [] }}
    />,
  );
  expect(screen.getByText('Nothing in this time.')).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});

it('reads its moments by the arrows, and gives the part of the time that was chosen with Shift and Enter', async () => {
  const onRange = vi.fn();
  const [, series] = PICTURES;
  if (!series) throw new Error('no series');
  render(<PictureView picture={series} onRange={onRange} />);
  screen.getByRole('group', { name: /Latency. p95: 4.00 s/ }).focus();
  await userEvent.keyboard('{ArrowLeft}');
  expect(screen.getByRole('status').textContent).toContain('–');
  await userEvent.keyboard('{ArrowLeft}');
  expect(screen.getByRole('status').textContent).toContain('1.00 s');
  await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowRight}{/Shift}{Enter}');
  expect(onRange).toHaveBeenCalledWith(0, 180_000);
});

it('hides a line by its name', async () => {
  const [, series] = PICTURES;
  if (!series) throw new Error('no series');
  render(<PictureView picture={series} />);
  await userEvent.click(screen.getByRole('button', { name: 'p95', pressed: true }));
  expect(screen.getByRole('button', { name: 'p95', pressed: false })).toBeTruthy();
});

it('tries what is stuck again, or gives it up', async () => {
  const work = { retry: vi.fn(), skip: vi.fn() };
  const stuck = PICTURES.at(-1);
  if (!stuck) throw new Error('no work');
  render(<PictureView picture={stuck} work={work} />);
  await userEvent.click(screen.getByRole('button', { name: 'Retry #1001' }));
  expect(work.retry).toHaveBeenCalledWith('e1');
  await userEvent.click(screen.getByRole('button', { name: 'Discard #1001' }));
  expect(work.skip).toHaveBeenCalledWith('e1', '#1001');
  expect(screen.getByRole('link', { name: 'All 30 that need a person' })).toBeTruthy();
});

it('stands alone as a page: drawn, with links to the runtime, without a script', () => {
  const board = {
    board: 'today' as const,
    title: 'Today',
    lead: 'How it stands.',
    from: '2026-11-27T00:00:00Z',
    to: '2026-11-28T00:00:00Z',
    countedTo: '2026-11-28T00:00:00Z',
    binMs: 60_000,
  };
  const page = renderReport({
    boards: [{ ...board, pictures: [...PICTURES] }],
    base: 'https://lockstep.example',
    madeAt: 0,
  });
  expect(page).not.toMatch(/<script|<button|src="|url\(/);
  expect(page).toContain('href="https://lockstep.example/cases?which=late"');
  for (const { title, kind } of PICTURES) if (kind !== 'numbers') expect(page).toContain(`>${title}</h2>`);
  expect(page).toContain('<path');
});
