import type { DiffLine } from '@lockstep/schema/graph';
import { type ToldChange, type ToldField, tellChanges } from './change-words.ts';
import { type ComparedFlow, isDifferent } from './compare-flows.ts';

/** By which a program finds the comment it wrote before. */
export const MARK = '<!-- lockstep-diff -->';

/** For the terminal. */
export function diffText(flows: readonly ComparedFlow[]): string {
  if (!flows.some(isDifferent)) return 'No difference in what the flows mean.';
  return flows.map(flowText).join('\n\n');
}

function flowText(flow: ComparedFlow): string {
  if (!('changes' in flow)) {
    const sign = flow.state === 'added' ? '+' : '-';
    return `${sign} flow ${flow.flow.id}: ${flow.flow.name}, ${steps(flow.flow.nodes.length)}`;
  }
  const lines = tellChanges(flow).flatMap(({ sign, text, fields }) => [
    `  ${sign} ${text}`,
    ...fields.flatMap((field) =>
      field.lines
        ? [`      ${field.name}:`, ...field.lines.map((line) => `        ${lineText(line)}`)]
        : [`      ${field.name}: ${field.before} -> ${field.after}`],
    ),
  ]);
  return [`${flow.state === 'moved' ? '=' : '~'} flow ${flow.after.id}${onlyMoved(flow)}`, ...lines].join('\n');
}

/** For a comment of a pull request. What people wrote is shown as code: it cannot call anybody or draw anything. */
export function diffMarkdown(flows: readonly ComparedFlow[]): string {
  const different = flows.filter(isDifferent);
  if (different.length === 0) return `${MARK}\n### Flows\n\nNo difference in what the flows mean.\n`;
  const rows = different.map((flow) => ('changes' in flow ? changedMarkdown(flow) : wholeMarkdown(flow)));
  return `${MARK}\n### Flows: ${different.length} changed\n\n${rows.join('\n\n')}\n`;
}

function wholeMarkdown({ state, flow }: Extract<ComparedFlow, { readonly flow: unknown }>): string {
  return `**${code(flow.id)} ${state}**: ${code(flow.name)}, ${steps(flow.nodes.length)}`;
}

function changedMarkdown(flow: Extract<ComparedFlow, { readonly changes: unknown }>): string {
  const changes = tellChanges(flow);
  const lines = changes.flatMap((change) => [`- ${words(change)}`, ...change.fields.map(fieldMarkdown)]);
  return [`**${code(flow.after.id)} changed**`, '', ...lines].join('\n');
}

function words({ sign, text }: ToldChange): string {
  const verb = { '+': 'added', '-': 'removed', '~': 'changed' }[sign];
  return `${verb} ${code(text)}`;
}

function fieldMarkdown({ name, before, after, lines }: ToldField): string {
  if (!lines) return `  - ${code(name)}: ${code(before)} → ${code(after)}`;
  const body = lines.map(lineText);
  const longest = Math.max(2, ...body.flatMap((line) => [...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  const fence = '`'.repeat(longest + 1);
  return [`  - ${code(name)}:`, '', `${fence}diff`, ...body, fence, '']
    .map((line) => (line ? `    ${line}` : ''))
    .join('\n');
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll(/\s+/g, ' ')}\``;
}

function lineText({ kind, text }: DiffLine): string {
  return kind === 'gap' ? '…' : `${{ added: '+', removed: '-', same: ' ' }[kind]}${text}`;
}

function onlyMoved({ state }: ComparedFlow): string {
  return state === 'moved' ? ': only moved on the canvas' : '';
}

const steps = (many: number) => `${many} ${many === 1 ? 'step' : 'steps'}`;
