import type { z } from 'zod';
import { join } from 'node:path';
import { UserError } from '../contract/errors';
import { paperSchema, type ExportedFile, type FigureDescription, type Paper } from '../contract/figure';
import type { Composition, SavedFigure, SaveFigure } from '../contract/saved-figures';
import type { FigureResult } from '../contract/studies';
import { composeFigures } from '../figures/compose-figures';
import { styledFigure } from '../figures/styled-figure';
import { usualHeight } from '../figures/usual-height';
import type { WritableDatabase } from '../store/database';
import { deleteFigure, getFigure, listFigures, saveFigure } from '../store/figures';
import { getStudy } from '../store/studies';
import type { Clock } from './clock';
import { fileStem } from './file-stem';
import type { Files } from './files';
import { newIdentifier } from './identifier';
import type { JobClient } from './job-client';
import type { Publish } from './publish';

export interface FiguresOptions {
  store: WritableDatabase;
  files: Files;
  clock: Clock;
  publish: Publish;
  query: Pick<JobClient<'query'>, 'call'>;
  drawing: Pick<JobClient<'figure'>, 'call'>;
}

/** What an export of a study's figures wrote, and which of them could not be built. */
export interface StudyExport {
  files: ExportedFile[];
  absent: { title: string; reason: string }[];
}

/** The figures that are kept in studies, and what they are built from. */
export class Figures {
  readonly #options: FiguresOptions;

  constructor(options: FiguresOptions) {
    this.#options = options;
  }

  /** Of a study, or of all; in the order in which they were first kept. */
  list(studyId: string | null): SavedFigure[] {
    return listFigures(this.#options.store, studyId);
  }

  get(figureId: string): SavedFigure {
    const figure = getFigure(this.#options.store, figureId);
    if (!figure) throw new UserError(`There is no figure "${figureId}".`, 'It may have been deleted.');
    return figure;
  }

  /** Keeps a new figure, changes one, or brings a deleted one back under its id. */
  save({ figureId, studyId, title, definition }: SaveFigure): SavedFigure {
    const { store, clock } = this.#options;
    const known = figureId === null ? null : getFigure(store, figureId);
    if (!getStudy(store, studyId)) throw new UserError(`There is no study "${studyId}".`);
    if (known && known.studyId !== studyId) throw new UserError(`The figure "${known.title}" is of another study.`);
    const now = clock.now();
    const id = figureId ?? newIdentifier();
    saveFigure(store, { id, studyId, title, definition, createdAt: known?.createdAt ?? now, changedAt: now });
    return this.#changed(id);
  }

  rename(figureId: string, title: string): SavedFigure {
    const { store, clock } = this.#options;
    saveFigure(store, { ...this.get(figureId), title, changedAt: clock.now() });
    return this.#changed(figureId);
  }

  delete(figureIds: readonly string[]): void {
    const { store, publish } = this.#options;
    const studies = new Set(figureIds.flatMap((id) => getFigure(store, id)?.studyId ?? []));
    for (const id of figureIds) deleteFigure(store, id);
    for (const studyId of studies) publish('figures:changed', { studyId });
  }

  /** Builds a figure of what is stored now; absent where one of its parts is. */
  async build({ parts, style }: Composition, { title, name = fileStem(title) }: Naming): Promise<FigureResult> {
    const figures: FigureDescription[] = [];
    for (const part of parts) {
      if (part.from === 'screen') {
        figures.push(part.figure);
        continue;
      }
      const built = await this.#options.query.call('buildFigure', part.request);
      if ('absent' in built) return built;
      figures.push(built.figure);
    }
    return { figure: styledFigure(composeFigures(figures, { name, title }), style) };
  }

  /** Builds a kept figure of what is stored now. */
  rebuild(figureId: string): Promise<FigureResult> {
    const { definition, title } = this.get(figureId);
    return this.build(definition, { title });
  }

  /** Builds all figures of a study and writes them into a folder, under their titles. */
  async exportStudy(studyId: string, folder: string): Promise<StudyExport> {
    const { files, drawing } = this.#options;
    const written: StudyExport = { files: [], absent: [] };
    const stems = new Set<string>();
    for (const { title, definition } of this.list(studyId)) {
      const stem = unusedStem(title, stems);
      const built = await this.build(definition, { title, name: stem });
      if ('absent' in built) {
        written.absent.push({ title, reason: built.absent });
        continue;
      }
      files.makeFolder(folder);
      const targets = definition.formats.map((format) => ({ format, path: join(folder, `${stem}.${format}`) }));
      const request = { figure: built.figure, paper: definition.paper, files: targets };
      written.files.push(...(await drawing.call('export', request)));
    }
    return written;
  }

  #changed(figureId: string): SavedFigure {
    const figure = this.get(figureId);
    this.#options.publish('figures:changed', { studyId: figure.studyId });
    return figure;
  }
}

interface Naming {
  title: string;
  /** File-name stem; made of the title when left out. */
  name?: string;
}

/** A paper whose height may be left open. */
export type PaperWish = Omit<z.input<typeof paperSchema>, 'height'> & { height?: number };

/** A paper with the height that suits the figure where none is given. Throws where a length is not allowed. */
export function paperFor(figure: FigureDescription, given: PaperWish): Paper {
  return paperSchema.parse({ ...given, height: given.height ?? usualHeight(figure, given.width) });
}

/** Titles may differ only in what a file name cannot hold. */
function unusedStem(title: string, used: Set<string>): string {
  const stem = fileStem(title).toLowerCase();
  let candidate = stem;
  for (let number = 2; used.has(candidate); number += 1) candidate = `${stem}-${number}`;
  used.add(candidate);
  return candidate;
}
