import type { Axis, FigureDescription, Panel } from '../contract/figure';
import type { AxisStyle, FigureStyleChanges, PanelStyle } from '../contract/figure-style';

/** The description with what a person changed of it; screen and file draw the result, so they agree. */
export function styledFigure(figure: FigureDescription, style: FigureStyleChanges): FigureDescription {
  const { panels: panelStyles = [], marks = true, ...whole } = style;
  return {
    ...figure,
    ...given(whole),
    panels: figure.panels.map((panel, index) => styledPanel(panel, { style: panelStyles[index] ?? {}, marks })),
  };
}

function styledPanel(panel: Panel, { style, marks }: { style: PanelStyle; marks: boolean }): Panel {
  const title = style.title ?? panel.title;
  if (panel.kind !== 'chart') return { ...panel, title };
  return {
    ...panel,
    title,
    x: styledAxis(panel.x, style.x),
    y: styledAxis(panel.y, style.y),
    marks: marks ? panel.marks : [],
  };
}

function styledAxis(axis: Axis, style: AxisStyle = {}): Axis {
  return { ...axis, ...given(style) };
}

type Given<Style> = { [Key in keyof Style]?: Exclude<Style[Key], undefined> };

/** What is not undefined. */
function given<Style extends object>(style: Style): Given<Style> {
  return Object.fromEntries(Object.entries(style).filter(([, value]) => value !== undefined)) as Given<Style>;
}
