/**
 * A command line as words, as a POSIX shell takes it apart: quotes, `$'...'` with escapes, backslashes, lines that go on. Nothing is expanded.
 * `undefined` when a quote is not closed.
 */
export function shellWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  const add = (text: string) => {
    word = (word ?? '') + text;
  };
  while (at < line.length) {
    const char = line.charAt(at);
    if (char === '\\') {
      const next = line.charAt(at + 1);
      if (next === '\r' && line.charAt(at + 2) === '\n') at += 1;
      else if (next !== '\n') add(next);
      at += 2;
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      at += 1;
    } else if (char === "'") {
      const end = line.indexOf("'", at + 1);
      if (end === -1) return undefined;
      add(line.slice(at + 1, end));
      at = end + 1;
    } else if (char === '"' || (char === '$' && line.charAt(at + 1) === "'")) {
      const quoted = char === '"' ? doubleQuoted(line, at + 1) : ansiQuoted(line, at + 2);
      if (quoted === undefined) return undefined;
      add(quoted.text);
      at = quoted.end;
    } else {
      add(char);
      at += 1;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

interface Quoted {
  readonly text: string;
  /** Behind the closing quote. */
  readonly end: number;
}

function doubleQuoted(line: string, start: number): Quoted | undefined {
  let text = '';
  for (let at = start; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === '"') return { text, end: at + 1 };
    if (char === '\\' && /["\\$`\n]/.test(line.charAt(at + 1))) {
      at += 1;
      if (line.charAt(at) !== '\n') text += line.charAt(at);
    } else text += char;
  }
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0' };

function ansiQuoted(line: string, start: number): Quoted | undefined {
  let text = '';
  for (let at = start; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === "'") return { text, end: at + 1 };
    if (char !== '\\') {
      text += char;
      continue;
    }
    const code = /^\\(?:u([0-9a-fA-F]{1,4})|x([0-9a-fA-F]{1,2}))/.exec(line.slice(at, at + 6));
    if (code) {
      text += String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? '0', 16));
      at += code[0].length - 1;
    } else {
      at += 1;
      const next = line.charAt(at);
      text += ESCAPES[next] ?? next;
    }
  }
  return undefined;
}
