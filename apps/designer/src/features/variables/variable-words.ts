import type { VariableType } from '@lockstep/schema/variables';

/** How people call what a variable holds. */
export const TYPE_WORDS: Readonly<Record<VariableType, string>> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes/no',
  json: 'JSON',
  secret: 'Secret',
};
