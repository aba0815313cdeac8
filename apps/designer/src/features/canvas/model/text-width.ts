/** How wide words are in our own font, which the page brings along, and rather too wide: nothing on a card is measured. In the unit of `size`. */
export function textWidth(text: string, size: number): number {
  const ems = [...text].reduce((sum, letter) => sum + emsOf(letter), 0);
  return Math.ceil(ems * size);
}

function emsOf(letter: string): number {
  if (/[ijlI|'’. ,:;]/.test(letter)) return 0.28;
  if (/[frt1()-]/.test(letter)) return 0.42;
  if (/[mwMW%@]/.test(letter)) return 0.9;
  return /[A-Z0-9×+]/.test(letter) ? 0.68 : 0.6;
}
