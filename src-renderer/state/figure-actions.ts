import type { FigureDescription, Paper } from '../../src-main/contract/figure';
import type { AxisStyle, FigureStyleChanges, PanelStyle } from '../../src-main/contract/figure-style';
import type { FigureDefinition, SavedFigure } from '../../src-main/contract/saved-figures';
import { runsChange } from './figure-builds.svelte';
import { figurePart } from './figure-part';
import { usualPaper } from './usual-paper';
import type { Workbench } from './workbench.svelte';

/** What a person does with figures that are kept; everything can be undone. */
export class FigureActions {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Keeps a figure of a screen in a study. */
  async keep(
    figure: FigureDescription,
    { studyId, title, paper = usualPaper(figure) }: { studyId: string; title: string; paper?: Paper },
  ): Promise<boolean> {
    const runIds = figure.provenance.runs.map(({ id }) => id);
    const definition: FigureDefinition = { parts: [figurePart(figure)], style: {}, paper, formats: ['pdf'], runIds };
    return this.#add({ studyId, title, definition }, `Kept “${title}”`);
  }

  duplicate({ studyId, title, definition }: SavedFigure): Promise<boolean> {
    const copy = `${title.slice(0, 190)}, copy`;
    return this.#add({ studyId, title: copy, definition }, `Duplicated “${title}”`);
  }

  async remove(figure: SavedFigure): Promise<void> {
    const { figures, navigation, undo, messages } = this.#workbench;
    const { id, studyId, title, definition } = figure;
    const at = figures.all.indexOf(figure);
    const remove = () => figures.remove(id);
    const label = `Deleted “${title}”`;
    if (!(await this.#workbench.attempt(remove))) return;
    const next = figures.all[Math.min(at, figures.all.length - 1)] ?? null;
    navigation.replace({ screen: 'figures', figureId: next?.id ?? null });
    const bringBack = async () => void (await figures.save({ figureId: id, studyId, title, definition }));
    undo.add({ label, undo: bringBack, redo: remove, place: { screen: 'figures', figureId: id } });
    messages.note(`${label}.`, { label: 'Undo', run: () => void this.#workbench.undoLast() });
  }

  rename(figure: SavedFigure, title: string): void {
    if (title.trim() === '') return;
    this.#change(figure, { ...figure, title: title.slice(0, 200) }, { label: 'Renamed a figure', gesture: 'title' });
  }

  define(figure: SavedFigure, change: Partial<FigureDefinition>, label: string): void {
    const definition = { ...figure.definition, ...change };
    this.#change(figure, { ...figure, definition }, { label, gesture: Object.keys(change).join() });
  }

  /** An undefined value takes a change back. */
  style(figure: SavedFigure, change: Changes<FigureStyleChanges>, label: string): void {
    const style = merged<FigureStyleChanges>(figure.definition.style, change);
    const definition = { ...figure.definition, style };
    this.#change(figure, { ...figure, definition }, { label, gesture: `style ${Object.keys(change).join()}` });
  }

  stylePanel(figure: SavedFigure, index: number, change: Changes<PanelStyle>): void {
    const { panels = [] } = figure.definition.style;
    const length = Math.max(panels.length, index + 1);
    const next = Array.from({ length }, (_, at) => {
      return at === index ? merged<PanelStyle>(panels[at] ?? {}, change) : (panels[at] ?? {});
    });
    this.style(figure, { panels: next }, `Changed panel ${index + 1}`);
  }

  styleAxis(figure: SavedFigure, index: number, { axis, ...change }: Changes<AxisStyle> & { axis: 'x' | 'y' }): void {
    const before = figure.definition.style.panels?.[index]?.[axis] ?? {};
    this.stylePanel(figure, index, { [axis]: merged<AxisStyle>(before, change) });
  }

  /** Builds a figure of what is stored now, and says what has changed. */
  async rebuild(figure: SavedFigure): Promise<void> {
    const { builds, figures, messages } = this.#workbench;
    const before = builds.styled(figure);
    await this.#workbench.attempt(async () => {
      await builds.readAgain(figure.definition.parts);
      const now = builds.styled(figure);
      if (!now || 'absent' in now) return;
      const shown = figure.definition.runIds ?? runsOf(before);
      const runIds = now.figure.provenance.runs.map(({ id }) => id);
      const same = JSON.stringify(before) === JSON.stringify(now);
      const change = runsChange(shown, now.figure) ?? (same ? 'nothing has changed' : 'the same runs, with new values');
      figures.change({ ...figure, definition: { ...figure.definition, runIds } });
      messages.note(`Rebuilt “${figure.title}”: ${change}.`);
    });
  }

  async #add(kept: Pick<SavedFigure, 'studyId' | 'title' | 'definition'>, label: string): Promise<boolean> {
    const { figures, navigation, undo, messages } = this.#workbench;
    return this.#workbench.attempt(async () => {
      const { id } = await figures.save({ figureId: null, ...kept });
      const save = async () => void (await figures.save({ figureId: id, ...kept }));
      undo.add({ label, undo: () => figures.remove(id), redo: save });
      const show = () => navigation.go({ screen: 'figures', figureId: id });
      if (navigation.place.screen === 'figures') show();
      messages.note(`${label}.`, { label: 'Show', run: show });
    });
  }

  #change(before: SavedFigure, after: SavedFigure, { label, gesture }: { label: string; gesture: string }): void {
    const { figures, undo } = this.#workbench;
    figures.change(after);
    undo.add({
      label,
      undo: () => figures.change(before),
      redo: () => figures.change(after),
      place: { screen: 'figures', figureId: before.id },
      gesture: `figure ${before.id} ${gesture}`,
    });
  }
}

/** A value that is undefined takes the change of its name back. */
type Changes<Style> = { [Key in keyof Style]?: Style[Key] | undefined };

function merged<Style extends object>(before: Style, change: Changes<Style>): Style {
  const entries = Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Style;
}

function runsOf(result: { figure: FigureDescription } | { absent: string } | null): string[] {
  return result && 'figure' in result ? result.figure.provenance.runs.map(({ id }) => id) : [];
}
