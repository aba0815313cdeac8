/** A run of words in a note. */
export interface NoteSpan {
  readonly text: string;
  readonly style?: 'bold' | 'italic' | 'code';
  /** Absolute http(s) or mailto address. */
  readonly href?: string;
}

export interface NoteBlock {
  readonly kind: 'heading' | 'item' | 'task' | 'done' | 'text';
  readonly spans: readonly NoteSpan[];
}

/**
 * A few marks of Markdown, one block a line: `# heading`, `- item`, `- [ ] task`, `- [x] done`, `**bold**`, `*italic*`, `` `code` ``,
 * `[words](https://...)` and bare addresses. Anything else is text, so a note never breaks; nothing in it is ever HTML.
 */
export function readNote(text: string): readonly NoteBlock[] {
  return text.split('\n').map((line): NoteBlock => {
    const heading = /^#{1,3}\s+(.*)$/.exec(line);
    if (heading) return { kind: 'heading', spans: spansOf(heading[1] ?? '') };
    const task = /^\s*[-*]\s+\[([ xX])\]\s+(.*)$/.exec(line);
    if (task) return { kind: task[1] === ' ' ? 'task' : 'done', spans: spansOf(task[2] ?? '') };
    const item = /^\s*[-*]\s+(.*)$/.exec(line);
    if (item) return { kind: 'item', spans: spansOf(item[1] ?? '') };
    return { kind: 'text', spans: spansOf(line) };
  });
}

const ADDRESS = String.raw`(?:https?:\/\/|mailto:)[^\s<>()]+`;
const MARK = new RegExp(
  `${String.raw`\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|`}\`([^\`]+)\`${String.raw`|\[([^\]]+)\]\((${ADDRESS})\)|(${ADDRESS})`}`,
  'g',
);

function spansOf(line: string): readonly NoteSpan[] {
  const spans: NoteSpan[] = [];
  let at = 0;
  for (const match of line.matchAll(MARK)) {
    const [whole, bold, italic, code, words, href, bare] = match;
    if (match.index > at) spans.push({ text: line.slice(at, match.index) });
    if (bold !== undefined) spans.push({ text: bold, style: 'bold' });
    else if (italic !== undefined) spans.push({ text: italic, style: 'italic' });
    else if (code !== undefined) spans.push({ text: code, style: 'code' });
    else if (words !== undefined && href !== undefined) spans.push({ text: words, href });
    else if (bare !== undefined) spans.push({ text: bare, href: bare });
    at = match.index + whole.length;
  }
  if (at < line.length) spans.push({ text: line.slice(at) });
  return spans;
}
