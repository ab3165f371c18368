import { paperTables } from '../../audit/levels/paper';
import type { ManifestVariant } from '../../library/manifest';
import type { RobustnessTable } from '../../library/robustness';
import { capital, count, percent } from '../../text/format';
import type { Claim } from './claim';
import { brittleClaim } from './claims';
import { drawsSection } from './evidence';
import { groupsSection } from './groupSections';
import { imageClaims } from './imageClaims';
import { calibrationSection, harderSection, persistenceSection, robustnessSection } from './imageSections';
import { type Known, OPTIONS } from './known';
import { levelClaims } from './levelClaims';
import { markdownTable, withInterval } from './markdown';
import { capacitySection } from './populationSections';
import { classesSection, levelsSection } from './sections';
import { points } from './shared';
import { flaggedClasses } from './verdicts';

/** Claims about what happens from level to level, which one level cannot tell. */
const OVER_LEVELS = ['PIEs grow with the share of weights removed.', 'The number of classes affected grows'];

/**
 * The chapter of a dataset whose test images may not be shipped, beside the main one. It says what its
 * shipped predictions show and, where a copy of the images was brought, groups by what pixels say.
 */
export function withheldChapter(
  known: Known,
  main: Known,
  robustness: RobustnessTable | null,
  mainRobustness: RobustnessTable | null,
): string {
  const { title, citation } = known.zoo.manifest.dataset;
  const hasPixels = known.shard.images.length > 0;
  const sections = [
    besideSection(known, main),
    claimsBeside(known, robustness, [
      ...levelClaims(main),
      ...imageClaims(main),
      brittleClaim(mainRobustness),
    ]),
    levelsSection(known),
    classesSection(known),
    harderSection(known),
    known.levels.length > 1 ? persistenceSection(known) : null,
    drawsSection(known),
    calibrationSection(known),
    capacitySection(known),
    hasPixels ? groupsSection(known) : null,
    robustness && robustnessSection(robustness, ' --images FILE --variants null,sparse-90'),
  ];
  const body = sections.filter((section) => section !== null).join('\n\n');
  return [
    `## ${title}`,
    `${title} (${citation}), ${count(known.images)} test images, ${known.networks} networks a ` +
      `population. The predictions are on ${known.zoo.withheld?.on ?? 'the test images'}, which are ` +
      'other pixels than the published ones; so is the table of corruptions.',
    missing(known, hasPixels, robustness),
    inChapter(body, title),
  ].join('\n\n');
}

/** Headings one lower, and called like no other, with the links to them. */
function inChapter(text: string, title: string): string {
  const anchor = title.toLowerCase().replaceAll(' ', '-');
  return text.replace(/^## (.*)$/gm, `### $1, ${title}`).replace(/\]\(#([\w-]+)\)/g, `](#$1-${anchor})`);
}

/** What variants would show of which no network is there. */
const LOST: Partial<Record<ManifestVariant['kind'], string>> = {
  sparse: 'those levels',
  narrow: 'networks trained that narrow',
};

/** Which variants have no networks, and what therefore is not told. */
export function lackingWords(lacking: readonly Pick<ManifestVariant, 'id' | 'kind'>[]): string {
  const lost = [...new Set(lacking.map(({ kind }) => LOST[kind] ?? 'retraining alone'))];
  const ids = lacking.map(({ id }) => id).join(', ');
  return `there are none of ${ids}, so nothing is said of ${lost.join(' and of ')}`;
}

/** How many networks of each population there are, by its id, and how many of them are compared. */
export function comparedWords(there: Record<string, number>, compared: number): string {
  const ids = Object.keys(there);
  return ids.every((id) => there[id] === compared)
    ? `There are ${compared} networks each of ${ids.join(', ')}, and all are compared`
    : `There are ${ids.map((id) => `${there[id]} ${id}`).join(', ')}: ${compared} of each are compared, ` +
        'since counts of PIEs depend on how many vote';
}

/** What this dataset's populations do not show, because it is not there. */
function missing(
  { zoo, networks, levels }: Known,
  hasPixels: boolean,
  robustness: RobustnessTable | null,
): string {
  const { variants, dataset } = zoo.manifest;
  const lacking = variants.filter(({ id }) => zoo.memberCount(id) === 0);
  const there = ['dense', 'null', ...levels.map(({ id }) => id)];
  const parts = [
    comparedWords(Object.fromEntries(there.map((id) => [id, zoo.memberCount(id)])), networks),
    ...(lacking.length > 0 ? [lackingWords(lacking)] : []),
    ...(robustness
      ? [`corruptions were computed for the first ${robustness.clean.dense.right.length} networks of each`]
      : []),
    ...(hasPixels
      ? []
      : [
          'groups by what pixels show need the images: `npm run -s lacuna -- findings --images ' +
            `FILE --out findings.md\` adds them from your own copy of ${dataset.title}`,
        ]),
  ];
  return `${parts.map(capital).join('. ')}.`;
}

/** Both datasets and the paper's at the level that all have. */
function besideSection(known: Known, main: Known): string {
  const last = known.levels[known.levels.length - 1];
  const row = (of: Known): string[] | null => {
    const level = of.levels.find(({ removed }) => removed === last.removed);
    if (!level) return null;
    const { accuracyChange, pies, noiseFloor, classImpact } = level.findings;
    const floor = noiseFloor.kind === 'null' ? noiseFloor : null;
    return [
      of.zoo.manifest.dataset.title,
      count(of.networks),
      withInterval(of.dense.top1.mean),
      points(accuracyChange),
      percent(pies.images.length / of.images, 2),
      floor ? percent(floor.pies / of.images, 2) : '–',
      `${flaggedClasses(classImpact, OPTIONS.alpha).length} of ${of.dense.classes}`,
    ];
  };
  const paper = paperTables.flatMap(({ data, network, networks, images, classes, rows }) => {
    const found = rows.find(({ removed }) => removed === last.removed);
    if (!found || found.pies === null) return [];
    return [
      [
        `${data}, ${network} (the paper)`,
        count(networks),
        percent(rows[0].top1, 1),
        points({ value: 100 * (found.top1 - rows[0].top1), interval: null }),
        percent(found.pies / images, 2),
        '–',
        found.flagged === null || classes === null
          ? '–'
          : `${count(found.flagged)} of ${count(classes)}, unadjusted`,
      ],
    ];
  });
  return [
    `## Beside the others at ${last.name}`,
    markdownTable(
      [
        'Dataset',
        'Networks',
        'Dense top-1',
        'Change, points',
        'PIEs',
        'Retraining alone',
        'Flagged classes, adjusted',
      ],
      [row(known), row(main), ...paper].filter((cells) => cells !== null),
    ),
    'PIEs are shares of the images. Counts of networks differ, and PIEs and what retraining ' +
      'changes depend on them: fewer networks change their majority more easily.',
  ].join('\n\n');
}

/** Which statements of the paper these populations bear out, beside the main dataset's. */
function claimsBeside(known: Known, robustness: RobustnessTable | null, others: Claim[]): string {
  const claims = [...levelClaims(known), ...imageClaims(known), brittleClaim(robustness)].map((claim) =>
    known.levels.length < 2 && OVER_LEVELS.some((start) => claim.claim.startsWith(start))
      ? { ...claim, verdict: 'not told', figures: 'one level was trained' }
      : claim,
  );
  return [
    '## What agrees with the paper',
    markdownTable(
      ['The paper', 'Fashion-MNIST', 'Here', 'Figures'],
      claims.map(({ claim, verdict, figures }) => [
        claim,
        others.find((other) => other.claim === claim)?.verdict ?? '–',
        verdict,
        figures,
      ]),
      4,
    ),
  ].join('\n\n');
}
