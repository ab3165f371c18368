import { useEffect, useMemo, useState } from 'react';
import { chosenWay, matchClasses } from '../../formats/images/matchClasses';
import { ownDataset } from '../../library/ownNetworks';
import { Busy } from '../bring/Busy';
import { firstRoles, keyOf, withRole } from '../bring/RoleGroups';
import { Waiting } from '../bring/Waiting';
import { intoView } from '../intoView';
import { askToKeep } from '../storage/promise';
import { BringStep } from './BringStep';
import { ImagesStep } from './ImagesStep';
import { MeaningStep } from './MeaningStep';
import { type Chosen, NetworksStep } from './NetworksStep';
import { bestUsual, fieldsOf, type NormalisationFields, readNormalisation, usualFor } from './normalisation';
import { guessGroups, joinGroups, outputsOf, planPopulations } from './plan';
import type { CheckAnswer, CheckQuestion, Reading, SeenNetworks } from './protocol';
import { type NetworksLab, useNetworks } from './useNetworks';
import '../imports/imports.css';
import './networks.css';

type Settings = Pick<Reading, 'part' | 'labels' | 'fit'>;

/**
 * A reader's own networks on the reader's own images: brought in, run, kept; then they are a dataset of the
 * explorer.
 */
export function Networks() {
  const networks = useNetworks();
  const { state } = networks;
  const { seen, listed, busy, problem, brought } = state;
  useEffect(() => {
    if (brought) location.assign(`?data=${ownDataset(brought)}`);
  }, [brought]);
  return (
    <>
      <p className="imports-origin">
        <a href="#/yours">Yours</a>
      </p>
      <h1>Bring your own networks</h1>
      <p className="imports-lead">
        Trained networks of one architecture, yours or those that come with the page, and labelled images
        become a dataset of the explorer. It has every chapter, pruned and quantised at any level. Files are
        read and run in this page and kept in this browser; nothing is sent anywhere.
      </p>
      {listed && !listed.kept && (
        <p className="shell-notice" role="status">
          This browser offers no storage here (a private window, or an address without https), so that
          networks could not be kept to be explored.
        </p>
      )}
      {problem && (
        <p
          key={problem.message}
          ref={intoView}
          className="imports-problem"
          role="alert"
          data-testid="networks-problem"
        >
          {problem.message}
          {problem.asked === 'networks' && <Waiting files={state.waiting} />}
        </p>
      )}
      {busy && <Busy busy={busy} onStop={networks.stop} />}
      {seen ? (
        <Steps key={keyOfSeen(seen)} networks={networks} seen={seen} />
      ) : (
        <NetworksStep networks={networks} chosen={null} />
      )}
    </>
  );
}

function keyOfSeen({ sources, known }: SeenNetworks): string {
  return JSON.stringify([known, ...sources.map(({ name, networks }) => [name, networks.length])]);
}

function useChosen(seen: SeenNetworks): Chosen {
  const [groups, setGroups] = useState(() => guessGroups(seen.sources));
  const [roles, setRoles] = useState(() => firstRoles(groups));
  const plan = useMemo(
    () => planPopulations(seen.sources, groups, ({ source, id }) => roles.get(keyOf(source, id)) ?? 'none'),
    [seen, groups, roles],
  );
  return {
    groups,
    roles,
    plan,
    onRole: (networks, role) => setRoles((now) => withRole(now, networks, role)),
    onJoin: ([first, second]) => setGroups((now) => joinGroups(now, first, second)),
  };
}

function Steps({ networks, seen }: { networks: NetworksLab; seen: SeenNetworks }) {
  const { state, send } = networks;
  const { gathered, busy, images } = state;
  const chosen = useChosen(seen);
  const { populations, problem } = chosen.plan;
  const first = populations[0]?.networks[0] ?? null;
  const model = first && seen.sources[first.source];
  const [settings, setSettings] = useState<Settings>({ part: null, labels: null, fit: 'crop' });
  const [typed, setTyped] = useState<NormalisationFields | null>(null);
  /**
   * The way to pair classes with outputs that the reader chose; null leaves it to what the first network
   * answers.
   */
  const [wanted, setWanted] = useState<string | null>(null);

  const input = model?.architecture.input ?? null;
  const reading = useMemo((): Reading | null => {
    if (!input || !images) return null;
    const { height, width, channels } = input;
    const part = images.parts.includes(settings.part ?? '') ? settings.part : (images.parts[0] ?? null);
    const labels = images.labels.includes(settings.labels ?? '')
      ? settings.labels
      : (images.labels[0] ?? null);
    return { target: { height, width, channels }, part, labels, fit: settings.fit };
  }, [input, images, settings]);
  useEffect(() => {
    if (reading) send({ kind: 'preview', reading });
  }, [reading, send]);

  const isRead = gathered !== null && JSON.stringify(gathered.reading) === JSON.stringify(reading);
  const used = populations.flatMap((population) =>
    population.networks.map(({ source }) => seen.sources[source]),
  );
  const stated = used.find(({ hasNormalisation }) => hasNormalisation)?.architecture.input ?? null;
  const asks = used.some(({ hasNormalisation }) => !hasNormalisation);
  const start = stated ?? input;
  const fits = typed && input && typed.mean.length === input.channels ? typed : start && fieldsOf(start);
  const fields = asks ? fits : null;
  const normalisation = useMemo(
    () => (fits ? readNormalisation(asks || !start ? fits : fieldsOf(start)) : null),
    [fits, asks, start],
  );
  const named = used.find(({ classes }) => classes !== null)?.classes ?? null;
  const { matches, problem: mismatch } = useMemo(
    () =>
      isRead && model && images
        ? matchClasses(
            named,
            { ...gathered, file: images.file },
            outputsOf(model),
            seen.known ? 'zoo' : 'description',
          )
        : { matches: [], problem: null },
    [isRead, model, images, gathered, named, seen.known],
  );

  const guesses = asks && stated === null && input !== null;
  const usual = useMemo(() => (guesses ? usualFor(input.channels) : []), [guesses, input]);
  const asked = useMemo(
    (): CheckQuestion | null =>
      first && normalisation && matches.length > 0 && !problem
        ? { network: first, normalisation, matches, usual }
        : null,
    [first, normalisation, matches, problem, usual],
  );
  const question = asked && JSON.stringify(asked);
  useEffect(() => {
    if (question) send({ kind: 'check', question: JSON.parse(question) });
  }, [question, send]);
  const checked = state.checked && JSON.stringify(state.checked.question) === question ? state.checked : null;
  const isUntouched = typed === null && guesses;
  const way = chosenWay(matches, wanted, checked && rightWith(checked, isUntouched));
  // Until the reader says otherwise, it begins at the usual normalisation that the images speak for.
  useEffect(() => {
    if (!isUntouched || !checked) return;
    const best = bestUsual(
      checked.question.usual,
      checked.usual.map((correct) => correct[way]),
      checked.correct[way],
    );
    if (best) setTyped(fieldsOf(best.normalisation));
  }, [isUntouched, checked, way]);

  return (
    <>
      <NetworksStep networks={networks} chosen={chosen} />
      {seen.sources.length > 0 && (
        <ImagesStep networks={networks} reading={reading} settings={settings} onSettings={setSettings} />
      )}
      {mismatch && (
        <p className="imports-problem" role="alert" data-testid="class-problem">
          {mismatch}
        </p>
      )}
      {isRead && matches.length > 0 && !problem && (
        <MeaningStep
          matches={matches}
          chosen={way}
          onMatch={(match) => setWanted(matches[match].words)}
          fields={fields}
          stated={start ? `mean ${start.mean.join(', ')}, deviation ${start.std.join(', ')}` : ''}
          onFields={setTyped}
          checked={checked}
          broken={normalisation === null}
        />
      )}
      {isRead &&
        model &&
        normalisation &&
        matches.length > 0 &&
        (matches.length === 1 || checked) &&
        !problem && (
          <BringStep
            populations={populations}
            images={gathered}
            suggested={nameFrom(seen, images?.file ?? '')}
            architecture={model.architecture}
            busy={busy !== null}
            onBring={(details) => {
              askToKeep();
              send({ kind: 'bring', populations, normalisation, match: matches[way], ...details });
            }}
          />
        )}
    </>
  );
}

/**
 * How often a first network is right by each way, at best over the usual normalisations as long as none is
 * settled.
 */
function rightWith({ correct, usual }: CheckAnswer, isOpen: boolean): Pick<CheckAnswer, 'correct'> {
  return {
    correct: isOpen ? correct.map((right, at) => Math.max(right, ...usual.map((all) => all[at]))) : correct,
  };
}

function nameFrom({ sources, known }: SeenNetworks, images: string): string {
  const stem = (path: string) => path.slice(path.lastIndexOf('/') + 1).replace(/(\.[a-z][a-z0-9]*)+$/i, '');
  return `${known?.title ?? stem(sources[0]?.name ?? 'networks')} on ${stem(images)}`.slice(0, 80);
}
