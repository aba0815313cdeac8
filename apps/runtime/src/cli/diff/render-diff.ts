import {
  type ComparedFlow,
  isDifferent,
  type SurroundingDifference,
  type ToldChange,
  type ToldField,
  tellChanges,
  tellSurrounding,
} from '@lockstep/schema/environments';
import type { DiffLine } from '@lockstep/schema/graph';

/** By which a program finds the comment it wrote before. */
export const MARK = '<!-- lockstep-diff -->';

/** For the terminal. */
export function diffText(flows: readonly ComparedFlow[], around: readonly SurroundingDifference[] = []): string {
  if (!flows.some(isDifferent) && around.length === 0) return 'No difference in what the flows mean.';
  return [...flows.map(flowText), ...around.map(aroundText)].join('\n\n');
}

function aroundText(difference: SurroundingDifference): string {
  const { sign, text, lines } = tellSurrounding(difference);
  return [`${sign} ${text}`, ...lines.map((line) => `    ${line}`)].join('\n');
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
export function diffMarkdown(flows: readonly ComparedFlow[], around: readonly SurroundingDifference[] = []): string {
  const different = flows.filter(isDifferent);
  if (different.length + around.length === 0) return `${MARK}\n### Flows\n\nNo difference in what the flows mean.\n`;
  const rows = different.map((flow) => ('changes' in flow ? changedMarkdown(flow) : wholeMarkdown(flow)));
  const more = around.map(aroundMarkdown);
  const head = `### Flows: ${different.length} changed${more.length === 0 ? '' : `, contracts and tables: ${more.length}`}`;
  return `${MARK}\n${head}\n\n${[...rows, ...more].join('\n\n')}\n`;
}

function aroundMarkdown(difference: SurroundingDifference): string {
  const { text, lines } = tellSurrounding(difference);
  const verb = difference.state === 'changed' ? '' : ` ${difference.state}`;
  return [`**${code(text)}${verb}**`, '', ...lines.map((line) => `- ${code(line)}`)].join('\n').trimEnd();
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
