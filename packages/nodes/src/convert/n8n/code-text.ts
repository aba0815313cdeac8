/** The text of an expression with what stands in quotes and in regular expressions blanked out, each character in its place. */
export function blankTexts(code: string): string {
  let out = '';
  for (let at = 0; at < code.length; ) {
    const end = endOfText(code, at);
    out += end > at + 1 ? `${code[at]}${' '.repeat(end - at - 2)}${code[end - 1]}` : code[at];
    at = Math.max(end, at + 1);
  }
  return out;
}

/** Behind the quoted text or regular expression that begins at `at`; `at` where none does. */
function endOfText(code: string, at: number): number {
  const quote = code[at] as string;
  const isRegex = quote === '/' && /(?:^|[(,=:[!&|?{};])\s*$/.test(code.slice(0, at));
  if (!(isRegex || quote === "'" || quote === '"' || quote === '`')) return at;
  for (let end = at + 1; end < code.length; end += 1) {
    if (code[end] === '\\') end += 1;
    else if (code[end] === quote) return end + 1;
  }
  return at;
}

const OPENS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Place of the bracket that closes the one at `open`, in blanked text; undefined where none does. */
export function closing(blank: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < blank.length; at += 1) {
    const char = blank[at] as string;
    if ('([{'.includes(char)) depth += 1;
    else if (char in OPENS) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return undefined;
}

function opening(blank: string, close: number): number | undefined {
  let depth = 0;
  for (let at = close; at >= 0; at -= 1) {
    const char = blank[at] as string;
    if (char in OPENS) depth += 1;
    else if ('([{'.includes(char)) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return undefined;
}

/** Where the value begins on which the method at `dot` is called: `a.b(c)[0]` of `x + a.b(c)[0].first()`. */
export function receiverStart(blank: string, dot: number): number | undefined {
  let at = skipBlanks(blank, dot);
  for (;;) {
    const last = blank[at - 1];
    if (last === undefined) return undefined;
    if (last === "'" || last === '"' || last === '`') {
      const open = blank.lastIndexOf(last, at - 2);
      return open < 0 ? undefined : open;
    }
    if (last === ')' || last === ']') {
      const open = opening(blank, at - 1);
      if (open === undefined) return undefined;
      at = open;
      const before = skipBlanks(blank, at);
      if (!/[\w$)\]]/.test(blank[before - 1] ?? '')) {
        if (!blank.slice(0, at).endsWith('?.')) return at;
        at -= 2;
      }
      continue;
    }
    const word = /[\w$]+$/.exec(blank.slice(0, at))?.[0];
    if (word === undefined) return undefined;
    at -= word.length;
    const link = /\s*\??\.\s*$/.exec(blank.slice(0, at))?.[0];
    if (link === undefined) {
      const made = /\bnew\s+$/.exec(blank.slice(0, at))?.[0];
      return at - (made?.length ?? 0);
    }
    at = skipBlanks(blank, at - link.length);
  }
}

function skipBlanks(blank: string, at: number): number {
  return at - (/\s*$/.exec(blank.slice(0, at))?.[0].length ?? 0);
}

/** The parts between commas that stand outside of brackets and quotes. */
export function splitArguments(code: string): readonly string[] {
  const blank = blankTexts(code);
  const parts: string[] = [];
  let [from, depth] = [0, 0];
  for (let at = 0; at < blank.length; at += 1) {
    const char = blank[at] as string;
    if ('([{'.includes(char)) depth += 1;
    else if (char in OPENS) depth -= 1;
    else if (char === ',' && depth === 0) {
      parts.push(code.slice(from, at).trim());
      from = at + 1;
    }
  }
  const last = code.slice(from).trim();
  return last === '' && parts.length === 0 ? [] : [...parts, last];
}
