import { expect, test } from 'vitest';
import { exportFilters, exportTarget, exportTargets } from '../../src-main/electron/export-target';

test('the ending that a person typed decides', () => {
  expect(exportTarget('/tmp/a.pdf', 'svg')).toEqual({ format: 'pdf', path: '/tmp/a.pdf', completed: false });
  expect(exportTarget('/tmp/a.SVG', 'png')).toEqual({ format: 'svg', path: '/tmp/a.SVG', completed: false });
});

test('a name without a known ending gets the offered one', () => {
  expect(exportTarget('/tmp/figure', 'png')).toEqual({ format: 'png', path: '/tmp/figure.png', completed: true });
  expect(exportTarget('/tmp/figure 2.1', 'svg').path).toBe('/tmp/figure 2.1.svg');
});

test('the dialog offers every format, the chosen one first', () => {
  expect(exportFilters('pdf').flatMap((filter) => filter.extensions)).toEqual([
    'pdf',
    'svg',
    'png',
    'csv',
    'py',
    'tex',
  ]);
});

test('other formats lie beside the first, under its name', () => {
  const target = exportTarget('/tmp/figure 2.1.pdf', 'pdf');
  expect(exportTargets(target, ['svg', 'pdf', 'svg'])).toEqual([
    target,
    { format: 'svg', path: '/tmp/figure 2.1.svg', completed: true },
  ]);
});
