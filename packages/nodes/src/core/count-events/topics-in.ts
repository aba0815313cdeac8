/** Names in a text with commas between them, each once. */
export function topicsIn(text: string): readonly string[] {
  return [...new Set(text.split(',').map((name) => name.trim()))];
}
