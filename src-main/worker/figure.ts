import { join } from 'node:path';
import type { FigureCalls } from '../contract/jobs';
import { answerCalls } from './answer-calls';
import { connect } from './channel';
import { copyFigure } from './figure/copy-figure';
import { exportFigure } from './figure/export-figure';
import { exportFrames } from './figure/export-frames';
import { registerFonts } from './figure/fonts';
import { reportPdf } from './figure/report-pdf';
import { writeFiles } from './figure/write-files';

/** Draws figures for the process that started this one, until that is gone. Built to `out/main/figure.cjs`. */
const fontFolder = join(__dirname, '..', '..', 'resources', 'fonts');
const channel = connect<'figure'>();

registerFonts(fontFolder);
channel.receive(
  answerCalls<FigureCalls>(
    {
      export: (request) => exportFigure(request, fontFolder),
      exportFrames,
      copy: (request) => copyFigure(request, fontFolder),
      reportPdf: ({ document, path }) => writeFiles([{ path, content: reportPdf(document) }]),
    },
    channel.post,
  ),
);
channel.closed(() => channel.end());
