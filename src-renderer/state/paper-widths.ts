/** Widths that figures have in print, in inches. */
export const paperWidths: readonly { name: string; inches: number }[] = [
  { name: 'ICML or CVPR, one column', inches: 3.25 },
  { name: 'NeurIPS or ICLR', inches: 5.5 },
  { name: 'JMLR', inches: 6 },
  { name: 'ICML, both columns', inches: 6.75 },
  { name: 'Nature, one column', inches: 3.5 },
  { name: 'Nature, both columns', inches: 7.2 },
];
