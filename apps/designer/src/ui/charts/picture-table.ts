import type { Picture } from '@lockstep/schema/api';
import { cellText } from './RowTable.tsx';
import { formatValue, formatWhen, weekOf } from './values.ts';

/** The numbers of a picture as a table: for whoever would rather read, and for screen readers. */
export interface PlainTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function plainTable(picture: Picture): PlainTable {
  switch (picture.kind) {
    case 'numbers':
      return table(
        ['What', 'How much', ''],
        picture.items.map(({ label, value, unit, note = '' }) => [label, formatValue(value, unit), note]),
      );
    case 'series':
      return table(
        ['Time', ...picture.series.map(({ name }) => name)],
        picture.times.flatMap((at, bin) => {
          const values = picture.series.map(({ values: all }) => all[bin] ?? null);
          return values.every((value) => value === null || value === 0)
            ? []
            : [[formatWhen(at), ...values.map((value) => formatValue(value, picture.unit))]];
        }),
      );
    case 'bullets':
      return table(
        ['What', 'Kept', 'Must be', 'Of'],
        picture.rows.map(({ label, share, target, total }) => [
          label,
          formatValue(share, 'share'),
          formatValue(target, 'share'),
          formatValue(total, 'count'),
        ]),
      );
    case 'bars':
      return table(
        ['What', 'Now', picture.beforeLabel ?? 'Before', ''],
        picture.rows.map(({ label, value, before, note = '' }) => [
          label,
          formatValue(value, picture.unit),
          before === undefined ? '–' : formatValue(before, picture.unit),
          note,
        ]),
      );
    case 'sankey': {
      const names = new Map(picture.nodes.map(({ id, label }) => [id, label]));
      return table(
        ['From', 'To', 'How many'],
        picture.links.map(({ from, to, value }) => [
          names.get(from) ?? from,
          names.get(to) ?? to,
          formatValue(value, 'count'),
        ]),
      );
    }
    case 'heatmap':
      return table(
        ['Time', 'Size', 'How many'],
        picture.columns.flatMap((at, column) =>
          picture.rows.flatMap((label, row) => {
            const n = picture.cells[row]?.[column] ?? 0;
            return n === 0 ? [] : [[formatWhen(at), label, formatValue(n, 'count')]];
          }),
        ),
      );
    case 'waterfall':
      return table(
        ['Stage', 'Usually', 'At worst (95 %)', 'Of'],
        picture.rows.map(({ label, p50, p95, n }) => [
          label,
          formatValue(p50, 'ms'),
          formatValue(p95, 'ms'),
          formatValue(n, 'count'),
        ]),
      );
    case 'cohorts':
      return table(
        ['From', 'Came in', ...picture.columns],
        picture.rows.map(({ at, total, shares }) => [
          formatWhen(at),
          formatValue(total, 'count'),
          ...shares.map((share) => formatValue(share, 'share')),
        ]),
      );
    case 'calendar':
      return table(
        ['Day', picture.of],
        picture.days.filter(({ value }) => value > 0).map(({ date, value }) => [date, formatValue(value, 'count')]),
      );
    case 'dots':
      return table(
        ['Where', 'What', 'How much'],
        picture.rows.flatMap(({ label, dots }) =>
          dots.map((dot) => [label, dot.label, formatValue(dot.value, picture.unit)]),
        ),
      );
    case 'scatter':
      return table(
        ['', picture.x.label, picture.y.label],
        picture.points.map(({ at, x, y }) => [
          formatWhen(at),
          formatValue(x, picture.x.unit),
          formatValue(y, picture.y.unit),
        ]),
      );
    case 'states':
      return table(
        ['What', 'State', 'From', 'To'],
        picture.rows.flatMap(({ label, segments }) =>
          segments.map(({ state, from, to }) => [label, state, formatWhen(from), formatWhen(to)]),
        ),
      );
    case 'boxes':
      return table(
        ['When', 'Of', '5 %', '25 %', 'Half', '75 %', '95 %'],
        picture.rows.map(({ at, n, p5, p25, p50, p75, p95 }) => [
          weekOf(at),
          formatValue(n, 'count'),
          ...[p5, p25, p50, p75, p95].map((value) => formatValue(value, picture.unit)),
        ]),
      );
    case 'rows':
      return table(
        picture.columns.map(({ label }) => label),
        picture.rows.map(({ cells }) => cells.map((cell, nr) => cellText(cell, picture.columns[nr]?.unit ?? 'text'))),
      );
    case 'work':
      return table(
        ['What', 'Stands at', 'Since', 'Why', 'Owner'],
        picture.rows.map(({ key, stage, since, cause, owner = '–' }) => [key, stage, formatWhen(since), cause, owner]),
      );
    default:
      return picture satisfies never;
  }
}

const table = (columns: readonly string[], rows: readonly (readonly string[])[]): PlainTable => ({ columns, rows });

/** Whether there is anything to draw. */
export function isEmpty(picture: Picture): boolean {
  switch (picture.kind) {
    case 'numbers':
      return picture.items.length === 0;
    case 'series':
      return picture.series.every(({ values }) => values.every((value) => value === null));
    case 'sankey':
      return picture.links.length === 0;
    case 'heatmap':
      return picture.cells.every((row) => row.every((n) => n === 0));
    case 'calendar':
      return picture.days.length === 0;
    case 'scatter':
      return picture.points.length === 0;
    default:
      return picture.rows.length === 0;
  }
}
