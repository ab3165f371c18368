import type { Chapter, HostKind, Lacks, Panel } from './panel';

/** A panel that is not shown, and what it would need. */
export type Missing = { panel: Panel; why: string };

/** A chapter as a host shows it; `missing` are the panels that it would have elsewhere. */
export type PlacedChapter = Chapter & { missing: Missing[] };

/**
 * What of the argument a host can show: the chapters with a panel that stands open, and all else with what it
 * would need.
 */
export function placed(
  chapters: readonly Chapter[],
  host: HostKind,
  lacks: Lacks,
): { chapters: PlacedChapter[]; missing: Missing[] } {
  const whyNot = ({ needs }: Panel) => needs.map((need) => lacks[need]).find((why) => why !== undefined);
  const all = chapters.map((chapter): PlacedChapter => {
    const here = ({ only }: Panel) => only?.includes(host) ?? true;
    const isShown = (panel: Panel) => here(panel) && whyNot(panel) === undefined;
    const missing = [...chapter.leads, ...chapter.details].filter(here).flatMap((panel) => {
      const why = whyNot(panel);
      return why === undefined ? [] : [{ panel, why }];
    });
    return {
      ...chapter,
      leads: chapter.leads.filter(isShown),
      details: chapter.details.filter(isShown),
      missing,
    };
  });
  return {
    chapters: all.filter(({ leads }) => leads.length > 0),
    missing: all.filter(({ leads }) => leads.length === 0).flatMap(({ missing }) => missing),
  };
}

/** The number of the chapter with a leading panel, from 1; null where it is not shown. */
export function chapterWith(chapters: readonly PlacedChapter[], panel: string): number | null {
  const place = chapters.findIndex(({ leads }) => leads.some(({ id }) => id === panel));
  return place < 0 ? null : place + 1;
}

/** One sentence on what is not shown and why; null where all is. */
export function missingSentence(missing: readonly Missing[]): string | null {
  if (missing.length === 0) return null;
  const reasons = [...new Set(missing.map(({ why }) => why))];
  const parts = reasons.map((reason) => {
    const titles = missing.filter(({ why }) => why === reason).map(({ panel }) => `“${panel.title}”`);
    return `${titles.join(' and ')}: ${reason}`;
  });
  return `Not here are ${parts.join('; ')}.`;
}

/** One sentence on what a report, which runs nothing, leaves out of what a host shows. */
export function leftOutOfReport(shown: readonly PlacedChapter[]): string {
  const panels = shown.flatMap(({ leads, details }) => [...leads, ...details]);
  const titles = [...new Set(panels.filter(({ inReport }) => !inReport).map(({ title }) => `“${title}”`))];
  return (
    'A report is one file that computes nothing. The page also shows ' +
    `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}; a bundle opens there.`
  );
}
