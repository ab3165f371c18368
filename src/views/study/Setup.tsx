import { type FormEvent, useId, useState } from 'react';
import type { StudySettings } from '../../audit/study/study';
import type { Offer } from '../../model/experiment';
import { DatasetOptions } from '../experiment/DatasetOptions';
import { Select } from '../inputs/Select';
import { studiedNetworks } from './studyWords';

export type SetupProps = {
  /** What a link or a file asks for; null for a study of the reader's own. */
  settings: StudySettings | null;
  datasets: Offer['datasets'];
  data: string;
  /** Trained levels, ascending; one that is null where it is not known what was removed. */
  levels: (number | null)[];
  classes: string[];
  /** Studies kept in this browser. */
  kept: { href: string; text: string }[];
  problem: string | null;
  onData: (data: string) => void;
  onBegin: (settings: StudySettings, annotator: string) => void;
  onFile: (file: File) => void;
};

/** Where a study is set up: what it draws, and who judges. */
export function Setup(props: SetupProps) {
  const { settings, datasets, data, levels, classes, kept, problem } = props;
  const [size, setSize] = useState(`${settings?.size ?? 40}`);
  const [seed, setSeed] = useState(`${settings?.seed ?? 0}`);
  const [level, setLevel] = useState(`${settings ? settings.level : levels.at(-1)}`);
  const [label, setLabel] = useState(`${settings?.label ?? ''}`);
  const [annotator, setAnnotator] = useState('');
  const id = useId();
  const begin = (event: FormEvent) => {
    event.preventDefault();
    const name = annotator.replace(/[\p{Cc}\s]+/gu, ' ').trim();
    if (name === '') return;
    props.onBegin(
      {
        data,
        level: level === 'null' ? null : Number(level),
        label: label === '' ? null : Number(label),
        size: Number(size),
        seed: Number(seed),
      },
      name,
    );
  };
  return (
    <div className="study-setup">
      <h1>Judge the images yourself</h1>
      <p className="study-lead">
        Half of the images are PIEs, half are not, in random order. You are not told which until you have
        finished. What you say stays in this browser.
      </p>
      {problem && (
        <p className="shell-notice" role="alert">
          {problem}
        </p>
      )}
      <form onSubmit={begin} aria-labelledby={`${id}-title`}>
        <h2 id={`${id}-title`}>{settings ? 'The study of this link' : 'A new study'}</h2>
        <label>
          Images of
          <select value={data} onChange={(event) => props.onData(event.target.value)}>
            <DatasetOptions datasets={datasets} />
          </select>
        </label>
        <label>
          PIEs of the
          <Select
            name="level"
            value={level}
            options={levels.map((each) => [`${each}`, studiedNetworks(each)])}
            onValue={setLevel}
          />
        </label>
        <label>
          Class
          <Select
            name="class"
            value={label}
            options={[['', 'all'], ...classes.map((name, place) => [`${place}`, name] as const)]}
            onValue={setLabel}
          />
        </label>
        <label>
          Images (even)
          <input
            name="size"
            type="number"
            min={2}
            max={2000}
            step={2}
            required
            value={size}
            onChange={(event) => setSize(event.target.value)}
          />
        </label>
        <label>
          Seed
          <input
            name="seed"
            type="number"
            min={0}
            max={4294967295}
            step={1}
            required
            value={seed}
            onChange={(event) => setSeed(event.target.value)}
          />
        </label>
        <label>
          Your name, for your file
          <input
            name="annotator"
            type="text"
            maxLength={80}
            required
            value={annotator}
            onChange={(event) => setAnnotator(event.target.value)}
          />
        </label>
        <button type="submit" className="study-main">
          Begin
        </button>
      </form>
      <h2>Or go on</h2>
      {kept.length > 0 && (
        <ul>
          {kept.map(({ href, text }) => (
            <li key={href}>
              <a href={href}>{text}</a>
            </li>
          ))}
        </ul>
      )}
      <label className="study-file">
        Open a study or an annotator’s file
        <input
          type="file"
          accept=".json,application/json"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file) props.onFile(file);
          }}
        />
      </label>
    </div>
  );
}
