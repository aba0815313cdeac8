import type { Board } from '@lockstep/schema/api';
import { renderToStaticMarkup } from 'react-dom/server';
import { Report } from './Report.tsx';
import css from './report.css?inline';

export interface ReportInput {
  readonly boards: readonly Board[];
  /** Address of the runtime the numbers are of: links lead there. */
  readonly base: string;
  /** Epoch milliseconds. */
  readonly madeAt: number;
}

/** A page that stands alone: drawings and style within, no script, nothing fetched. */
export function renderReport({ boards, base, madeAt }: ReportInput): string {
  const body = renderToStaticMarkup(<Report boards={boards} base={base} madeAt={madeAt} />);
  const title = `Lockstep report ${new Date(madeAt).toISOString().slice(0, 10)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${css}</style>
</head>
<body>${body}</body>
</html>
`;
}
