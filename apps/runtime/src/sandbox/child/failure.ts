/**
 * What isolated-vm itself threw: a limit was met, or a promise was rejected and nobody handled it (the realm catches
 * everything else inside). A copy of the author's error at most, with text for `message` and `stack`.
 */
export function failureOf(error: unknown): { code: string; message: string; line?: number; column?: number } {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: '' };
  if (/execution timed out/.test(message)) return { code: 'TIMEOUT', message: 'The script took too long' };
  if (/memory limit|out of memory|heap space|isolate (?:was|is) (?:already )?disposed/i.test(message)) {
    return { code: 'MEMORY', message: 'The script used too much memory' };
  }
  const frame = /\n {4}at (?:[^\n]*\()?script:(\d{1,7}):(\d{1,7})\)?\n/.exec((stack ?? '').slice(0, 8000));
  const place = frame ? { line: Number(frame[1]), column: Number(frame[2]) } : {};
  return { code: 'SCRIPT_ERROR', message: `A promise failed and nothing handled it: ${plain(message)}`, ...place };
}

function plain(message: string): string {
  return message.slice(0, 1900).replace(/\p{C}+/gu, ' ');
}
