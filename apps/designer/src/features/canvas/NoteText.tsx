import { Square, SquareCheck } from 'lucide-react';
import { useMemo } from 'react';
import { type NoteBlock, type NoteSpan, readNote } from './model/note-text.ts';

/** The words of a note as they read. */
export function NoteText({ text }: { readonly text: string }) {
  const blocks = useMemo(() => readNote(text), [text]);
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own
    <Block key={index} block={block} />
  ));
}

function Block({ block: { kind, spans } }: { readonly block: NoteBlock }) {
  const words = spans.map((span, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: runs of words have no identity of their own
    <Span key={index} span={span} />
  ));
  switch (kind) {
    case 'heading':
      return <p className="font-semibold text-base">{words}</p>;
    case 'item':
      return <Item mark={<span aria-hidden="true">•</span>}>{words}</Item>;
    case 'task':
      return <Item mark={<Square size={13} aria-label="Open:" className="mt-0.5" />}>{words}</Item>;
    case 'done':
      return <Item mark={<SquareCheck size={13} aria-label="Done:" className="mt-0.5" />}>{words}</Item>;
    case 'text':
      return <p className="min-h-5 whitespace-pre-wrap break-words">{words}</p>;
    default:
      return kind satisfies never;
  }
}

function Item({ mark, children }: { readonly mark: React.ReactNode; readonly children: React.ReactNode }) {
  return (
    <p className="flex gap-1.5 pl-1">
      <span className="shrink-0">{mark}</span>
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}

function Span({ span: { text, style, href } }: { readonly span: NoteSpan }) {
  if (href !== undefined) {
    return (
      <a href={href} target="_blank" rel="noreferrer" className="nodrag text-accent-text underline">
        {text}
      </a>
    );
  }
  switch (style) {
    case 'bold':
      return <strong className="font-semibold">{text}</strong>;
    case 'italic':
      return <em>{text}</em>;
    case 'code':
      return <code className="rounded bg-surface/70 px-1 font-mono text-xs">{text}</code>;
    case undefined:
      return text;
    default:
      return style satisfies never;
  }
}
