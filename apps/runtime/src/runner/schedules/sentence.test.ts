import { expect, it } from 'vitest';
import { cronSentence } from './sentence.ts';

it.each([
  ['0 6 * * 1-5', 'At 06:00 on Monday to Friday, UTC'],
  ['30 2,14 * * *', 'At 02:30 and 14:30, UTC'],
  ['0 9 L * *', 'At 09:00 on the last day of the month, UTC'],
  ['0 9 1,15 JAN-MAR *', 'At 09:00 on day 1 and 15 of the month in January to March, UTC'],
  ['0 9 1 * MON', 'At 09:00 on day 1 of the month or Monday, UTC'],
  ['0 9 * 12 0,7', 'At 09:00 on Sunday and Sunday in December, UTC'],
  ['* * * * *', 'Every minute, UTC'],
  ['*/10 * * * *', 'Every 10 minutes, UTC'],
  ['5,35 * * * *', 'Minute 5 and 35 of every hour, UTC'],
  ['*/15 8-18 * * *', 'Every 15 minutes of hour 8 to 18, UTC'],
  ['*/10 * * * * *', 'Every 10 seconds, UTC'],
  ['0 9 * * MON#1', 'At 09:00 on MON#1, UTC'],
])('%s: %s', (cron, sentence) => {
  expect(cronSentence({ cron, timeZone: 'UTC' })).toBe(sentence);
});
