export { readStrictJson, type StrictJsonText } from './read-strict-json.ts';
