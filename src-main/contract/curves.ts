import { z } from 'zod';
import { metricKeySchema } from './metrics';

/** What the x axis of a curve measures. */
export const curveAxes = ['step', 'epoch', 'samples', 'wallTime'] as const;
export type CurveAxis = (typeof curveAxes)[number];

/** A dotted path of the configuration, or a word for what is none. */
const choice = z.string().min(1).max(200);
const extent = z.tuple([z.number(), z.number()]).refine(([low, high]) => low < high, 'must ascend');

/** The part of a chart that is looked at. */
export const curveWindowSchema = z.strictObject({ x: extent, y: extent.nullable() });
export type CurveWindow = z.infer<typeof curveWindowSchema>;

/** How the curves of one metric are looked at. Statistics depend on none of it but `halfLife` and `lines`. */
export const curvesLookSchema = z.strictObject({
  metric: metricKeySchema,
  x: z.enum(curveAxes).default('step'),
  logX: z.boolean().default(false),
  logY: z.boolean().default(false),
  /** Steps in which the weight of a point halves to either side; 0 draws the values as they are. */
  halfLife: z.number().min(0).max(1e9).default(0),
  /** A line for each arm, the mean over its seeds; or for each run. */
  lines: z.enum(['arm', 'run']).default('arm'),
  /** `arm` keeps the colours that arms have everywhere; else by the values of a setting. */
  color: choice.default('arm'),
  /** `arm` keeps the dashes that arms have everywhere; else by the values of a setting. */
  dash: choice.default('arm'),
  /** A panel for each value of a setting; `none` has one panel. */
  facet: choice.default('none'),
  /** Null: all of it. More points are drawn of a shorter stretch. */
  window: curveWindowSchema.nullable().default(null),
});
export type CurvesLook = z.infer<typeof curvesLookSchema>;
