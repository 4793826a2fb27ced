import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { SvgContext } from '../../src-main/figures/svg-context';

const family = '"IBM Plex Sans", sans-serif';

function drawn(draw: (context: SvgContext) => void): string[] {
  const measuring = createCanvas(1, 1).getContext('2d') as unknown as CanvasRenderingContext2D;
  const context = new SvgContext(measuring, family);
  draw(context);
  return context.content.trim().split('\n').slice(1, -1);
}

describe('SVG context', () => {
  it('writes curves as paths of relative places', () => {
    const lines = drawn((context) => {
      context.translate(10, 20);
      context.beginPath();
      context.moveTo(0, 0);
      context.lineTo(1.004, -2);
      context.lineTo(2.008, 0.5);
      context.stroke();
    });
    expect(lines).toEqual([
      '<path d="M10 20l1-2 1.01 2.5" fill="none" stroke="#000000" stroke-width="1" stroke-miterlimit="10"/>',
    ]);
  });

  it('does not add up the rounding of many short pieces', () => {
    const [line] = drawn((context) => {
      context.beginPath();
      context.moveTo(0, 0);
      for (let index = 1; index <= 1000; index += 1) context.lineTo(index * 0.0149, 0);
      context.stroke();
    });
    const steps = [.../l(.*?)"/.exec(line!)![1]!.matchAll(/(-?[\d.]+) 0/g)].map(([, dx]) => Number(dx));
    expect(steps.reduce((sum, dx) => sum + dx, 0)).toBeCloseTo(14.9, 6);
  });

  it('writes words whole, with anchor, weight and turn', () => {
    const lines = drawn((context) => {
      context.font = `600 8px ${family}`;
      context.textAlign = 'center';
      context.fillStyle = 'rgba(0, 114, 178, 0.5)';
      context.translate(5, 6);
      context.rotate(-Math.PI / 2);
      context.fillText('a < b & "c"', 0, 0);
    });
    expect(lines).toEqual([
      '<text x="5" y="6" font-size="8" font-weight="600" text-anchor="middle" transform="rotate(-90 5 6)"' +
        ' fill="#0072b2" fill-opacity=".5">a &lt; b &amp; &quot;c&quot;</text>',
    ]);
  });

  it('keeps dashes as dashes, scaled with the drawing', () => {
    const [line] = drawn((context) => {
      context.scale(0.5, 0.5);
      context.setLineDash([4, 2]);
      context.lineWidth = 2;
      context.strokeRect(0, 0, 10, 10);
    });
    expect(line).toContain('stroke-width="1"');
    expect(line).toContain('stroke-dasharray="2 1"');
    expect(line).toContain('d="M0 0l5 0 0 5-5 0z"');
  });

  it('groups what is clipped alike, and restores what was saved', () => {
    const lines = drawn((context) => {
      context.save();
      context.beginPath();
      context.rect(0, 0, 10, 10);
      context.clip();
      context.fillStyle = '#ff0000';
      context.fillRect(1, 1, 2, 2);
      context.fillRect(3, 3, 2, 2);
      context.restore();
      context.fillRect(5, 5, 1, 1);
    });
    expect(lines).toEqual([
      '<clipPath id="clip1"><rect x="0" y="0" width="10" height="10"/></clipPath>',
      '<g clip-path="url(#clip1)">',
      '<path d="M1 1l2 0 0 2-2 0z" fill="#ff0000"/>',
      '<path d="M3 3l2 0 0 2-2 0z" fill="#ff0000"/>',
      '</g>',
      '<path d="M5 5l1 0 0 1-1 0z" fill="#000000"/>',
    ]);
  });

  it('draws circles within a thousandth of their radius', () => {
    const [line] = drawn((context) => {
      context.beginPath();
      context.arc(0, 0, 100, 0, 2 * Math.PI);
      context.fill();
    });
    // Four quarters; the middle of the first at 45°.
    const [x1, y1, x2, y2, x, y] = /c(.*?)"/
      .exec(line!)![1]!
      .match(/-?[\d.]+/g)!
      .slice(0, 6)
      .map(Number);
    const middle = [100 + (3 * x1! + 3 * x2! + x!) / 8, (3 * y1! + 3 * y2! + y!) / 8] as const;
    expect(Math.hypot(...middle)).toBeCloseTo(100, 1);
  });

  it('refuses what it cannot write', () => {
    expect(() =>
      drawn((context) => {
        context.beginPath();
        context.arc(0, 0, 1, 0, 1);
        context.clip();
      }),
    ).toThrow('rectangle');
    expect(() =>
      drawn((context) => {
        context.fillStyle = {} as CanvasGradient;
        context.fillRect(0, 0, 1, 1);
      }),
    ).toThrow('gradients');
  });
});
