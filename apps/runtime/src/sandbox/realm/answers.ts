/** First characters of the answers to a look-up, as in `../frame.ts`: the realm loads nothing from outside itself. */
export const ANSWER_FOUND = '=';
export const ANSWER_MISSING = '?';
