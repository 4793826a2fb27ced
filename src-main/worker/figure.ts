import { join } from 'node:path';
import type { ExportRequest } from '../contract/figure';
import type { FigureCalls } from '../contract/jobs';
import { answerCalls } from './answer-calls';
import { connect } from './channel';
import { exportFigure } from './figure/export-figure';
import { exportFrames } from './figure/export-frames';
import { registerFonts } from './figure/fonts';

/** Draws figures for the process that started this one, until that is gone. Built to `out/main/figure.cjs`. */
const fontFolder = join(__dirname, '..', '..', 'resources', 'fonts');
const channel = connect<'figure'>();

registerFonts(fontFolder);
const calls = { export: (request: ExportRequest) => exportFigure(request, fontFolder), exportFrames };
channel.receive(answerCalls<FigureCalls>(calls, channel.post));
channel.closed(() => channel.end());
