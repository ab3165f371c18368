import { useId, useState } from 'react';
import { roleOfName } from '../../../formats/tables/populationNames';
import { bytes, count } from '../../../text/format';
import { Select } from '../../../views/inputs/Select';
import { MakeFields } from '../../bring/MakeFields';
import type { DatasetOffer, ImportRequest } from '../protocol';

type Props = {
  offer: DatasetOffer;
  busy: boolean;
  onOpen: (request: Extract<ImportRequest, { kind: 'gather' }>) => void;
  onClear: () => void;
};

const ROLES = [
  { role: 'dense', label: 'Dense' },
  { role: 'compressed', label: 'Compressed' },
  { role: 'null', label: 'Dense, retrained' },
] as const;

/** The population that seems to stand for a role. */
function firstFor(role: (typeof ROLES)[number]['role'], names: string[]): string {
  const called = names.filter((name) => name === role || roleOfName(name) === role);
  if (role === 'null') return called[0] ?? '';
  const [one] = called.length > 0 ? called : names.filter((name) => roleOfName(name) === null);
  return one ?? '';
}

/** A dataset of parts, before it is read: what it says of itself, and which populations are compared. */
export function DatasetStep({ offer, busy, onOpen, onClear }: Props) {
  const id = useId();
  const { place, dataset, images, classes, populations, parts, failed } = offer;
  const names = populations.map(({ name }) => name);
  const [roles, setRoles] = useState(() =>
    Object.fromEntries(ROLES.map(({ role }) => [role, firstFor(role, names)])),
  );
  const networksOf = (role: string) => populations.find((each) => each.name === roles[role])?.networks;
  const canPair = networksOf('dense') === networksOf('compressed');
  const ready = roles.dense !== '' && roles.compressed !== '' && roles.dense !== roles.compressed;
  const rows: [string, string][] = [
    ['Parts', `${count(parts)}, ${bytes(offer.bytes)}`],
    ['Images', images === null ? 'as the parts say' : count(images)],
    ['Classes', classes === null ? 'as the parts say' : count(classes)],
    ...populations.map(({ name: called, what, networks }): [string, string] => [
      called,
      [networks === null ? null : `${count(networks)} networks`, what || null].filter(Boolean).join(': ') ||
        'networks as the parts say',
    ]),
    ...(failed.length > 0 ? [['Left out', failed.join('; ')] satisfies [string, string]] : []),
  ];
  return (
    <section aria-labelledby={id} data-testid="dataset-offer">
      <h2 id={id}>A dataset of parts</h2>
      <p className="imports-note">
        <b>{place}</b> holds predictions in parts, each of some of the images. They are read one after the
        other, and checked; an image that comes twice or is missing is named.
      </p>
      <dl className="imports-facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {ROLES.filter(({ role }) => role !== 'null' || populations.length > 2).map(({ role, label }) => (
        <label key={role} className="imports-name">
          {label}
          <Select
            value={roles[role]}
            options={['', ...names].map((each) => [each, each || (role === 'null' ? 'none' : 'choose')])}
            onValue={(name) => setRoles((now) => ({ ...now, [role]: name }))}
          />
        </label>
      ))}
      <MakeFields
        {...{ canPair, ready, busy }}
        suggested={dataset}
        testId="gather-parts"
        action="Read and compare them"
        onMake={(making) => {
          const chosen = Object.entries(roles).filter(([, each]) => each !== '');
          onOpen({ kind: 'gather', ...making, roles: Object.fromEntries(chosen) });
        }}
      />{' '}
      <button type="button" className="imports-quiet" disabled={busy} onClick={onClear}>
        Put it away
      </button>
    </section>
  );
}
