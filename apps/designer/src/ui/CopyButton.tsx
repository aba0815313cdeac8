import { Braces, Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './Button.tsx';

export interface CopyButtonProps {
  /** What is copied; a function where making the text is work, done when somebody copies. */
  readonly text: string | (() => string);
  /** Name of the action: `Copy address`. */
  readonly label: string;
  /** `path`: where a value lies, not the value. */
  readonly kind?: 'value' | 'path';
}

/** Puts text on the clipboard and says so for two seconds. */
export function CopyButton({ text, label, kind = 'value' }: CopyButtonProps) {
  const Icon = kind === 'path' ? Braces : Copy;
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <IconButton
        size="sm"
        label={copied ? 'Copied' : label}
        icon={copied ? <Check size={14} className="text-ok" /> : <Icon size={14} />}
        onClick={async (event) => {
          event.stopPropagation();
          await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
          setCopied(true);
        }}
      />
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </>
  );
}
