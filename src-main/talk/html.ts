import {
  numberColumns,
  type ReportBlock,
  type ReportDocument,
  type ReportTable,
  type TalkVerdict,
} from '../contract/report';
import { escaped } from '../figures/svg-attributes';

/** The report as one page without scripts; `drawings` are the figures as SVG files by their stems. */
export function reportHtml({ title, subtitle, blocks }: ReportDocument, drawings: ReadonlyMap<string, string>): string {
  const fonts = new Set<string>();
  const body = blocks.map((block) => blockHtml(block, drawings, fonts));
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">`,
    `<title>${escaped(title)}</title>`,
    `<style>${[...fonts].join('\n')}\n${style}</style>`,
    '</head>',
    '<body><main>',
    `<h1>${escaped(title)}</h1>`,
    `<p class="subtitle">${escaped(subtitle)}</p>`,
    ...body,
    '</main></body>',
    '</html>',
    '',
  ].join('\n');
}

function blockHtml(block: ReportBlock, drawings: ReadonlyMap<string, string>, fonts: Set<string>): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escaped(block.text)}</h${block.level}>`;
    case 'text':
      return `<p>${escaped(block.text)}</p>`;
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${escaped(item)}</li>`).join('\n')}\n</ul>`;
    case 'table':
      return tableHtml(block);
    case 'claim':
      return [
        `<section class="claim"><p><strong>${escaped(block.says)}</strong></p>`,
        `<p><span class="verdict">${verdictSigns[block.verdict]} ${block.verdict}</span> ${escaped(block.sentence)}</p>`,
        `<p class="measure">Measure: ${escaped(block.measure)}</p></section>`,
      ].join('\n');
    case 'figure':
      return `<figure>${inlined(drawings.get(block.file) ?? '', block.file, fonts)}<figcaption>${escaped(block.caption)}</figcaption></figure>`;
  }
}

function tableHtml(table: ReportTable): string {
  const isNumbers = numberColumns(table);
  const look = (index: number) => (isNumbers[index] ? '' : ' class="words"');
  const head = table.columns.map((column, index) => `<th scope="col"${look(index)}>${escaped(column)}</th>`).join('');
  const rows = table.rows.map(([label, ...cells]) => {
    const texts = cells.map((cell, index) => `<td${look(index + 1)}>${escaped(cell)}</td>`);
    return `<tr><th scope="row" class="words">${escaped(label!)}</th>${texts.join('')}</tr>`;
  });
  return [
    `<table><caption>${escaped(table.title)}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>\n${rows.join('\n')}\n</tbody></table>`,
  ].join('\n');
}

/** Signs beside the words, as a second channel. */
export const verdictSigns: Record<TalkVerdict, string> = { holds: '✓', 'does not hold': '✗', 'not decided': '?' };

/** A drawing within a page: names of its own, and its fonts once for all of them. */
function inlined(svg: string, name: string, fonts: Set<string>): string {
  const drawing = svg
    .replace(/^<\?xml[^>]*\?>\s*/, '')
    .replace(/<metadata>[\s\S]*?<\/metadata>\s*/, '')
    .replace(/<style>([\s\S]*?)<\/style>\s*/, (_, rules: string) => {
      for (const rule of rules.split('\n')) fonts.add(rule);
      return '';
    });
  return drawing
    .replace(/ id="([^"]+)"/g, ` id="${name}-$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#${name}-$1)`)
    .replace(/href="#([^"]+)"/g, `href="#${name}-$1"`)
    .trim();
}

const style = `
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #1a1a1a; font: 15px/1.5 "IBM Plex Sans", system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.7rem; margin: 0; } h2 { margin: 2.5rem 0 .5rem; font-size: 1.25rem; border-top: 1px solid #ccc; padding-top: 1rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
.subtitle, figcaption, .measure, caption { color: #555; font-size: .85rem; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; font-variant-numeric: tabular-nums; font-size: .9rem; }
caption { text-align: left; padding-bottom: .25rem; }
th, td { border-top: 1px solid #ddd; padding: .25rem .5rem; text-align: right; font-weight: 400; vertical-align: top; }
thead th { border-top: 0; color: #555; } th:first-child { padding-left: 0; }
.words { text-align: left; }
figure { margin: 1.5rem 0; } figure svg { display: block; width: 100%; height: auto; }
.claim { border-left: 3px solid #0072b2; padding: .25rem .75rem; margin: 1rem 0; } .claim p { margin: .25rem 0; }
.verdict { font-weight: 600; border: 1px solid currentcolor; border-radius: 3px; padding: 0 .4rem; margin-right: .25rem; white-space: nowrap; }
@media print { h2 { break-after: avoid; } figure, table, .claim { break-inside: avoid; } }
`;
