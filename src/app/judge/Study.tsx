import { useCallback, useEffect, useState } from 'react';
import {
  type Annotations,
  drawStudy,
  IMPORTED,
  mergeAnnotations,
  type Study as StudyDraw,
  type StudySettings,
  sameStudy,
} from '../../audit/study/study';
import { withOwnCodes } from '../../audit/study/studyCodes';
import { summariseStudy } from '../../audit/study/studySummary';
import { FigureSource } from '../../charts/figureSource';
import { saveBlob } from '../../charts/saveBlob';
import {
  readAnnotations,
  readStudyFile,
  studyLimits,
  writeAnnotations,
  writeStudy,
} from '../../formats/study/study';
import { studyToCsv, studyToJson } from '../../formats/study/studyTable';
import type { Offer } from '../../model/experiment';
import type { Shard } from '../../model/shard';
import { release } from '../../report/citation';
import { count } from '../../text/format';
import { messageOf } from '../../text/messageOf';
import { Annotate } from '../../views/study/Annotate';
import { type Judging, judge, startJudging } from '../../views/study/judging';
import { Results } from '../../views/study/Results';
import { Setup } from '../../views/study/Setup';
import { settingsQuery } from '../../views/study/settings';
import { studiedNetworks, studySourceLine } from '../../views/study/studyWords';
import { askToKeep } from '../storage/promise';
import { HASH, hrefOf } from './address';
import { keepStudy, keptSettings, keptStudy, watchStudy } from './kept';
import '../../views/study/study.css';

async function textOf(file: File): Promise<string> {
  if (file.size > 4 * studyLimits.file) {
    throw new Error(
      `${file.name}: expected a study of at most ${count(studyLimits.file)} characters, ` +
        `got ${count(file.size)} bytes.`,
    );
  }
  return file.text();
}

function save(text: string, name: string, type = 'application/json'): void {
  saveBlob(new Blob([text], { type }), name);
}

/**
 * What can be judged: images, and the PIEs of each population that was compressed, by what was removed from
 * it.
 */
type StudySubject = {
  /** How it is named in an address and in files. */
  data: string;
  title: string;
  shard: Shard;
  levels: { sparsity: number | null; pies: Uint32Array }[];
};

/** What every study is given: what can be judged, the study asked for, and a way to other images. */
export type JudgeProps = {
  datasets: Offer['datasets'];
  asked: StudySettings | null;
  /** Codes of the study's own that the address names. */
  ownCodes: string[];
  /** Why what the address asks for is not shown. */
  missing: string | null;
  onData: (data: string) => void;
};

type StudyProps = JudgeProps & { subject: StudySubject };

/** A study of a subject from its beginning to its results; what was said is kept in this browser. */
export function Study({ subject, datasets, asked, ownCodes, missing, onData }: StudyProps) {
  const { data, title, shard, levels } = subject;
  const { classes } = shard;
  const [{ files, problem: damage }] = useState(() =>
    asked ? keptStudy(asked) : { files: [], problem: null },
  );
  const [own, ...kept] = files;
  const [others, setOthers] = useState(kept);
  const [problem, setProblem] = useState(missing ?? damage);
  const [isKept, setKept] = useState(true);
  const [state, setState] = useState<Judging | null>(() =>
    own ? startJudging({ ...own, ownCodes: withOwnCodes(own.ownCodes, ownCodes) }) : null,
  );
  const settings = state?.annotations.study.settings ?? null;
  const key = settings && settingsQuery(settings);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the settings
  useEffect(() => {
    if (!settings) return;
    return watchStudy(settings, ([mine, ...rest]) => {
      setOthers(rest);
      setState((now) => now && { ...now, annotations: mine });
    });
  }, [key]);

  const drawn = useCallback(
    (settings: StudySettings) => {
      const level = levels.find(({ sparsity }) => sparsity === settings.level);
      if (settings.data !== data || !level) {
        throw new Error(
          `Expected a study of ${data}, ` +
            `${levels.map(({ sparsity }) => studiedNetworks(sparsity)).join(' or ')}, got ` +
            `${settings.data}, ${studiedNetworks(settings.level)}; choose those images first.`,
        );
      }
      return { study: drawStudy(settings, level.pies, shard.labels), pies: level.pies };
    },
    [data, levels, shard],
  );

  /**
   * A study of what was imported has the name of the browser that wrote it: here it is called as it is here.
   */
  const asHere = (study: StudyDraw): StudyDraw =>
    study.settings.data.startsWith(IMPORTED) && data.startsWith(IMPORTED)
      ? { ...study, settings: { ...study.settings, data } }
      : study;
  /**
   * Keeps the annotator's file and those of others; gives the own one as it is kept, with what another tab
   * said meanwhile.
   */
  const keep = (own: Annotations, also: Annotations[]): Annotations => {
    const { kept, files } = keepStudy(own.study.settings, [own, ...also]);
    setOthers(files.slice(1));
    setKept(kept);
    return files[0];
  };
  const go = (next: Judging) => {
    setState({ ...next, annotations: keep(next.annotations, others) });
    const { study, ownCodes } = next.annotations;
    const href = hrefOf(study.settings, ownCodes);
    if (href !== location.hash) history.replaceState(null, '', href);
  };
  const current = state?.annotations;

  const open = (annotations: Annotations) => {
    askToKeep();
    setState(startJudging(keep(annotations, [])));
    setProblem(null);
    location.hash = hrefOf(annotations.study.settings, annotations.ownCodes);
  };
  const begin = (settings: StudySettings, annotator: string) => {
    try {
      const { study } = drawn(settings);
      if (study.images.length === 0) {
        throw new Error(
          'Expected PIEs and other images of this class, got none of one of them; choose all classes.',
        );
      }
      if (keptStudy(settings).files.length > 0) location.hash = hrefOf(settings, ownCodes);
      else open({ study, annotator, ownCodes, judgements: [], pies: null });
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  const readFile = async (file: File) => {
    try {
      const read = readStudyFile(await textOf(file), file.name);
      const study = asHere(read.kind === 'study' ? read.study : read.annotations.study);
      if (!sameStudy(study, drawn(study.settings).study)) {
        throw new Error(
          `${file.name}: expected the images that its settings draw here, got others; it was made ` +
            'from other networks.',
        );
      }
      if (read.kind === 'study') location.hash = hrefOf(study.settings, read.ownCodes);
      else if (keptStudy(study.settings).files.length > 0) {
        throw new Error(
          `${file.name}: expected a study that this browser does not keep yet; go on with that one ` +
            'below, or remove it first.',
        );
      } else open({ ...read.annotations, study });
    } catch (error) {
      setProblem(messageOf(error));
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
      setProblem(messageOf(error));
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
          datasets={datasets}
          data={data}
          levels={levels.map(({ sparsity }) => sparsity)}
          classes={classes}
          kept={keptSettings().map((settings) => ({
            href: hrefOf(settings),
            text:
              `${datasets.find(({ id }) => id === settings.data)?.title ?? settings.data}, ` +
              `${studiedNetworks(settings.level)}, ${count(settings.size)} images, seed ${settings.seed}`,
          }))}
          problem={problem}
          onData={onData}
          onBegin={begin}
          onFile={readFile}
        />
      </div>
    );
  }
  const { study } = current;
  const saving = {
    onSave: () => save(writeAnnotations(current), 'lacuna-annotations.json'),
    onSaveStudy: () => save(writeStudy(study, current.ownCodes), 'lacuna-study.json'),
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
          local={datasets.some(({ id, own }) => id === data && own)}
          {...saving}
        />
      </div>
    );
  }
  const all = [current, ...others];
  const rename = (place: number, typed: string) => {
    try {
      const annotator = typed.replace(/[\p{Cc}\s]+/gu, ' ').trim();
      if (annotator === '') throw new Error('Expected a name, got none.');
      const [own, ...rest] = all.with(place, { ...all[place], annotator });
      mergeAnnotations([own, ...rest]);
      setState({ ...state, annotations: keep(own, rest) });
      setProblem(null);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  const summary = summariseStudy(mergeAnnotations(all));
  return (
    <div className="study">
      {notice}
      <FigureSource value={`${studySourceLine(title, classes, summary)} Lacuna ${release.version}.`}>
        <Results
          summary={summary}
          notes={all.flatMap(({ annotator, judgements }) =>
            judgements.flatMap(({ image, note }) =>
              note ? [{ annotator, place: study.images.indexOf(image) + 1, note }] : [],
            ),
          )}
          problem={problem}
          onFiles={addFiles}
          onRename={rename}
          onDrop={(place) => keep(current, others.toSpliced(place - 1, 1))}
          onSaveSummary={(form) =>
            form === 'csv'
              ? save(studyToCsv(summary), 'lacuna-study-results.csv', 'text/csv')
              : save(studyToJson(summary), 'lacuna-study-results.json')
          }
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
