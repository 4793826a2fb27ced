import type { CommandEntry } from './commands.svelte';

/** The commands whose titles and details contain the letters of `text` in order, the closest first. */
export function rankCommands(entries: readonly CommandEntry[], text: string): CommandEntry[] {
  const wanted = text.trim().toLowerCase();
  return entries
    .map((entry) => ({ entry, cost: costOf([entry.title, entry.detail].join(' ').toLowerCase(), wanted) }))
    .filter(({ cost }) => cost !== null)
    .sort((a, b) => a.cost! - b.cost!)
    .map(({ entry }) => entry);
}

/** 0 at the beginning, 1 at the beginning of a word, 2 anywhere, more for scattered letters; null for no match. */
function costOf(title: string, wanted: string): number | null {
  if (title.startsWith(wanted)) return 0;
  if (title.includes(` ${wanted}`)) return 1;
  if (title.includes(wanted)) return 2;
  let at = 0;
  let gaps = 0;
  for (const letter of wanted.replace(/\s+/g, '')) {
    const found = title.indexOf(letter, at);
    if (found < 0) return null;
    gaps += found - at;
    at = found + 1;
  }
  return 3 + gaps;
}
