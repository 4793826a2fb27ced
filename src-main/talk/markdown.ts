import type { ReportTable } from '../contract/report';
import type { TalkResults } from '../contract/talk';
import { talkReport } from './report';

/** Tables of the report before its sections, conclusions and cost, as Markdown. */
export function reportSummary(talk: TalkResults): string {
  const { title, subtitle, blocks } = talkReport(talk);
  const end = blocks.findIndex(({ kind }) => kind === 'heading');
  const shown = blocks.slice(0, end < 0 ? undefined : end).flatMap((block) => {
    return block.kind === 'table' ? [tableMarkdown(block)] : block.kind === 'text' ? [block.text] : [];
  });
  const changes = [...new Set(talk.results.map((result) => JSON.stringify(result.changes)))].filter(
    (one) => one !== '{}',
  );
  const smaller = changes.length > 0 ? [`Some studies were changed for this report: ${changes.join('; ')}.`] : [];
  return `${[`# ${title}`, subtitle, ...smaller, ...shown].join('\n\n')}\n`;
}

function tableMarkdown({ title, columns, rows }: ReportTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [`**${title}**`, '', line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
