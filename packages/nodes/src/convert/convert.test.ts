import { Flow, validateFlow } from '@lockstep/schema/graph';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../catalogue.ts';
import { type Conversion, convertFlow, countOutcomes } from './index.ts';
import { n8nWorkflow } from './n8n-workflow.testing.ts';
import { nodeRedFlows } from './node-red-flows.testing.ts';

function converted(document: unknown): Conversion {
  const found = convertFlow(document);
  if ('problem' in found) throw new Error(found.problem);
  expect(Flow.parse(found.flow)).toEqual(found.flow);
  return found;
}
const params = ({ flow }: Conversion, id: string) => flow.nodes.find((node) => node.id === id)?.params;
const outcome = ({ report }: Conversion, name: string) => report.find((each) => each.name === name)?.outcome;

describe('a workflow of n8n', () => {
  const found = converted(n8nWorkflow);

  it('becomes a draft whose only faults are what a person was told to do', () => {
    expect([found.from, found.flow.id, found.flow.name]).toEqual(['n8n', 'order-intake-v2', 'Order intake (v2)']);
    expect(validateFlow(found.flow, catalogue).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(found.flow.layout.notes).toMatchObject([{ text: '## Orders', width: 300 }]);
  });

  it('tells of every node, and guesses nothing in silence', () => {
    expect(countOutcomes(found.report)).toEqual({ converted: 8, approximated: 2, 'needs-work': 1, 'left-out': 0 });
    expect(found.report.find(({ name }) => name === 'Tell the team')).toMatchObject({
      outcome: 'needs-work',
      node: 'tell-the-team',
      notes: [expect.stringContaining('Was microsoftTeams')],
    });
    expect(params(found, 'tell-the-team')?.script).toContain('To do: Tell the team');
  });

  it('finds things where they are here: the body of a webhook, the answer of a request, other steps', () => {
    expect(params(found, 'look-up')).toMatchObject({
      method: 'POST',
      url: '="https://erp.example/orders/" + (input.id)',
      query: { shop: '=trigger.query.shop' },
      body: { id: '=input.id', total: '=input.total * 2', by: 'n8n' },
    });
    expect(params(found, 'is-it-large')).toEqual({
      cases: [
        { name: 'true', when: '=(Number(input.body.total) > 100) && (String(steps.webhook.country ?? \'\') === "DE")' },
      ],
    });
    expect(params(found, 'fields')).toEqual({
      mode: 'only',
      fields: [
        { path: 'text', value: '="Order " + (steps.webhook.id) + " of " + (input.body.total)' },
        { path: 'checked', value: true },
      ],
    });
  });

  it('keeps retries, time limits and ways out', () => {
    const policy = found.flow.nodes.find(({ id }) => id === 'look-up')?.policy;
    expect(policy).toMatchObject({ timeoutMs: 5000, retry: { maxAttempts: 4 } });
    expect(found.flow.edges).toContainEqual({ from: 'is-it-large', port: 'true', to: 'fields' });
  });

  it('draws a split list as a scope that ends where it is gathered', () => {
    const scoped = found.flow.nodes.filter(({ scope }) => scope === 'each-line').map(({ id }) => id);
    expect([params(found, 'each-line'), scoped]).toEqual([{ items: '=input.body.lines' }, ['say-it']]);
    expect(found.flow.edges).toContainEqual({ from: 'each-line', port: 'done', to: 'together' });
  });

  it('says what it cannot say, and where a circle was', () => {
    const loop = converted({
      name: 'Loop',
      nodes: [
        { name: 'Go', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
        {
          name: 'A',
          type: 'n8n-nodes-base.set',
          typeVersion: 3.4,
          parameters: { assignments: { assignments: [{ name: 'at', value: '={{ $now.weekdayLong }}' }] } },
        },
        { name: 'B', type: 'n8n-nodes-base.noOp', parameters: {} },
      ],
      connections: {
        Go: { main: [[{ node: 'A' }]] },
        A: { main: [[{ node: 'B' }]] },
        B: { main: [[{ node: 'A' }]] },
      },
    });
    expect(loop.flow.edges).toHaveLength(2);
    expect([outcome(loop, 'A'), outcome(loop, 'B')]).toEqual(['needs-work', 'needs-work']);
    expect(loop.report.find(({ name }) => name === 'A')?.notes.join()).toContain('$now.weekdayLong');
  });

  it.each([
    [{ field: 'hours', hoursInterval: 2, triggerAtMinute: 15 }, '15 */2 * * *'],
    [{ field: 'days', triggerAtHour: 7 }, '0 7 * * *'],
    [{ triggerAtHour: 7 }, '0 7 * * *'],
    [{ field: 'weeks', triggerAtDay: [1, 5], triggerAtHour: 6 }, '0 6 * * 1,5'],
    [{ field: 'minutes', minutesInterval: 10 }, '*/10 * * * *'],
    [{ field: 'cronExpression', expression: '0 5 * * 1' }, '0 5 * * 1'],
  ])('a schedule %j is %s', (rule, cron) => {
    const { flow } = converted({
      nodes: [{ name: 'S', type: 'n8n-nodes-base.scheduleTrigger', parameters: { rule: { interval: [rule] } } }],
    });
    expect(flow.nodes[0]?.params).toEqual({ cron });
  });
});

describe('a flow of Node-RED', () => {
  const found = converted([
    { id: 't', type: 'tab', label: 'Stock' },
    { id: 'a', type: 'http in', z: 't', url: '/Stock', method: 'post', x: 100, y: 80, wires: [['b', 'l']] },
    {
      id: 'b',
      type: 'switch',
      z: 't',
      name: 'Enough?',
      property: 'payload.count',
      propertyType: 'msg',
      checkall: 'false',
      rules: [{ t: 'gte', v: '10', vt: 'num' }, { t: 'else' }],
      wires: [['c'], ['d']],
    },
    {
      id: 'c',
      type: 'change',
      z: 't',
      name: 'Mark',
      rules: [
        { t: 'set', p: 'payload.enough', pt: 'msg', to: 'true', tot: 'bool' },
        { t: 'set', p: 'payload.sku', pt: 'msg', to: 'payload.id', tot: 'msg' },
      ],
      wires: [['e']],
    },
    {
      id: 'd',
      type: 'http request',
      z: 't',
      name: 'Order',
      method: 'POST',
      url: 'https://erp.example/{{payload.id}}',
      wires: [['f']],
    },
    { id: 'e', type: 'http response', z: 't', statusCode: '201', wires: [] },
    {
      id: 'f',
      type: 'function',
      z: 't',
      name: 'Read',
      func: 'msg.payload = msg.payload.ok;\nreturn msg;',
      outputs: 1,
      wires: [['e']],
    },
    { id: 'l', type: 'link out', z: 't', links: ['m'], wires: [] },
    { id: 'm', type: 'link in', z: 't', wires: [['n']] },
    { id: 'n', type: 'mqtt out', z: 't', name: 'Publish', topic: 'stock', wires: [] },
    { id: 'o', type: 'comment', z: 't', name: 'What it does', info: 'Counts', wires: [] },
    { id: 'cfg', type: 'mqtt-broker', name: 'broker' },
  ]);

  it('becomes a draft: links are followed, the payload is the message, what is unknown says so', () => {
    expect([found.from, found.flow.name]).toEqual(['node-red', 'Stock']);
    expect(validateFlow(found.flow, catalogue).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(params(found, 'enough')).toEqual({ cases: [{ name: 'case 1', when: '=input.count >= 10' }] });
    expect(params(found, 'mark')).toMatchObject({
      fields: [
        { path: 'enough', value: true },
        { path: 'sku', value: '=input.id' },
      ],
    });
    expect(params(found, 'order')?.url).toBe('="https://erp.example/" + String(input.id ?? \'\')');
    expect(params(found, 'read')?.script).toContain('payload: input.body');
    expect(found.flow.edges).toContainEqual({ from: 'http-in-stock', port: 'out', to: 'publish' });
    expect(found.flow.edges).toContainEqual({ from: 'enough', port: 'otherwise', to: 'order' });
    expect(outcome(found, 'Publish')).toBe('approximated');
    expect(found.report).toHaveLength(10);
  });
});

describe('flows of a shop in Node-RED', () => {
  const found = converted(nodeRedFlows);
  const script = (id: string) => String(params(found, id)?.script);

  it('convert, but for what a run of Lockstep has no counterpart of', () => {
    expect(validateFlow(found.flow, catalogue).filter(({ severity }) => severity === 'error')).toEqual([]);
    const open = found.report.filter((each) => each.outcome === 'needs-work').map(({ name }) => name);
    expect(open).toEqual(['Each', 'Together', 'Keep']);
    expect(1 - open.length / found.report.length).toBeGreaterThan(0.8);
  });

  it('lead what failed to what caught it, and what was done to what waited for it', () => {
    const ways = found.flow.edges.filter(({ to }) => to === 'mark' || to === 'publish');
    expect(ways.map(({ from, port, to }) => `${from} ${port} ${to}`)).toEqual([
      'get-stock error mark',
      'rows error mark',
      'sum error mark',
      'post-to-erp out publish',
    ]);
    expect(found.report.find(({ name }) => name === 'Failed')).toMatchObject({
      outcome: 'approximated',
      notes: [expect.stringContaining('3 steps lead to what followed it')],
    });
  });

  it('name the connection of a broker, and what it has to be', () => {
    expect(params(found, 'speed')).toEqual({ connection: 'floor', filter: 'belts/+/speed' });
    expect(found.report.find(({ name }) => name === 'Speed')?.notes.join()).toContain('floor.example:1883');
  });

  it('move and delete parts of a message, and find it where the step before puts it', () => {
    expect(script('rename')).toContain(
      'const moved = msg.payload?.customer?.mail; delete msg.payload?.customer?.mail;',
    );
    expect(script('rename')).toContain(
      'msg.payload ??= {}; msg.payload.contact ??= {}; msg.payload.contact.email = moved;',
    );
    expect(params(found, 'rows')).toMatchObject({
      content: '=input.body',
      delimiter: 'semicolon',
      header: 'first-row',
    });
    expect(script('sum')).toContain('payload: input.rows');
    expect(script('percent')).toContain('const value = input.body;');
  });
});

it('draws what Node-RED splits and joins as a scope', () => {
  const wired = (id: string, type: string, to: readonly string[], more: object = {}) => ({
    ...{ id, type, z: 't', name: id, wires: [to] },
    ...more,
  });
  const found = converted([
    { id: 't', type: 'tab', label: 'Lines' },
    wired('begin', 'inject', ['parts']),
    wired('parts', 'split', ['each'], { splt: '\\n', spltType: 'str', arraySplt: 1 }),
    wired('each', 'function', ['gather'], { func: 'return msg;', outputs: 1 }),
    wired('gather', 'join', ['order'], { mode: 'custom', build: 'array' }),
    wired('order', 'sort', [], { target: 'payload', targetType: 'msg', msgKeyType: 'elem', as_num: true }),
    wired('alone', 'join', [], { mode: 'custom', build: 'array' }),
  ]);
  expect(validateFlow(found.flow, catalogue).filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(found.flow.nodes.find(({ id }) => id === 'each')?.scope).toBe('parts');
  expect(found.flow.edges).toContainEqual({ from: 'parts', port: 'done', to: 'gather' });
  expect(params(found, 'parts')?.items).toMatch(/String\(input\)\.split\("\\n"\)$/);
  expect(params(found, 'gather')?.script).toContain('return input.results;');
  expect(params(found, 'order')?.script).toContain('input.toSorted(');
  expect([outcome(found, 'gather'), outcome(found, 'alone')]).toEqual(['approximated', 'needs-work']);
});

it('refuses what is neither, in a sentence', () => {
  for (const document of [
    null,
    5,
    'text',
    {},
    { nodes: [] },
    [],
    [{ id: 'x', type: 'tab' }],
    { nodes: [{ no: 'name' }] },
  ]) {
    expect(convertFlow(document)).toMatchObject({ problem: expect.stringMatching(/export/) });
  }
});

it('never throws, and always gives a flow that can be read, whatever stands in the parameters', () => {
  const types = [
    'webhook',
    'httpRequest',
    'set',
    'if',
    'switch',
    'code',
    'merge',
    'splitOut',
    'splitInBatches',
    'wait',
    'aggregate',
    'cron',
    'slack',
    'respondToWebhook',
  ];
  const words = "$now|.first()|.plus(|$ifEmpty(|$json|{{|}}|'|\"|`|(|)|[|]|,|/|.round(2)|$('A').all()|MOMENT(|x".split(
    '|',
  );
  const expression = fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((parts) => `=${parts.join('')}`);
  const nodes = fc.array(
    fc.record({
      name: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
      type: fc.constantFrom(...types).map((type) => `n8n-nodes-base.${type}`),
      typeVersion: fc.constantFrom(1, 2, 3, 4.2),
      parameters: fc.dictionary(
        fc.constantFrom(
          'conditions',
          'rules',
          'values',
          'assignments',
          'url',
          'jsCode',
          'path',
          'options',
          'amount',
          'jsonBody',
        ),
        fc.oneof(fc.jsonValue(), expression),
      ),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const links = fc.array(
    fc.tuple(fc.constantFrom('A', 'B', 'C', 'D', 'E'), fc.nat(2), fc.constantFrom('A', 'B', 'C', 'D', 'E')),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(nodes, links, (given, wires) => {
      const named = [...new Map(given.map((node) => [node.name, node])).values()];
      const connections: Record<string, { main: { node: string }[][] }> = {};
      for (const [from, output, to] of wires) {
        connections[from] ??= { main: [[], [], []] };
        connections[from]?.main[output]?.push({ node: to });
      }
      const { flow, report } = converted({ name: 'x', nodes: named, connections });
      expect([flow.nodes.length, report.length]).toEqual([named.length, named.length]);
    }),
  );
});

it.each([
  ['GET', 'converted'],
  ['DELETE', 'converted'],
  ['HEAD', 'approximated'],
] as const)('a door that took %s takes it here too, where there are such doors', (method, became) => {
  const parameters = { path: 'stock', httpMethod: method };
  const n8n = converted({
    nodes: [{ name: 'Stock', type: 'n8n-nodes-base.webhook', typeVersion: 2, parameters }],
    connections: {},
  });
  const red = converted([
    { id: 't', type: 'tab', label: 'T' },
    { id: 'a', type: 'http in', z: 't', name: 'Stock', url: '/stock', method: method.toLowerCase(), wires: [[]] },
  ]);
  for (const found of [n8n, red]) {
    expect(outcome(found, 'Stock')).toBe(became);
    expect(params(found, 'stock')?.method).toBe(became === 'converted' ? method : undefined);
  }
});
