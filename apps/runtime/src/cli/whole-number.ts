import { InvalidArgumentError } from 'commander';

/** Reads the value of an option. @throws InvalidArgumentError, which commander tells the person */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}
