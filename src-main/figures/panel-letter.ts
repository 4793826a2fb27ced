/** The letter of a panel by its index: `a`, `b` … `z`, `aa` … */
export function panelLetter(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : `${panelLetter(Math.floor(index / 26) - 1)}${letter}`;
}
