import { useCallback, useEffect, useMemo, useState } from 'react';
import {
  type Annotations,
  drawStudy,
  mergeAnnotations,
  type StudySettings,
  sameStudy,
} from '../../audit/study';
import { summariseStudy } from '../../audit/studySummary';
import { FigureSource } from '../../charts/figureSource';
import { level as levelText } from '../../charts/format';
import { saveBlob } from '../../charts/saveBlob';
import {
  readAnnotations,
  readStudyFile,
  studyLimits,
  writeAnnotations,
  writeStudy,
} from '../../formats/study';
import { ownAbsent } from '../../library/ownNetworks';
import { defaultExperiment, isOwn } from '../../model/experiment';
import type { Shard } from '../../model/shard';
import { release } from '../../report/citation';
import { Annotate } from '../../views/study/Annotate';
import { studySourceLine } from '../../views/study/describe';
import { type Judging, judge, startJudging } from '../../views/study/judging';
import { Results } from '../../views/study/Results';
import { Setup } from '../../views/study/Setup';
import { parseSettings, settingsQuery } from '../../views/study/settings';
import type { Lab } from '../useLab';
import { keepStudy, keptSettings, keptStudy } from './kept';
import '../../views/study/study.css';

const HASH = '#/judge';

type Props = { lab: Lab; hash: string; onData: (data: string) => void };

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hrefOf(settings: StudySettings): string {
  return `${HASH}?${settingsQuery(settings)}`;
}

async function textOf(file: File): Promise<string> {
  if (file.size > 4 * studyLimits.file) {
    throw new Error(
      `${file.name}: expected a study of at most ${studyLimits.file} characters, got ${file.size} bytes.`,
    );
  }
  return file.text();
}

function save(text: string, name: string): void {
  saveBlob(new Blob([text], { type: 'application/json' }), name);
}

/** The page on which people judge images: its settings in the address, what was said in this browser, files in and out. */
export function JudgePage({ lab, hash, onData }: Props) {
  const { zoo, shard, study: known, problem } = lab.state;
  const { askStudy } = lab;
  const asked = useMemo(() => parseSettings(hash.slice(HASH.length + 1)), [hash]);
  const data = zoo?.offer.data;

  useEffect(() => {
    if (zoo) askStudy(defaultExperiment(zoo.offer));
  }, [zoo, askStudy]);
  const offered = zoo?.offer.datasets.some(({ id }) => id === asked?.data);
  const awaited = offered && asked && asked.data !== data ? asked.data : null;
  useEffect(() => {
    if (awaited) onData(awaited);
  }, [awaited, onData]);

  if (!zoo || !shard || !known || known.data !== data || awaited) {
    return (
      <p className="shell-waiting" role={problem ? 'alert' : 'status'}>
        {problem ?? 'Opening the images.'}
      </p>
    );
  }
  if (known.levels.length === 0) {
    return (
      <p className="shell-waiting" data-testid="study-none">
        {zoo.origin.kind === 'own'
          ? `No compressed networks were brought with ${zoo.title}, so there are no PIEs to judge. Bring some on the page Yours, or choose other images on the page Explore.`
          : `No population of ${zoo.title} was trained sparse, so there are no PIEs to judge. Choose other images on the page Explore.`}
      </p>
    );
  }
  return (
    <Study
      key={asked ? settingsQuery(asked) : data}
      zoo={zoo}
      shard={shard}
      levels={known.levels}
      asked={asked?.data === data ? asked : null}
      missing={asked && asked.data !== data ? asked.data : null}
      onData={onData}
    />
  );
}

function absent(data: string): string {
  return isOwn(data) ? ownAbsent : `The link asks for images of ${data.slice(0, 80)}, which are not here.`;
}

type StudyProps = {
  zoo: NonNullable<Lab['state']['zoo']>;
  shard: Shard;
  levels: NonNullable<Lab['state']['study']>['levels'];
  asked: StudySettings | null;
  /** A dataset that the address names and that is not here. */
  missing: string | null;
  onData: (data: string) => void;
};

function Study({ zoo, shard, levels, asked, missing, onData }: StudyProps) {
  const { offer, classes } = zoo;
  const [[own, ...kept]] = useState<Annotations[]>(() => (asked ? keptStudy(asked) : []));
  const [others, setOthers] = useState(kept);
  const [problem, setProblem] = useState<string | null>(missing && absent(missing));
  const [isKept, setKept] = useState(true);
  const [state, setState] = useState<Judging | null>(() => (own ? startJudging(own) : null));

  const drawn = useCallback(
    (settings: StudySettings) => {
      const level = levels.find(({ sparsity }) => sparsity === settings.level);
      if (settings.data !== offer.data || !level) {
        throw new Error(
          `Expected a study of ${offer.data} at a trained level, got ${settings.data} at ${levelText(settings.level)}; choose those images first.`,
        );
      }
      return { study: drawStudy(settings, level.pies, shard.labels), pies: level.pies };
    },
    [levels, offer, shard],
  );

  const keep = (own: Annotations, also: Annotations[]) => {
    setOthers(also);
    setKept(keepStudy(own.study.settings, [own, ...also]));
  };
  const go = (next: Judging) => {
    setState(next);
    keep(next.annotations, others);
  };
  const current = state?.annotations;

  const open = (annotations: Annotations) => {
    keep(annotations, []);
    setState(startJudging(annotations));
    setProblem(null);
    location.hash = hrefOf(annotations.study.settings);
  };
  const begin = (settings: StudySettings, annotator: string) => {
    try {
      const { study } = drawn(settings);
      if (study.images.length === 0) {
        throw new Error(
          'Expected PIEs and other images of this class, got none of one of them; choose all classes.',
        );
      }
      if (keptStudy(settings).length > 0) location.hash = hrefOf(settings);
      else open({ study, annotator, ownCodes: [], judgements: [], pies: null });
    } catch (error) {
      setProblem(message(error));
    }
  };
  const readFile = async (file: File) => {
    try {
      const read = readStudyFile(await textOf(file), file.name);
      const study = read.kind === 'study' ? read.study : read.annotations.study;
      if (!sameStudy(study, drawn(study.settings).study)) {
        throw new Error(
          `${file.name}: expected the images that its settings draw here, got others; it was made from other networks.`,
        );
      }
      if (read.kind === 'study') location.hash = hrefOf(study.settings);
      else if (keptStudy(study.settings).length > 0) {
        throw new Error(
          `${file.name}: expected a study that this browser does not keep yet; go on with that one below, or remove it first.`,
        );
      } else open(read.annotations);
    } catch (error) {
      setProblem(message(error));
    }
  };
  const addFiles = async (chosen: File[]) => {
    try {
      const added: Annotations[] = [];
      for (const file of chosen) added.push(readAnnotations(await textOf(file), file.name));
      if (!current) return;
      mergeAnnotations([current, ...others, ...added]);
      keep(current, [...others, ...added]);
      setProblem(null);
    } catch (error) {
      setProblem(message(error));
    }
  };

  const notice = !isKept && (
    <p className="shell-notice" role="status">
      This browser keeps nothing of the study. Save your file before you leave.
    </p>
  );
  if (!current || !state) {
    return (
      <div className="study">
        <Setup
          settings={asked}
          datasets={offer.datasets}
          data={offer.data}
          levels={levels.map(({ sparsity }) => sparsity)}
          classes={classes}
          kept={keptSettings().map((settings) => ({
            href: hrefOf(settings),
            text: `${offer.datasets.find(({ id }) => id === settings.data)?.title ?? settings.data}, ${levelText(settings.level)} removed, ${settings.size} images, seed ${settings.seed}`,
          }))}
          problem={problem}
          onData={(data) => {
            location.hash = HASH;
            onData(data);
          }}
          onBegin={begin}
          onFile={readFile}
        />
      </div>
    );
  }
  const { study } = current;
  const saving = {
    onSave: () => save(writeAnnotations(current), 'lacuna-annotations.json'),
    onSaveStudy: () => save(writeStudy(study), 'lacuna-study.json'),
  };
  if (current.pies === null) {
    const finish = () => {
      const left = study.images.length - current.judgements.length;
      if (left > 0 && !confirm(`Finish with ${left} not judged? Nothing can be changed afterwards.`)) return;
      const arePies = new Set(drawn(study.settings).pies);
      const pies = study.images.filter((image) => arePies.has(image)).sort((a, b) => a - b);
      go({ ...state, annotations: { ...current, pies } });
    };
    return (
      <div className="study">
        {notice}
        <Annotate
          shard={shard}
          state={state}
          onStep={(step) => go(judge(state, step))}
          onFinish={finish}
          {...saving}
        />
      </div>
    );
  }
  const all = [current, ...others];
  const summary = summariseStudy(mergeAnnotations(all));
  return (
    <div className="study">
      {notice}
      <FigureSource value={`${studySourceLine(zoo.title, classes, summary)} Lacuna ${release.version}.`}>
        <Results
          summary={summary}
          notes={all.flatMap(({ annotator, judgements }) =>
            judgements.flatMap(({ image, note }) =>
              note ? [{ annotator, place: study.images.indexOf(image) + 1, note }] : [],
            ),
          )}
          problem={problem}
          onFiles={addFiles}
          onRemove={() => {
            if (!confirm('Remove this study and what was said from this browser?')) return;
            keepStudy(study.settings, []);
            setOthers([]);
            setState(null);
            location.hash = HASH;
          }}
          {...saving}
        />
      </FigureSource>
    </div>
  );
}
