import type { PostgresType } from 'postgres';

/** How values of PostgreSQL become JSON that loses nothing. Numbers of any size (`numeric`, `int8`) are text by themselves. */
export const plainTypes: Readonly<Record<string, PostgresType>> = {
  /** date, time, timestamp, timetz, interval: the text of PostgreSQL. */
  date: {
    to: 25,
    from: [1082, 1083, 1114, 1266, 1186],
    serialize: String,
    parse: (text: string) => text.replace(' ', 'T'),
  },
  instant: {
    to: 1184,
    from: [1184],
    serialize: String,
    parse: (text: string) => {
      const at = new Date(text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00'));
      return Number.isNaN(at.getTime()) ? text : at.toISOString();
    },
  },
  bytea: {
    to: 17,
    from: [17],
    serialize: (text: string) => `\\x${Buffer.from(text, 'base64').toString('hex')}`,
    parse: (text: string) => Buffer.from(text.slice(2), 'hex').toString('base64'),
  },
};
