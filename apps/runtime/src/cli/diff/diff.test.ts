import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as api from '@lockstep/schema/api';
import { compareFlows } from '@lockstep/schema/environments';
import { type Flow, serialiseFlow } from '@lockstep/schema/graph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';
import { writeFlowFolder } from '../flow-folders.ts';
import { runCommand } from '../program.ts';
import { diffMarkdown, diffText } from './render-diff.ts';

const script = 'export default (input) => ({\n  id: input.id,\n  name: input.name,\n});';
const before = flowOf('orders', [
  node('in', 'manual'),
  node('map', 'map', { script }),
  node('note', 'log', { message: 'Seen.' }),
]);
const after: Flow = {
  ...before,
  nodes: [
    ...before.nodes.slice(0, 1),
    node('map', 'map', { script: script.replace('input.name', 'input.title') }),
    node('stop', 'fail', { code: 'stop', message: 'Stop.' }),
  ],
  edges: [...before.edges.slice(0, 1), { from: 'map', port: 'error', to: 'stop' }],
  settings: { tables: { carriers: 4 }, slaMs: 500 },
  pins: { order: '1.4.0' },
};
const pinned: Flow = { ...before, settings: { tables: { carriers: 3 } }, pins: { order: '1.3.0' } };
const side = (flows: readonly Flow[], isSet = true) => ({ label: '', flows, isSet });

describe('the difference of flows', () => {
  it('is told by step, wire, script line, setting, contract and table', () => {
    expect(diffText(compareFlows(side([pinned]), side([after])))).toBe(
      [
        '~ flow orders',
        '  ~ step map',
        '      params.script:',
        '        …',
        '           id: input.id,',
        '        -  name: input.name,',
        '        +  name: input.title,',
        '         });',
        '  + step stop, fail',
        '  - step note, log',
        '  + wire map:error -> stop',
        '  - wire map -> note',
        '  ~ flow',
        '      settings.slaMs: nothing -> 500',
        '      table carriers: 3 -> 4',
        '      contract order: "1.3.0" -> "1.4.0"',
      ].join('\n'),
    );
  });

  it('is none for a moved box, and names flows that came and went', () => {
    const moved = { ...before, layout: { ...before.layout, nodes: { in: { x: 9, y: 9 } } } };
    expect(diffText(compareFlows(side([before]), side([moved])))).toBe('No difference in what the flows mean.');
    const other = { ...before, id: 'other' };
    expect(diffText(compareFlows(side([before]), side([other])))).toBe(
      '- flow orders: orders, 3 steps\n\n+ flow other: orders, 3 steps',
    );
    expect(compareFlows(side([before], false), side([other], false))).toMatchObject([{ state: 'changed' }]);
  });

  it('shows what people wrote as code in a comment, whatever is in it', () => {
    const loud = (text: string): Flow => ({
      ...before,
      name: '@all ``` <img>',
      nodes: [node('map', 'map', { script: text })],
      edges: [],
    });
    const markdown = diffMarkdown(compareFlows(side([loud('a\n```\nb')]), side([loud('a\n```\nc')])));
    expect(markdown).toContain('````diff\n');
    expect(markdown).toMatch(/^<!-- lockstep-diff -->\n### Flows: 1 changed/);
    const added = diffMarkdown(compareFlows(side([]), side([loud('x')])));
    expect(added).toContain("`@all ''' <img>`");
  });
});

describe('lockstep diff', () => {
  let world: TestRuntime;
  let folder = '';
  beforeAll(async () => {
    [world, folder] = await Promise.all([startTestRuntime(), mkdtemp(join(tmpdir(), 'lockstep-diff-'))]);
  });
  afterAll(async () => {
    await world?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function diff(...args: readonly string[]) {
    const out: string[] = [];
    const err: string[] = [];
    const io = {
      env: { LOCKSTEP_URL: world.runtime.url },
      out: (text: string) => void out.push(text),
      err: (text: string) => void err.push(text),
      readStdin: async () => '',
    };
    const code = await runCommand(['diff', ...args], io);
    return { code, out: out.join('\n'), err: err.join('\n') };
  }

  it('compares files, folders, drafts and versions, and answers by exit code when asked', async () => {
    const [file, dir] = [join(folder, 'before.json'), join(folder, 'flows')];
    await writeFile(file, serialiseFlow(before));
    await writeFlowFolder(dir, before);
    expect(await diff(file, join(dir, 'orders'), '--exit-code')).toMatchObject({ code: 0, out: /No difference/ });
    await world.call(api.createFlow, { body: { flow: before } });
    const body = { flow: before, basedOn: 0, note: '', by: 'test' };
    expect(await world.call(api.publishFlow, { params: { flowId: 'orders' }, body })).toMatchObject({ ok: true });
    const { pins: _, settings: __, ...rest } = after;
    await world.call(api.saveDraft, {
      params: { flowId: 'orders' },
      body: { flow: { ...rest, settings: {} }, basedOn: 1 },
    });
    expect(await diff(dir, '@published', '--exit-code')).toMatchObject({ code: 0 });
    const changed = await diff('orders@1', 'orders@draft', '--exit-code', '--json');
    expect(changed).toMatchObject({ code: 1, err: '1 flow differs.' });
    expect(JSON.parse(changed.out)).toMatchObject({ different: true, flows: [{ flow: 'orders', state: 'changed' }] });
    expect(await diff('orders@1', 'orders@draft')).toMatchObject({ code: 0 });
    expect(await diff('ghost@1', file)).toMatchObject({ code: 1, err: /There is no flow "ghost"/ });
    expect(await diff('nowhere', file)).toMatchObject({ code: 1, err: 'There is no file or folder nowhere.' });
  });

  it('compares what a commit has with what lies there now', async () => {
    const root = join(folder, 'repository');
    const now = join(root, 'flows');
    execFileSync('git', ['init', '-q', root]);
    const git = (...args: readonly string[]) => execFileSync('git', ['-C', root, ...args]);
    await writeFlowFolder(join(root, 'flows'), before);
    git('add', '-A');
    git('-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-qm', 'one');
    await writeFlowFolder(join(root, 'flows'), { ...before, name: 'Renamed' });
    process.env.GIT_DIR = join(root, '.git');
    try {
      expect(await diff('HEAD:flows', now, '--exit-code')).toMatchObject({
        code: 1,
        out: '~ flow orders\n  ~ flow\n      name: "orders" -> "Renamed"',
      });
      expect(await diff('HEAD:flows/orders', join(now, 'orders'))).toMatchObject({ out: /Renamed/ });
      expect(await diff('HEAD:flows/', now)).toMatchObject({ code: 0 });
      expect(await diff('HEAD:elsewhere', now)).toMatchObject({ out: '+ flow orders: Renamed, 3 steps' });
      expect(await diff('ghost:flows', now)).toMatchObject({ code: 1, err: /git knows no commit "ghost"/ });
    } finally {
      delete process.env.GIT_DIR;
    }
  });
});
