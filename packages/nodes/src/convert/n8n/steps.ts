import type { Json } from '@lockstep/schema/run';
import { toDo } from '../draft.ts';
import { slugOf } from '../ids.ts';
import { compare, writeConditions } from './conditions.ts';
import { type Convert, drafted, original, writerOf } from './context.ts';
import { at, listAt, textAt } from './document.ts';
import { httpRequest } from './http.ts';
import { aggregate, limit, removeDuplicates, sort, summarize } from './lists.ts';
import { emailSend } from './mail.ts';
import { merge } from './merge.ts';
import { codeNode } from './script.ts';
import { set } from './set.ts';

const ifNode: Convert = ({ node, names }) => {
  const { code, unknown } = writeConditions(
    at(node.parameters, 'conditions'),
    names,
    textAt(node.parameters, 'combineOperation'),
  );
  return drafted('switch', { cases: [{ name: 'true', when: `=${code}` }] }, { unknown, ports: ['true', 'otherwise'] });
};

const filter: Convert = ({ node, names }) => {
  const { code, unknown } = writeConditions(
    at(node.parameters, 'conditions'),
    names,
    textAt(node.parameters, 'combineConditions'),
  );
  return drafted('filter', { when: `=${code}` }, { unknown, ports: ['pass'] });
};

const switchNode: Convert = ({ node, names }) => {
  const { parameters } = node;
  if (textAt(parameters, 'mode') === 'expression') {
    return toDo(node.name, ['It chooses its way by a number: write a condition for each way.', original(node)]);
  }
  const type = textAt(parameters, 'dataType') ?? 'string';
  const rules = [...listAt(parameters, 'rules.values'), ...listAt(parameters, 'rules.rules')];
  const unknown: string[] = [];
  const cases = rules.map((rule, nr) => {
    const test =
      rule.conditions === undefined
        ? compare(
            type,
            textAt(rule, 'operation') ?? (type === 'number' ? 'smaller' : 'equal'),
            at(parameters, 'value1'),
            rule.value2,
            names,
          )
        : writeConditions(rule.conditions, names);
    unknown.push(...test.unknown);
    return { name: `case ${nr + 1}`, when: `=${test.code}`, output: Number(rule.output ?? nr) };
  });
  if (cases.length === 0) return toDo(node.name, ['It has no rules yet.', original(node)]);
  const outputs = Math.max(...cases.map(({ output }) => output)) + 1;
  const ports = Array.from({ length: outputs }, (_, nr) => cases.find(({ output }) => output === nr)?.name);
  const isShared = new Set(cases.map(({ output }) => output)).size < cases.length;
  return drafted(
    'switch',
    { cases: cases.map(({ name, when }) => ({ name, when })) },
    {
      unknown,
      notes: isShared ? ['Several rules led to one way: draw the others to the same step.'] : [],
      needsWork: isShared,
      ports: [...ports, 'otherwise'],
    },
  );
};

const UNITS: Readonly<Record<string, number>> = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

const wait: Convert = (context) => {
  const { parameters } = context.node;
  const resume = textAt(parameters, 'resume') ?? 'timeInterval';
  const writer = writerOf(context);
  if (resume === 'webhook' || resume === 'form') {
    return drafted(
      'wait-for-callback',
      {},
      {
        notes: [
          'It waits at an address of its own for a day at most: give that address to the other system in a step before.',
        ],
        approximated: true,
        ports: ['received'],
      },
    );
  }
  if (resume === 'specificTime') {
    return drafted(
      'delay',
      { mode: 'until', until: writer.value(at(parameters, 'dateTime')) },
      { unknown: writer.unknown },
    );
  }
  const unit = UNITS[textAt(parameters, 'unit') ?? (context.node.typeVersion >= 1.1 ? 'seconds' : 'hours')] ?? 1_000;
  const amount = writer.value(at(parameters, 'amount') ?? (context.node.typeVersion >= 1.1 ? 5 : 1));
  const durationMs =
    typeof amount === 'string' && amount.startsWith('=')
      ? `=(${amount.slice(1)}) * ${unit}`
      : Math.round(Number(amount) * unit);
  return drafted('delay', { mode: 'for', durationMs }, { unknown: writer.unknown });
};

const respond: Convert = (context) => {
  const { parameters } = context.node;
  const writer = writerOf(context);
  const kind = textAt(parameters, 'respondWith') ?? 'firstIncomingItem';
  const body =
    kind === 'noData'
      ? { body: '' }
      : kind === 'firstIncomingItem' || kind === 'allIncomingItems'
        ? { body: `=${context.names.own}` }
        : { body: writer.value(at(parameters, 'responseBody') ?? '') };
  const parsed =
    kind === 'json' && typeof body.body === 'string' && !body.body.startsWith('=') ? parsedText(body.body) : body.body;
  const status = Number(at(parameters, 'options.responseCode') ?? 200);
  const headers = Object.fromEntries(
    listAt(parameters, 'options.responseHeaders.entries').map(({ name, value }) => [
      String(name),
      String(writer.value(value)),
    ]),
  );
  const isOther = kind === 'redirect' || kind === 'binary' || kind === 'jwt';
  return drafted(
    'respond',
    { status, headers, body: parsed },
    {
      unknown: writer.unknown,
      notes: isOther ? [original(context.node)] : [],
      needsWork: isOther,
    },
  );
};

function parsedText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

const executeWorkflow: Convert = ({ node }) => {
  const { parameters } = node;
  const name =
    textAt(parameters, 'workflowId.cachedResultName') ??
    textAt(parameters, 'workflowId.value') ??
    textAt(parameters, 'workflowId');
  const isKnown = name !== undefined && !name.startsWith('=');
  const waits = at(parameters, 'options.waitForSubWorkflow') !== false;
  return drafted(
    'call-flow',
    { flow: slugOf(isKnown ? name : node.name, 'flow'), mode: waits ? 'wait' : 'start' },
    {
      notes: ['Import the called workflow too, and choose it here.'],
      needsWork: !isKnown,
      approximated: true,
    },
  );
};

const stopAndError: Convert = (context) => {
  const writer = writerOf(context);
  const message = writer.value(at(context.node.parameters, 'errorMessage') ?? context.node.name);
  return drafted(
    'fail',
    { message: message === '' ? context.node.name : message },
    { unknown: writer.unknown, ports: [] },
  );
};

/** A page made of a template; reading one by CSS selectors has no counterpart. */
const html: Convert = (context) => {
  const { parameters } = context.node;
  if ((textAt(parameters, 'operation') ?? 'generateHtmlTemplate') !== 'generateHtmlTemplate')
    return toDo(`${context.node.name}: read the page`, [original(context.node)]);
  const writer = writerOf(context);
  const page = (textAt(parameters, 'html') ?? '').replace(/^=/, '');
  const value = writer.value(page.includes('{{') ? `=${page}` : page);
  return drafted('set-fields', { mode: 'only', fields: [{ path: 'html', value }] }, { unknown: writer.unknown });
};

const noOp: Convert = ({ node }) => drafted('log', { level: 'debug', message: node.name });

/** Nodes that do something in a flow, by their type. */
export const STEPS: ReadonlyMap<string, Convert> = new Map([
  ['set', set],
  ['if', ifNode],
  ['filter', filter],
  ['switch', switchNode],
  ['httpRequest', httpRequest],
  ['code', codeNode],
  ['function', codeNode],
  ['functionItem', codeNode],
  ['wait', wait],
  ['respondToWebhook', respond],
  ['executeWorkflow', executeWorkflow],
  ['stopAndError', stopAndError],
  ['noOp', noOp],
  ['html', html],
  ['emailSend', emailSend],
  ['merge', merge],
  ['aggregate', aggregate],
  ['limit', limit],
  ['removeDuplicates', removeDuplicates],
  ['sort', sort],
  ['summarize', summarize],
]);
