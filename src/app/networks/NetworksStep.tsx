import { type ReactNode, useEffect, useId, useState } from 'react';
import { foldedWords } from '../../text/folded';
import { level, noun, percent } from '../../text/format';
import { FileDrop } from '../bring/FileDrop';
import { RoleGroups } from '../bring/RoleGroups';
import type { NetworkGroup, Role } from '../bring/roles';
import { later } from '../loading/later';
import { PanelBoundary } from '../PanelBoundary';
import { KnownField } from './KnownField';
import { architectureSentence } from './networkWords';
import type { planPopulations } from './plan';
import type { KnownData, SeenNetworks } from './protocol';
import type { NetworksLab } from './useNetworks';

const NetworkFigure = later(() =>
  import('../../views/network/NetworkFigure').then((file) => file.NetworkFigure),
);
const NetworkGuide = later(() => import('./NetworkGuide').then((file) => file.NetworkGuide));

/** The groups of networks, the role of each, and what populations that makes. */
export type Chosen = {
  groups: NetworkGroup[];
  roles: Map<string, Role>;
  plan: ReturnType<typeof planPopulations>;
  onRole: (networks: NetworkGroup['networks'], role: Role) => void;
  /** Takes two groups as one. */
  onJoin: (titles: [string, string]) => void;
};

type NetworksStepProps = { networks: NetworksLab; chosen: Chosen | null };

/** The first step: files of networks, what is in them, and what each is. */
export function NetworksStep({ networks: { state, choose, clear, send }, chosen }: NetworksStepProps) {
  const id = useId();
  const { seen, busy } = state;
  // The worker answers once it is started, which it says by what is kept.
  const asks = state.listed !== null && state.datasets === null;
  useEffect(() => {
    if (asks) send({ kind: 'datasets', base: zoos() });
  }, [asks, send]);
  return (
    <section aria-labelledby={id} data-testid="networks-step">
      <h2 id={id}>1 Networks</h2>
      <FileDrop
        label="Drop files or a folder here, or choose files"
        testId="choose-networks"
        busy={busy !== null}
        onFiles={choose}
        folder
      >
        A description (JSON) with safetensors, ONNX files, or TensorFlow.js layers models, one folder a
        network; or a zip of them. At most 512 MiB in all. Several networks a population show what is chance.
      </FileDrop>
      <Guide />
      <KnownField
        datasets={state.datasets}
        busy={busy !== null}
        onTake={(data, networks) => send({ kind: 'known', base: zoos(), data, networks })}
      />
      {seen?.known && <Known known={seen.known} />}
      {seen && seen.problems.length > 0 && <Problems problems={seen.problems} />}
      {seen && chosen && seen.sources.length > 0 && <Found seen={seen} chosen={chosen} />}
      {seen && (
        <button type="button" className="imports-quiet" disabled={busy !== null} onClick={clear}>
          Put these networks away
        </button>
      )}
    </section>
  );
}

/** How a network must be described, read when it is opened. */
function Guide() {
  const [open, setOpen] = useState(false);
  return (
    <details className="imports-why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Description and snippet: the JSON file, and Python that writes it from PyTorch</summary>
      {open && (
        <PanelBoundary name="The guide" waiting="Opening the guide.">
          <NetworkGuide />
        </PanelBoundary>
      )}
    </details>
  );
}

/** The folder of the zoos that come with the page. */
function zoos(): string {
  return new URL('zoo/', document.baseURI).href;
}

/** Says whose the networks are, and whose the images. */
function Known({ known: { title, shipped } }: { known: KnownData }) {
  return (
    <p className="imports-file" role="status" data-testid="known-taken">
      The networks are those of <b>{title}</b>,{' '}
      {shipped ? 'which come with this page' : 'which you brought before'}; the images are the ones that you
      choose below. The names of the outputs are {title}’s, and are paired with your classes in step 3.
    </p>
  );
}

function Problems({ problems }: { problems: string[] }) {
  const shown = problems.slice(0, 20);
  return (
    <div className="imports-problem" role="alert" data-testid="network-problems">
      <p>{problems.length === 1 ? 'One file is' : `${problems.length} files are`} left out:</p>
      <ul>
        {shown.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
        {problems.length > shown.length && <li>and {problems.length - shown.length} more.</li>}
      </ul>
    </div>
  );
}

function Found({ seen, chosen }: { seen: SeenNetworks; chosen: Chosen }) {
  const { groups, roles, plan, onRole, onJoin } = chosen;
  const [open, setOpen] = useState(false);
  const about = (networks: NetworkGroup['networks']): ReactNode => {
    const zeros = networks.map(
      ({ source, id }) => seen.sources[source].networks.find((network) => network.id === id)?.zeros ?? 0,
    );
    const mean = zeros.reduce((sum, share) => sum + share, 0) / zeros.length;
    return `${percent(mean)} of the kernel weights zero`;
  };
  const folded = seen.sources.flatMap(({ networks }) =>
    networks.map(({ folded: spread }) => spread).filter((spread) => spread !== null),
  );
  const { architecture } = seen.sources[plan.populations[0]?.networks[0].source ?? 0];
  return (
    <div data-testid="network-groups">
      <h3 className="networks-title">Populations</h3>
      <RoleGroups groups={groups} roles={roles} onRole={onRole} about={about} />
      <p className="imports-note" role="status" data-testid="networks-plan">
        {plan.problem ?? planWords(plan.populations)}{' '}
        {plan.alike && (
          <button type="button" className="imports-quiet" onClick={() => plan.alike && onJoin(plan.alike)}>
            Take them as one population
          </button>
        )}
      </p>
      {folded.length > 0 && (
        <p className="imports-note" role="status" data-testid="networks-folded">
          {foldedWords(folded)} The explorer offers it as “the smallest for their channel”.
        </p>
      )}
      <details
        className="imports-why"
        data-testid="network-layers"
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary>{architectureSentence(architecture)}</summary>
        {open && (
          <PanelBoundary name="The network" waiting="Drawing the network.">
            <NetworkFigure architecture={architecture} />
          </PanelBoundary>
        )}
      </details>
    </div>
  );
}

function planWords(populations: Chosen['plan']['populations']): string {
  const sparse = populations.filter(({ kind }) => kind === 'sparse');
  const parts = populations.map(({ kind, level: share, networks }) => {
    const what = kind === 'dense' ? 'dense' : kind === 'null' ? 'retrained' : `at ${level(share)} removed`;
    return `${networks.length} ${what}`;
  });
  const all = populations.reduce((sum, { networks }) => sum + networks.length, 0);
  const sentence = `${parts.join(', ')} ${noun(all, 'network')}.`;
  return sparse.length === 0
    ? `${sentence} Compressed ones are made here: pruned at any level, or quantised.`
    : sentence;
}
