/** Table → column → what it means. */
export type Meanings = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What the document of the schema says of each column: the rows of the table under each heading. */
export function readColumnMeanings(document: string): Meanings {
  const sections = document.split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => {
      const rows = section.matchAll(/^\| `(\w+)` \| \w+ \| (.+) \|$/gm);
      return [section.split('\n')[0]!, new Map([...rows].map(([, column, meaning]) => [column!, meaning!]))];
    }),
  );
}
