/** How a date is written in digits. `CC` is the century, so CCYY a year of four digits. */
export const DATE_PATTERNS = [
  'CCYYMMDD',
  'YYMMDD',
  'DDMMCCYY',
  'DDMMYY',
  'MMDDCCYY',
  'CCYY-MM-DD',
  'DD.MM.CCYY',
  'MM/DD/CCYY',
] as const;
export type DatePattern = (typeof DATE_PATTERNS)[number];

/** Years of two digits below this are of this century, the others of the last. @see X12 4010, element 373 before CCYYMMDD */
const PIVOT = 50;

/** ISO 8601 date of a written one, or `undefined` when there is no such day. */
export function readDate(text: string, pattern: DatePattern): string | undefined {
  if (text.length !== pattern.length) return undefined;
  const part = (letters: string): string => {
    const at = pattern.indexOf(letters);
    return at === -1 ? '' : text.slice(at, at + letters.length);
  };
  for (let at = 0; at < text.length; at += 1) {
    const isDigit = /[0-9]/.test(text.charAt(at));
    const wanted = pattern.charAt(at);
    if (/[A-Z]/.test(wanted) ? !isDigit : text.charAt(at) !== wanted) return undefined;
  }
  const short = part('YY');
  const century = part('CC') || (Number(short) < PIVOT ? '20' : '19');
  const iso = `${century}${short}-${part('MM')}-${part('DD')}`;
  return isDate(iso) ? iso : undefined;
}

/** An ISO 8601 date as the pattern writes it, or `undefined` when it is none, or its year does not fit into two digits. */
export function writeDate(iso: string, pattern: DatePattern): string | undefined {
  if (!isDate(iso)) return undefined;
  const year = Number(iso.slice(0, 4));
  if (!pattern.includes('CC') && (year < 1900 + PIVOT || year >= 2000 + PIVOT)) return undefined;
  return pattern
    .replace('CC', iso.slice(0, 2))
    .replace('YY', iso.slice(2, 4))
    .replace('MM', iso.slice(5, 7))
    .replace('DD', iso.slice(8, 10));
}

/** Whether a text is a day that exists: `2026-02-30` is not. */
export function isDate(iso: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}
