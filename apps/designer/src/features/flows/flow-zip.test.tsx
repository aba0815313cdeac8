import { samples } from '@lockstep/nodes/samples';
import type { Flow } from '@lockstep/schema/graph';
import { screen } from '@testing-library/react';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { fakeRuntime, renderApp } from '../../testing/render-app.tsx';
import { FLOW, flowSummary } from '../../testing/samples.ts';
import { unzipFlows, zipFlows } from './flow-zip.ts';

const byId = (a: Flow, b: Flow) => (a.id < b.id ? -1 : 1);

it('packs flows as folders and reads them back as they were', () => {
  const read = unzipFlows(zipFlows(samples));
  expect('flows' in read ? read.flows.toSorted(byId) : read).toEqual(
    (JSON.parse(JSON.stringify(samples)) as Flow[]).toSorted(byId),
  );
  expect(Object.keys(unzipSync(zipFlows([FLOW])))).toContain(`flows/${FLOW.id}/flow.json`);
});

it('says file and line where a folder is broken, and what is no archive', () => {
  const files = unzipSync(zipFlows([FLOW]));
  const path = `flows/${FLOW.id}/flow.json`;
  const broken = strFromU8(files[path] as Uint8Array).replace('"edges"', 'edges');
  expect(unzipFlows(zipSync({ ...files, [path]: strToU8(broken) }))).toEqual({
    problems: [`${path}, line 3, column 3: Expected a key in double quotes.`],
  });
  expect(unzipFlows(strToU8('no archive'))).toEqual({ problems: [expect.stringMatching(/^It is no archive/)] });
  expect(unzipFlows(zipSync({ 'a.txt': strToU8('a') }))).toMatchObject({ problems: [/no folder/] });
});

it('imports an archive whole and says how many drafts it changed', async () => {
  const calls = fakeRuntime({
    'GET /flows': { flows: [flowSummary(FLOW.id)] },
    'POST /flows/import': { flows: [{ flowId: FLOW.id, result: 'saved', revision: 2 }] },
  });
  const { user } = renderApp('/flows');
  await screen.findByTestId(`flow-row:${FLOW.id}`);
  const picker = screen.getByLabelText('Flow file');
  await user.upload(picker, new File([new Uint8Array(zipFlows([FLOW]))], 'flows.zip', { type: 'application/zip' }));
  expect(await screen.findByText('1 draft imported')).toBeDefined();
  expect(calls.find(({ method }) => method === 'POST')?.body).toMatchObject({ flows: [{ id: FLOW.id }] });
});
