import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { figureCsv } from '../../src-main/figures/csv';
import { registerFonts } from '../../src-main/worker/figure/fonts';
import { figurePdf } from '../../src-main/worker/figure/pdf';
import { readPdf, writePdf } from '../../src-main/worker/figure/pdf-file';
import { figurePng } from '../../src-main/worker/figure/png';
import { readChunks } from '../../src-main/worker/figure/png-chunks';
import { figureSvg } from '../../src-main/worker/figure/svg';
import { outputFile } from './kept-file';
import { fontFolder, paperFor } from './paper';
import { difference, isThere, readPicture } from './raster';
import { allowedDifference, canRaster, expectSamePicture, rasters } from './same-picture';
import { chartPanel, figure, range, samples, series } from './samples';

// Many drawings and other programs: quick alone, slow on a busy machine.
vi.setConfig({ testTimeout: 180_000 });
beforeAll(() => registerFonts(fontFolder));

const all = Object.entries(samples).map(([name, make]) => ({ name, make }));
const withImages = ['images', 'gallery', 'mixed'];
const charts = all.filter(({ name }) => !withImages.includes(name));

describe('SVG', () => {
  it.each(charts)('$name has curves as paths, words as text in embedded fonts, and no bitmap', ({ name, make }) => {
    const text = figureSvg(make(), paperFor({ name }), fontFolder).toString();
    expect(text).not.toContain('<image');
    expect(text.match(/<path /g)!.length).toBeGreaterThan(5);
    expect(text.match(/<text /g)!.length).toBeGreaterThan(0);
    expect(text).toMatch(/@font-face\{font-family:"IBM Plex Sans";font-weight:400;[^}]*base64,/);
    expect(text.replace(/base64,[^)]*/g, '')).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('has the exact size in inches, and its provenance', () => {
    const text = figureSvg(samples.error!(), paperFor({ name: 'error' }), fontFolder).toString();
    expect(text).toContain('width="3.25in" height="2.01in" viewBox="0 0 234 144.61"');
    const metadata = /<metadata>(.*)<\/metadata>/.exec(text)![1]!.replace(/&quot;/g, '"');
    expect(JSON.parse(metadata)).toEqual(samples.error!().provenance);
  });

  it('embeds Greek only where there is some', () => {
    const svg = (name: string) => figureSvg(samples[name]!(), paperFor({ name }), fontFolder).toString();
    expect(svg('images')).toContain('U+370');
    expect(svg('error')).not.toContain('U+370');
  });

  it('of 2,000 points in 6 runs takes at most 200 KB', () => {
    expect(figureSvg(samples.long!(), paperFor({ name: 'long' }), fontFolder).length).toBeLessThanOrEqual(200 * 1024);
  });

  it('draws a million points as small as the eye needs them', () => {
    const count = 1_000_000;
    const y = range(count).map((index) => Math.sin(index / 30_000) + 0.1 * Math.sin(index * 12.9898));
    const huge = figure('huge', [chartPanel({ series: [series('huge', range(count), y)] })], {});
    expect(figureSvg(huge, paperFor(huge), fontFolder).length).toBeLessThanOrEqual(200 * 1024);
  });
});

describe('PDF', () => {
  it.each(all)('$name embeds its fonts as TrueType', ({ name, make }) => {
    const file = outputFile(`${name}.pdf`);
    const pdf = figurePdf(make(), paperFor({ name }));
    writeFileSync(file, pdf);
    expect(pdf.includes('/FontFile2')).toBe(true);
    expect(pdf.includes('/Type3')).toBe(false);
  });

  it.skipIf(!isThere('pdffonts'))('has all fonts embedded, no Type 3, its size and its provenance', () => {
    const file = outputFile('mixed.pdf');
    writeFileSync(file, figurePdf(samples.mixed!(), paperFor({ name: 'mixed' }, { width: 7.2, height: 4.45 })));
    const fonts = execFileSync('pdffonts', [file]).toString().trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/IBMPlexSans.*CID TrueType.*Identity-H +yes yes yes/);
    const info = execFileSync('pdfinfo', [file]).toString();
    expect(info).toMatch(/Page size: +518.4 x 320.4 pts/);
    expect(info).toContain('Title:           Figure “mixed” of one-step & unrolled training');
    expect(info).toContain('"configurationHash":"c0ffee"');
    expect(execFileSync('pdftotext', [file, '-']).toString()).toContain('Mean absolute error (levels)');
  });

  it('draws curves as paths, without a bitmap', () => {
    const pdf = figurePdf(samples.error!(), paperFor({ name: 'error' }));
    expect(pdf.includes('/Subtype /Image')).toBe(false);
    expect(pageContent(pdf)).toMatch(/( l\n.*){10}/s);
  });

  it('has dash patterns in place of a path for each dash, and no more', () => {
    const dashed = figurePdf(samples.long!(), paperFor({ name: 'long' }));
    expect(dashed.length).toBeLessThan(130_000);
    expect(dashed.toString('latin1')).toMatch(/\/D \[\[4\.95 2\.75\] 0\]\n\/ML 10\n/);
    expect(dashed.toString('latin1')).not.toMatch(/\/ML 10\.\d/);
  });

  it('can be taken apart and put together, and says when it cannot', () => {
    const pdf = figurePdf(samples.error!(), paperFor({ name: 'error' }));
    expect(writePdf(readPdf(pdf)).equals(pdf)).toBe(true);
    expect(() => readPdf(Buffer.from('%PDF'))).toThrow('no table');
  });
});

describe('PNG', () => {
  it('has its pixels, its resolution and its provenance', () => {
    const chunks = readChunks(figurePng(samples.error!(), paperFor({ name: 'error' }, { dpi: 600 })));
    const data = (type: string) => chunks.filter((chunk) => chunk.type === type).map((chunk) => chunk.data);
    expect([data('IHDR')[0]!.readUInt32BE(0), data('IHDR')[0]!.readUInt32BE(4)]).toEqual([1950, 1205]);
    expect([data('pHYs')[0]!.readUInt32BE(0), data('pHYs')[0]!.readUInt8(8)]).toEqual([23622, 1]);
    const texts = data('iTXt').map((text) => text.toString('utf8').split('\0'));
    expect(texts.map(([keyword]) => keyword)).toEqual(['Title', 'Software', 'Provenance']);
    expect(JSON.parse(texts[2]!.at(-1)!)).toEqual(samples.error!().provenance);
    expect(chunks.at(-1)!.type).toBe('IEND');
  });

  it('keeps pixels of images sharp', async () => {
    const { width, height, grey } = await readPicture(figurePng(samples.images!(), paperFor({ name: 'images' })));
    const steps = range(width - 1).filter((x) => {
      const at = (offset: number) => grey[Math.round(0.8 * height) * width + x + offset]!;
      return at(0) !== at(1);
    });
    // 6 images of 8 pixels and the gaps between: no smoothing in between.
    expect(steps.length).toBeLessThan(80);
  });
});

describe('the same figure', () => {
  const some = all.filter(({ name }) => ['mixed', 'logarithmic'].includes(name));

  it.each(some)('gives the same bytes twice: $name', ({ name, make }) => {
    const paper = paperFor({ name });
    const draw = () => [
      figureSvg(make(), paper, fontFolder),
      figurePdf(make(), paper),
      figurePng(make(), paper),
      Buffer.from(figureCsv(make())),
    ];
    const again = draw();
    draw().forEach((bytes, index) => expect(bytes.equals(again[index]!)).toBe(true));
  });
});

describe.skipIf(!canRaster)('drawn by other programs (rsvg-convert, pdftoppm)', () => {
  it.each(all)('$name is the same in all formats', async ({ name, make }) => {
    await expectSamePicture(name, make(), paperFor({ name }));
  });

  it('differs as soon as a curve moves by the width of a pixel', async () => {
    const { svg, pdf, mask, paper } = await rasters('error', samples.error!(), paperFor({ name: 'error' }));
    const moved = samples.error!();
    const [panel] = moved.panels;
    if (panel?.kind !== 'chart') throw new Error('The sample is a chart.');
    // The plot is about 250 pixels high for 4 levels.
    panel.series[0]!.y = panel.series[0]!.y.map((value) => value! + 4 / 250);
    const png = await readPicture(figurePng(moved, paper));
    expect(difference(png, svg, mask)).toBeGreaterThan(allowedDifference);
    expect(difference(png, pdf, mask)).toBeGreaterThan(allowedDifference);
  });

  it('differs as soon as the rules of a table move by the width of a pixel', async () => {
    const roomy = paperFor({ name: 'table' }, { height: 2 });
    const { svg, pdf, mask, paper } = await rasters('table', samples.table!(), roomy);
    const rows = 4.2;
    const moved = { ...paper, fontSize: paper.fontSize + 72 / paper.dpi / rows };
    const png = await readPicture(figurePng(samples.table!(), moved));
    expect(difference(png, svg, mask)).toBeGreaterThan(allowedDifference);
    expect(difference(png, pdf, mask)).toBeGreaterThan(allowedDifference);
  });
});

/** The largest uncompressed stream of a PDF that draws. */
function pageContent(pdf: Buffer): string {
  const streams: string[] = [];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 1)) {
    const end = pdf.indexOf('endstream', at);
    try {
      streams.push(inflateSync(pdf.subarray(at + 7, end)).toString('latin1'));
    } catch {
      // Not a compressed stream: nothing that draws.
    }
  }
  return streams.filter((stream) => / cm\n/.test(stream)).sort((a, b) => b.length - a.length)[0] ?? '';
}
