/** Where figures are printed: widths in inches and font sizes in points that suit them. */
export const venues = [
  { name: 'icml', label: 'ICML or CVPR, one column', width: 3.25, fontSize: 8 },
  { name: 'neurips', label: 'NeurIPS or ICLR', width: 5.5, fontSize: 8 },
  { name: 'jmlr', label: 'JMLR', width: 6, fontSize: 8 },
  { name: 'icml-wide', label: 'ICML, both columns', width: 6.75, fontSize: 8 },
  { name: 'nature', label: 'Nature, one column', width: 3.5, fontSize: 7 },
  { name: 'nature-wide', label: 'Nature, both columns', width: 7.2, fontSize: 7 },
] as const;
export type VenueName = (typeof venues)[number]['name'];

/** Lengths of one inch. */
export const unitsPerInch = { in: 1, mm: 25.4, pt: 72 } as const;
export type LengthUnit = keyof typeof unitsPerInch;
