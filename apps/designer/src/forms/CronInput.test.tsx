import { catalogue } from '@lockstep/nodes/catalogue';
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { createQueryClient } from '../api/index.ts';
import { fakeRuntime } from '../testing/render-app.tsx';
import { NO_NAMES } from './editor/names.ts';
import { fieldsOf } from './field-model.ts';
import { ParamForm } from './ParamForm.tsx';

afterEach(() => vi.unstubAllGlobals());

function show(params: Readonly<Record<string, string>>) {
  const definition = catalogue.get('schedule');
  if (definition === undefined) throw new Error('There is no schedule.');
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ParamForm
        fields={fieldsOf(definition.params)}
        params={params}
        issues={[]}
        names={NO_NAMES}
        connections={[]}
        contracts={[]}
        flows={[]}
        hookBase="/hooks/"
        readOnly={false}
        onChange={() => undefined}
      />
    </QueryClientProvider>,
  );
}

it('says below the pattern what it means, and when it runs next on the clock of its time zone', async () => {
  const calls = fakeRuntime({
    'GET /schedules/preview': {
      valid: true,
      sentence: 'At 06:00 on Monday to Friday, Europe/Berlin',
      next: ['2026-11-24T05:00:00.000Z', '2026-11-25T05:00:00.000Z'],
    },
  });
  show({ cron: '0 6 * * 1-5', timeZone: 'Europe/Berlin' });
  expect(await screen.findByText('At 06:00 on Monday to Friday, Europe/Berlin')).toBeDefined();
  const runs = screen.getByRole('list', { name: 'Next runs' });
  expect(runs.querySelectorAll('time')[0]?.textContent).toMatch(/Tue.*24.*06:00:00/);
  expect(calls.map(({ path }) => decodeURIComponent(path).replaceAll('+', ' '))).toEqual([
    '/schedules/preview?cron=0 6 * * 1-5&timeZone=Europe/Berlin',
  ]);
});

it('says why a pattern is none, and asks nothing while there is none', async () => {
  const calls = fakeRuntime({ 'GET /schedules/preview': { valid: false, reason: 'This is no cron pattern.' } });
  show({});
  expect(calls).toEqual([]);
  show({ cron: '61 * * * *' });
  expect(await screen.findByText('This is no cron pattern.')).toBeDefined();
});
