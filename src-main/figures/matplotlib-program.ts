/** The part of every matplotlib script that draws; FIGURE, PANELS, LEGEND, METADATA and TABLE stand before it. */
export const matplotlibProgram = `
def read_rows():
    if TABLE is None:
        return []
    with open(HERE / TABLE, newline='', encoding='utf-8') as table:
        return list(csv.DictReader(line for line in table if not line.startswith('#')))


def number(text):
    return float(text) if text else math.nan


def place(x, y, width, height):
    """A box in points from the upper left corner as the share of the sheet that matplotlib wants."""
    wide, high = FIGURE['width'], FIGURE['height']
    return [x / wide, 1 - (y + height) / high, width / wide, height / high]


def write(figure, x, y, text, **look):
    figure.text(x / FIGURE['width'], 1 - y / FIGURE['height'], text, **look)


def line_style(dash):
    return (0, dash) if dash else '-'


def draw_series(axes, series, rows):
    x = [number(row['x']) for row in rows]
    y = [number(row['y']) for row in rows]
    if series['band']:
        low = [number(row['low']) for row in rows]
        high = [number(row['high']) for row in rows]
        axes.fill_between(x, low, high, color=series['color'], alpha=series['band'], linewidth=0, zorder=1)
    axes.plot(
        x, y, color=series['color'], alpha=series['opacity'], linewidth=series['width'],
        linestyle=line_style(series['dash']), zorder=series['order'], solid_joinstyle='round',
        dash_capstyle='butt', solid_capstyle='butt', drawstyle='steps-mid' if series['stepped'] else 'default',
    )
    for index in series['marked']:
        axes.plot(x[index], y[index], marker=series['marker'], markersize=series['marker_size'],
                  color=series['color'], markeredgewidth=0, zorder=series['order'] + 0.5)


def draw_axis(axis, spine, description):
    axis.set_ticks(description['ticks'], labels=description['labels'])
    axis.set_ticks([], minor=True)
    spine.set_bounds(description['min'], description['max'])


def draw_chart(figure, panel, rows):
    axes = figure.add_axes(place(*panel['box']))
    axes.set_facecolor('none')
    axes.set_xscale(panel['x']['scale'])
    axes.set_yscale(panel['y']['scale'])
    axes.set_xlim(panel['x']['min'], panel['x']['max'])
    axes.set_ylim(panel['y']['min'], panel['y']['max'])
    axes.set_xlabel(panel['x']['title'])
    axes.set_ylabel(panel['y']['title'])
    draw_axis(axes.xaxis, axes.spines['bottom'], panel['x'])
    draw_axis(axes.yaxis, axes.spines['left'], panel['y'])
    for side in ('top', 'right'):
        axes.spines[side].set_visible(False)
    for mark in panel['marks']:
        draw = axes.axvline if mark['axis'] == 'x' else axes.axhline
        draw(mark['at'], color=mark['color'], alpha=mark['opacity'], linewidth=mark['width'],
             linestyle=line_style(mark['dash']), zorder=0.5)
    start = 0
    for series in panel['series']:
        draw_series(axes, series, rows[start:start + series['points']])
        start += series['points']
    for label in panel['labels']:
        write(figure, label['x'], label['y'], label['text'], color=label['color'], va='center')
    for label in panel['mark_labels']:
        write(figure, label['x'], label['y'], label['text'], color=FIGURE['muted'], size=FIGURE['tick_font_size'],
              va='baseline')


def draw_images(figure, panel, rows):
    wide, high = panel['image']
    size = wide * high
    for index, (x, y) in enumerate(panel['places']):
        values = [number(row['value']) for row in rows[index * size:(index + 1) * size]]
        axes = figure.add_axes(place(x, y, wide * panel['scale'], high * panel['scale']))
        axes.set_xticks([])
        axes.set_yticks([])
        axes.set_facecolor(FIGURE['faint'])
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.imshow([values[row * wide:(row + 1) * wide] for row in range(high)], cmap='gray', vmin=0, vmax=1,
                    aspect='auto', interpolation='nearest', extent=(0, wide, high, 0))
        points = list(zip(panel['border'][::2], panel['border'][1::2]))
        axes.add_collection(LineCollection(list(zip(points[::2], points[1::2])), colors=FIGURE['border'],
                                           linewidths=FIGURE['border_width']))
    for label in panel['labels']:
        write(figure, label['x'], label['y'], label['text'], ha=label['align'], va='center')


def stroke(color):
    return {'edgecolor': color or 'none', 'linewidth': 1 if color else 0}


def draw_shapes(figure, panel, rows):
    axes = figure.add_axes([0, 0, 1, 1])
    axes.set_xlim(0, FIGURE['width'])
    axes.set_ylim(FIGURE['height'], 0)
    axes.axis('off')
    for order, (kind, *shape) in enumerate(panel['shapes']):
        if kind == 'text':
            x, y, text, size, align, color = shape
            axes.text(x, y, text, size=size, color=color, ha=align, va='center_baseline', zorder=order)
        elif kind == 'circle':
            x, y, radius, fill, edge = shape
            axes.add_patch(Circle((x, y), radius, facecolor=fill, zorder=order, **stroke(edge)))
        elif kind == 'rectangle':
            x, y, width, height, fill, edge = shape
            axes.add_patch(Rectangle((x, y), width, height, facecolor=fill, zorder=order, **stroke(edge)))
        else:
            values, color, width, dash = shape
            points = list(zip(values[::2], values[1::2]))
            lines = [points] if kind == 'line' else list(zip(points[::2], points[1::2]))
            axes.add_collection(LineCollection(lines, colors=color, linewidths=width, linestyles=[line_style(dash)],
                                               capstyle='butt', joinstyle='miter', snap=False, zorder=order))


def draw_entry(figure, entry):
    left, y, length, _ = place(entry['x'], entry['y'], FIGURE['sample_length'], 0)
    figure.add_artist(Line2D([left, left + length], [y, y], color=entry['color'], linewidth=entry['width'],
                             linestyle=line_style(entry['dash']), dash_capstyle='butt', solid_capstyle='butt'))
    figure.add_artist(Line2D([left + length / 2], [y], color=entry['color'], marker=entry['marker'] or None,
                             markersize=entry['marker_size'], markeredgewidth=0))
    write(figure, entry['x'] + FIGURE['sample_length'] + FIGURE['gap'], entry['y'], entry['label'], va='center')


DRAWERS = {'chart': draw_chart, 'images': draw_images, 'shapes': draw_shapes}


def main():
    fonts = {font.name for font in font_manager.fontManager.ttflist}
    plt.rcParams.update({
        'font.family': next((name for name in FIGURE['fonts'] if name in fonts), FIGURE['generic']),
        'font.size': FIGURE['font_size'], 'axes.labelsize': FIGURE['font_size'],
        'xtick.labelsize': FIGURE['tick_font_size'],
        'ytick.labelsize': FIGURE['tick_font_size'], 'axes.linewidth': FIGURE['axis_width'],
        'xtick.major.width': FIGURE['axis_width'], 'ytick.major.width': FIGURE['axis_width'],
        'xtick.major.size': FIGURE['tick_length'], 'ytick.major.size': FIGURE['tick_length'],
        'xtick.major.pad': 2, 'ytick.major.pad': 2, 'axes.labelpad': 2,
        # Words stay words: TrueType in PDF, text in SVG.
        'pdf.fonttype': 42, 'svg.fonttype': 'none', 'lines.scale_dashes': False, 'axes.unicode_minus': True,
    })
    figure = plt.figure(figsize=(FIGURE['width'] / 72, FIGURE['height'] / 72))
    rows = read_rows()
    for panel in PANELS:
        own = [row for row in rows if row['panel'] == panel['letter']]
        if len(own) != panel['points']:
            sys.exit(f"{TABLE} has {len(own)} points of panel {panel['letter']}; this script draws {panel['points']}.")
        DRAWERS[panel['kind']](figure, panel, own)
        for heading in panel['heading']:
            write(figure, heading['x'], heading['y'], heading['text'], weight=heading['weight'], va='baseline')
    for entry in LEGEND:
        draw_entry(figure, entry)
    usual = Path(__file__).with_name(f'{Path(__file__).stem}-matplotlib.pdf')
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else usual
    figure.savefig(target, dpi=FIGURE['dpi'], metadata=METADATA if target.suffix == '.png' else None)


main()
`;
