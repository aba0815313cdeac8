/**
 * Rows of the file to the contract `inventory`, and those that make no sense, with their line and why. The row of totals is no data: it
 * tells whether rows are missing. Times are those of Berlin, without a zone, as the tills write them.
 */
export const toInventory = `type Row = Record<string, any>;

/** Summer time of the European Union: from the last Sunday of March to that of October, at one o'clock UTC. */
function isSummer(utc: number): boolean {
  const year = new Date(utc).getUTCFullYear();
  const lastSunday = (month: number) => {
    const last = new Date(Date.UTC(year, month + 1, 0, 1));
    return last.getTime() - last.getUTCDay() * 86_400_000;
  };
  return utc >= lastSunday(2) && utc < lastSunday(9);
}

function momentOf(text: string): number | undefined {
  const [, day, month, year, hour, minute] = /^(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4}) (\\d{1,2}):(\\d\\d)$/.exec(text) ?? [];
  if (day === undefined) return undefined;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  if (new Date(local).getUTCDate() !== Number(day) || Number(hour) > 23 || Number(minute) > 59) return undefined;
  const winter = local - 3_600_000;
  return isSummer(winter - 3_600_000) ? winter - 3_600_000 : winter;
}

export default function map(input: { rows: Row[]; issues: Row[]; issueCount: number }) {
  const good: Row[] = [];
  const bad: Row[] = input.issues.map(({ line, message }) => ({ line, reason: message }));
  const skipped = [...input.issues.map(({ line }) => line)].sort((a, b) => a - b);
  let sum = 0;
  let line = 1;
  for (const row of input.rows) {
    line += 1;
    // Rows that could not be read have lines of their own.
    while (skipped[0] === line) { skipped.shift(); line += 1; }
    const { Filiale: store, Artikelnr: sku, Bestand: onHand, Reserviert: held, Stand: at } = row;
    if (/^(summe|gesamt|total)\\b/i.test(store ?? '') && !sku) {
      const isOther = input.issueCount === 0 && onHand !== null && Math.abs(onHand - sum) > 0.0005;
      if (isOther) bad.push({ line, reason: 'The totals say ' + onHand + ', the rows come to ' + Number(sum.toFixed(3)) + '.' });
      continue;
    }
    sum += onHand ?? 0;
    const moment = momentOf(at ?? '');
    const wrong = !store ? 'Filiale is empty.'
      : !sku ? 'Artikelnr is empty.'
      : onHand === null || onHand === undefined ? 'Bestand is empty.'
      : moment === undefined ? 'Stand "' + (at ?? '') + '" is no day and time such as 27.11.2026 02:15.'
      : undefined;
    if (wrong !== undefined) {
      bad.push({ line, reason: wrong, row });
      continue;
    }
    const reserved = held ?? 0;
    good.push({
      sku,
      location: store,
      available: Number((onHand - reserved).toFixed(3)),
      onHand,
      reserved,
      asOf: new Date(moment as number).toISOString(),
      // Minutes: rises with each count of an article in a store.
      version: Math.floor((moment as number) / 60_000),
      reason: 'count',
    });
  }
  return { good, bad };
}
`;
