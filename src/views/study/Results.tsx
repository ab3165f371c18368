import { useEffect, useRef } from 'react';
import { codebook, studySource } from '../../audit/study/studyCodes';
import type { StudySummary } from '../../audit/study/studySummary';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { count, decimal, noun, percent, pValue, range } from '../../text/format';
import { methodsHref } from '../methods/anchors';
import { Annotators, type AnnotatorsProps } from './Annotators';
import { SharesChart } from './SharesChart';
import { differenceCell, kappaCell, shareCell, studiedNetworks, studyClaim, studyWords } from './studyWords';

export type ResultsProps = Omit<AnnotatorsProps, 'annotators'> & {
  summary: StudySummary;
  /** Notes with the place of their image in the study, all annotators'. */
  notes: { annotator: string; place: number; note: string }[];
  problem: string | null;
  onFiles: (files: File[]) => void;
  onSave: () => void;
  onSaveStudy: () => void;
  onRemove: () => void;
  /** Saves shares, tests and agreement. */
  onSaveSummary: (form: 'csv' | 'json') => void;
};

/**
 * What a finished study shows: shares of PIEs and others with each code, tests, agreement, and the paper's
 * figures.
 */
export function Results(props: ResultsProps) {
  const { summary, notes, problem, onFiles, onSave, onSaveStudy, onRemove, onSaveSummary } = props;
  const { onRename, onDrop } = props;
  const { codes, annotators, images, difficulty, settings } = summary;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="study-results" data-testid="study-results">
      <h1 ref={heading} tabIndex={-1}>
        What you saw
      </h1>
      <p className="study-lead">
        {count(images)} {noun(images, 'image')}, half of them PIEs of the
        {` ${studiedNetworks(settings.level)}; seed ${count(settings.seed)}. `}
        Judged by:
      </p>
      <Annotators annotators={annotators} onRename={onRename} onDrop={onDrop} />
      {problem && (
        <p className="shell-notice" role="alert">
          {problem}
        </p>
      )}
      <div className="study-steps">
        <label className="study-file">
          Add other annotators’ files
          <input
            type="file"
            multiple
            accept=".json,application/json"
            onChange={(event) => {
              const files = [...(event.target.files ?? [])];
              event.target.value = '';
              if (files.length > 0) onFiles(files);
            }}
          />
        </label>
        <button type="button" onClick={onSave}>
          Save my file
        </button>
        <button type="button" onClick={onSaveStudy}>
          Save the study
        </button>
        <button type="button" onClick={() => onSaveSummary('csv')}>
          Save the results, CSV
        </button>
        <button type="button" onClick={() => onSaveSummary('json')}>
          JSON
        </button>
        <button type="button" onClick={onRemove}>
          Remove from this browser
        </button>
      </div>
      <Figure
        title="PIEs beside other images"
        {...studyClaim(summary)}
        how={
          `a dot is the share of images with a code (${studyWords(summary)}); a code holds of an ` +
          'image when more than half of those who judged it say so. Strong dots are PIEs, pale ones ' +
          "the others; lines are Wilson's 95% intervals."
        }
        name="study"
        methods={methodsHref('study')}
        table={
          <ChartTable
            caption={
              "Images with each code, with 95% intervals; p is Fisher's exact test, adjusted over the " +
              'codes (Benjamini-Hochberg)'
            }
            columns={[
              ['Code', (code) => code.name],
              ['Not PIE', (code) => shareCell(code.nonPie)],
              ['PIE', (code) => shareCell(code.pie)],
              ['Difference, points', (code) => differenceCell(code.difference)],
              ['p', (code) => pValue(code.p)],
              ['Adjusted p', (code) => pValue(code.pAdjusted)],
              ['Paper: not PIE', (code) => paperCell(code.paper?.nonPie)],
              ['Paper: PIE', (code) => paperCell(code.paper?.pie)],
            ]}
            rows={codes}
          />
        }
      >
        <SharesChart codes={codes} />
      </Figure>
      <div className="study-tables">
        {annotators.length > 1 ? (
          <ChartTable
            caption={
              `Agreement: ${annotators.length > 2 ? "Fleiss'" : "Cohen's"} kappa with a 95% ` +
              'bootstrap interval over images'
            }
            columns={[
              ['Code', ({ name }) => name],
              ['Kappa', ({ agreement }) => kappaCell(agreement)],
              ['Agree', ({ agreement }) => percent(agreement.observed)],
              ['Images', ({ agreement }) => count(agreement.n)],
              ['Annotators', ({ agreement }) => count(agreement.raters)],
            ]}
            rows={codes.flatMap(({ name, agreement }) => (agreement ? [{ name, agreement }] : []))}
          />
        ) : (
          <p className="study-how">One annotator: add a second one’s file to see how far people agree.</p>
        )}
        <ChartTable
          caption={`The paper's, not computed here (${studySource})`}
          columns={[
            ['Code', ({ name }) => name],
            ['Not PIE', ({ paper }) => paperCell(paper?.nonPie)],
            ['PIE', ({ paper }) => paperCell(paper?.pie)],
          ]}
          rows={codebook.filter(({ paper }) => paper)}
        />
      </div>
      <p className="study-how">
        In the paper’s table the rows “Label incorrect or inadequate” and “Fine-grained” carry the same
        figures, probably a slip. Its images are ImageNet’s, judged by 85 people. These are other images,
        judged by {count(annotators.length)} {noun(annotators.length, 'person', 'people')}, so the tables
        stand beside each other and are not compared. PIEs are chosen by disagreement of networks: a code that
        is frequent among them need not be its cause.
      </p>
      <p className="study-how">
        Mean difficulty (1 easy, 5 hard): PIEs {difficultyWords(difficulty.pie)}, others{' '}
        {difficultyWords(difficulty.nonPie)}.
      </p>
      {notes.length > 0 && (
        <details>
          <summary>
            {count(notes.length)} {noun(notes.length, 'note')}
          </summary>
          <ul>
            {notes.map(({ annotator, place, note }) => (
              <li key={`${annotator} ${place}`}>
                Image {count(place)}, {annotator}: {note}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function paperCell(share: number | undefined): string {
  return share === undefined ? '–' : `${decimal(share, 2)}%`;
}

function difficultyWords(of: StudySummary['difficulty']['pie']): string {
  if (!of) return 'not said';
  const ends = of.interval ? `${range(of.interval, (end) => decimal(end, 2))}, ` : '';
  return `${decimal(of.value, 2)} (${ends}${count(of.n)} ${noun(of.n, 'image')})`;
}
