import { z } from 'zod';

/**
 * A figure as data: what is drawn, free of theme and size. `figures/` makes panels of it; the screen and the file are
 * drawn from the same panels. Plain JSON, so that it crosses processes and can be stored.
 */
const finite = z.number();
const numbers = z.array(z.number().nullable()).max(2_000_000);
const text = z.string().max(2000);

export const axisSchema = z.strictObject({
  title: text,
  unit: text.nullable(),
  scale: z.enum(['linear', 'log']),
  min: finite.nullable(),
  max: finite.nullable(),
  /** Where numbers stand, ascending, in place of round ones. */
  ticks: z.array(finite).max(100).optional(),
});
export type Axis = z.infer<typeof axisSchema>;

export const bandSchema = z.strictObject({
  low: numbers,
  high: numbers,
  kind: z.enum(['std', 'sem', 'ci95', 'range', 'quantiles']),
  /** Number of runs behind the band. */
  n: z.int().min(1),
});

export const seriesSchema = z.strictObject({
  label: text,
  runIds: z.array(z.string().max(64)).max(1000),
  x: numbers,
  y: numbers,
  band: bandSchema.nullable(),
  /** `curve`: one of the compared; `truth`: observed or true signal, neutral; `raw`: faint behind its smoothed curve. */
  role: z.enum(['curve', 'truth', 'raw']),
  /** Levels of a model that `y` shows in the unit of its data, written beside it; levels themselves where left out. */
  levels: numbers.optional(),
  /** Place in the Okabe-Ito order; ignored for `truth`. */
  colorIndex: z.int().min(0),
  dash: z.enum(['solid', 'dashed', 'dotted', 'dash-dot']),
  /** Steps halfway between the points, as the outline of a histogram, in place of straight lines. */
  stepped: z.boolean().optional(),
  /** Left out of legends and of the labels at line ends: its likeness is named. */
  unnamed: z.boolean().optional(),
});
export type Series = z.infer<typeof seriesSchema>;

export const markSchema = z.strictObject({ axis: z.enum(['x', 'y']), at: finite, label: text });

export const chartPanelSchema = z.strictObject({
  kind: z.literal('chart'),
  title: text,
  x: axisSchema,
  y: axisSchema,
  series: z.array(seriesSchema).max(200),
  /** Observation limits, thresholds. */
  marks: z.array(markSchema).max(20),
});
export type ChartPanel = z.infer<typeof chartPanelSchema>;

/** A grid of grey-scale images, row by row; pixels 0 (black) … 1 (white), sharp; null where there is none (yet). */
export const imagesPanelSchema = z.strictObject({
  kind: z.literal('images'),
  title: text,
  columns: z.int().min(1).max(1000),
  imageWidth: z.int().min(1).max(4096),
  imageHeight: z.int().min(1).max(4096),
  images: z.array(z.array(z.number().nullable()).max(16_777_216)).max(10_000),
  rowLabels: z.array(text).nullable(),
  columnLabels: z.array(text).nullable(),
  /** Below each image. */
  captions: z.array(text).optional(),
  /** Lines x1, y1, x2, y2 … over every image, in its pixels from its upper left corner. */
  border: z.array(finite).max(400_000).optional(),
});
export type ImagesPanel = z.infer<typeof imagesPanelSchema>;

/**
 * A drawing in its own coordinates (width × height units, y down): lattices, diagrams. Colours are names that follow the
 * theme (`text`, `muted`, `axis`, `grid`, `faint`, `ground`, `truth`, `series 0` …) or any CSS colour.
 */
export const drawingPanelSchema = z.strictObject({
  kind: z.literal('drawing'),
  title: text,
  width: finite,
  height: finite,
  shapes: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('line'),
          points: z.array(finite).max(200_000),
          color: z.string().max(32),
          width: finite,
          dash: z.array(finite).max(8),
        }),
        /** Separate lines x1, y1, x2, y2 … of one look. */
        z.strictObject({
          type: z.literal('segments'),
          points: z.array(finite).max(400_000),
          color: z.string().max(32),
          width: finite,
          dash: z.array(finite).max(8),
        }),
        z.strictObject({
          type: z.literal('circle'),
          x: finite,
          y: finite,
          radius: finite,
          fill: z.string().max(32),
          stroke: z.string().max(32).nullable(),
        }),
        z.strictObject({
          type: z.literal('rectangle'),
          x: finite,
          y: finite,
          width: finite,
          height: finite,
          fill: z.string().max(32),
          stroke: z.string().max(32).nullable(),
        }),
        z.strictObject({
          type: z.literal('text'),
          x: finite,
          y: finite,
          text,
          size: finite,
          align: z.enum(['left', 'center', 'right']),
          color: z.string().max(32),
        }),
      ]),
    )
    .max(100_000),
});
export type DrawingPanel = z.infer<typeof drawingPanelSchema>;

/** A cell of a table: words, or a number with the words that show it. */
export const tableCellSchema = z.union([
  text,
  /** `spread`: the standard deviation behind `text`, where it tells one. */
  z.strictObject({ text, value: finite, spread: finite.nullable() }),
]);
export type TableCell = z.infer<typeof tableCellSchema>;

/** A table as papers have them, with rules above, below and between its parts. */
export const tablePanelSchema = z.strictObject({
  kind: z.literal('table'),
  title: text,
  columns: z
    .array(z.strictObject({ title: text, align: z.enum(['left', 'right']) }))
    .min(1)
    .max(64),
  rows: z
    .array(
      z.strictObject({
        cells: z.array(tableCellSchema).max(64),
        /** Of the curves that the row tells of: a sample of their line stands before it. */
        colorIndex: z.int().min(0).nullable(),
        /** A rule parts it from the row before. */
        ruled: z.boolean(),
      }),
    )
    .max(1000),
  /** Sentences below. */
  notes: z.array(text).max(20),
});
export type TablePanel = z.infer<typeof tablePanelSchema>;

export const panelSchema = z.discriminatedUnion('kind', [
  chartPanelSchema,
  imagesPanelSchema,
  drawingPanelSchema,
  tablePanelSchema,
]);
export type Panel = z.infer<typeof panelSchema>;

/** Where a figure comes from; written into the metadata of every exported file. */
export const provenanceSchema = z.strictObject({
  study: text,
  runs: z.array(z.strictObject({ id: text, name: text, seed: z.int(), configurationHash: text })).max(10_000),
  versions: z.record(z.string().max(64), text),
  dataHash: text.nullable(),
  /** In words: smoothing, what the band is and over how many runs, horizon. */
  remarks: z.array(text).max(50),
});
export type Provenance = z.infer<typeof provenanceSchema>;

export const namingSchema = z.enum(['none', 'inside', 'top', 'direct']);

export const figureSchema = z.strictObject({
  /** File-name stem: `fourier-unrolling-validation`. */
  name: z.string().max(120),
  title: text,
  panels: z.array(panelSchema).min(1).max(64),
  /** Panels in a row. */
  columns: z.int().min(1).max(16),
  /** The panels of a column share the x axis: titles and ticks only below the last. */
  sharedX: z.boolean(),
  /** The panels of a row share the y axis: titles and numbers only at the first. */
  sharedY: z.boolean().optional(),
  /** Panel letters; where there are several panels when left out. */
  letters: z.boolean().optional(),
  legend: namingSchema,
  /** In place of the draft that is made of titles and remarks. */
  caption: z.string().max(10_000).optional(),
  provenance: provenanceSchema,
});
export type FigureDescription = z.infer<typeof figureSchema>;

/** `py`: a matplotlib script that draws the figure from its CSV; `tex`: a LaTeX figure that includes its PDF. */
export const exportFormats = ['svg', 'pdf', 'png', 'csv', 'py', 'tex'] as const;
export const exportFormatSchema = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** The colours of curves: Okabe and Ito's, Paul Tol's bright and muted ones, or greys. */
export const palettes = ['okabe-ito', 'bright', 'muted', 'grey'] as const;
export type Palette = (typeof palettes)[number];

/** The sheet that a figure is printed on, and how it looks there. */
export const paperSchema = z.strictObject({
  /** Inches. */
  width: z.number().min(1).max(40),
  height: z.number().min(0.5).max(40),
  /** Points. */
  fontSize: z.number().min(4).max(24),
  font: z.enum(['sans', 'serif']),
  /** Dots per inch of the PNG. */
  dpi: z.number().min(36).max(1200),
  palette: z.enum(palettes).default('okabe-ito'),
  /** Words of an SVG as outlines in place of text in embedded fonts. */
  outlines: z.boolean().default(false),
});
export type Paper = z.infer<typeof paperSchema>;

export interface ExportRequest {
  figure: FigureDescription;
  paper: Paper;
  /** One file for each; what a file refers to is written beside it: the CSV of the plotted points, a PDF for LaTeX. */
  files: { format: ExportFormat; path: string }[];
}

export interface ExportedFile {
  format: ExportFormat;
  path: string;
  bytes: number;
}
