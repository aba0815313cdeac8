/** How a CSV file is written. Delimiter, quote and comment are one character each; `''` means there is none. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly quote: string;
  /** What makes a quote inside quotes a plain one: the quote itself (doubled, RFC 4180), or a backslash. */
  readonly escape: string;
  /** A line that begins with it is left out. */
  readonly comment: string;
  /** What ends a row: `lf` takes CRLF too; `cr` is the old Macintosh's. */
  readonly newline: 'lf' | 'cr';
}

/** Tried in this order, because a comma stands inside the values of other files more often than the others do. */
const CANDIDATES = ['\t', ';', '|', ','] as const;

/** Rows that are looked at before the delimiter is decided. */
const SAMPLE_ROWS = 20;

/**
 * Delimiter and newline of a text, from its first rows: the character that cuts all of them into the same number of
 * values, more than one; else the one that cuts the first row into most; else the comma.
 */
export function detectDialect(sample: string, known: Style): CsvDialect {
  const newline = newlineOf(sample, known);
  if (known.delimiter !== undefined) return { ...known, newline, delimiter: known.delimiter };
  const counts = countDelimiters(sample, known, newline);
  const even = CANDIDATES.find((_, at) => {
    const first = counts[0]?.[at] ?? 0;
    return first > 0 && counts.every((row) => row[at] === first);
  });
  const most = CANDIDATES.reduce<(typeof CANDIDATES)[number]>((best, candidate, at) => {
    const bestCount = counts[0]?.[CANDIDATES.indexOf(best)] ?? 0;
    return (counts[0]?.[at] ?? 0) > bestCount ? candidate : best;
  }, ',');
  return { ...known, newline, delimiter: even ?? most };
}

/** Whether a sample holds enough rows to tell its dialect. */
export function isEnoughSample(sample: string): boolean {
  let rows = 0;
  for (let at = sample.indexOf('\n'); at !== -1 && rows <= SAMPLE_ROWS; at = sample.indexOf('\n', at + 1)) rows += 1;
  return rows > SAMPLE_ROWS;
}

type Style = Omit<CsvDialect, 'delimiter' | 'newline'> & { readonly delimiter?: string | undefined };

/** Tells for one character after the other whether it belongs to a quoted value, quotes included. */
function quoting({ quote, escape: mark, delimiter }: Style): (char: string) => boolean {
  const opensBehind = new Set<string | undefined>([...CANDIDATES, '\n', '\r', '', delimiter]);
  let [isQuoted, isEscaped, before] = [false, false, ''];
  return (char) => {
    const previous = before;
    before = char;
    if (!isQuoted) {
      isQuoted = char === quote && opensBehind.has(previous);
      return isQuoted;
    }
    if (isEscaped) isEscaped = false;
    else if (mark !== quote && char === mark) isEscaped = true;
    // A doubled quote closes and opens again at once.
    else if (char === quote) {
      isQuoted = false;
      before = '';
    }
    return true;
  };
}

function newlineOf(sample: string, style: Style): CsvDialect['newline'] {
  const isInQuotes = quoting(style);
  for (let at = 0; at < sample.length; at += 1) {
    const char = sample.charAt(at);
    if (isInQuotes(char)) continue;
    if (char === '\n') return 'lf';
    if (char === '\r') return sample[at + 1] === '\n' || at + 1 === sample.length ? 'lf' : 'cr';
  }
  return 'lf';
}

/** How often each candidate stands outside quotes in each of the first rows; the last row only when it is the only one. */
function countDelimiters(sample: string, style: Style, newline: CsvDialect['newline']): readonly (readonly number[])[] {
  const end = newline === 'cr' ? '\r' : '\n';
  const isInQuotes = quoting(style);
  const rows: number[][] = [];
  let [row, isComment, length] = [CANDIDATES.map(() => 0), false, 0];
  for (let at = 0; at < sample.length && rows.length < SAMPLE_ROWS; at += 1) {
    const char = sample.charAt(at);
    const isQuoted = isInQuotes(char);
    if (char === end && !isQuoted) {
      if (length > 0 && !isComment) rows.push(row);
      [row, isComment, length] = [CANDIDATES.map(() => 0), false, 0];
      continue;
    }
    if (length === 0 && style.comment !== '' && char === style.comment) isComment = true;
    if (char !== '\r') length += 1;
    const candidate = isQuoted ? -1 : (CANDIDATES as readonly string[]).indexOf(char);
    if (candidate >= 0) row[candidate] = (row[candidate] ?? 0) + 1;
  }
  return rows.length === 0 ? [row] : rows;
}
