import { z } from 'zod';
import { figureSchema, paperSchema, type FigureDescription, type Paper } from './figure';

/** Figures that follow each other, all of one size. */
export const exportFramesSchema = z.strictObject({
  frames: z.array(figureSchema).min(1).max(500),
  paper: paperSchema,
  secondsPerFrame: z.number().min(0.02).max(60),
});

export interface ExportFramesRequest {
  frames: FigureDescription[];
  paper: Paper;
  secondsPerFrame: number;
  /** `.gif`: an animation; `.png`: a picture of each frame, whose number comes before the ending. */
  path: string;
}

export interface WrittenFile {
  path: string;
  bytes: number;
}
