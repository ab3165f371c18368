import { useId, useMemo, useState } from 'react';
import { count, noun } from '../../charts/format';
import { stem } from '../../formats/mergeTables';
import { ownFiles } from './ChooseFiles';
import type { ImportRequest, OwnFile, RoleChoice } from './protocol';
import { groupNetworks, type NetworkSource, type Role } from './roles';

const ROLES: [Role, string][] = [
  ['dense', 'dense'],
  ['compressed', 'compressed'],
  ['null', 'dense, retrained'],
  ['none', 'left out'],
];

type Props = {
  sources: NetworkSource[];
  busy: boolean;
  onMake: (request: Extract<ImportRequest, { kind: 'make' }>) => void;
};

const keyOf = (source: number, id: string) => `${source} ${id}`;

/** Which networks are the dense and which the compressed population, whether they are pairs, and images for them. */
export function RolesStep({ sources, busy, onMake }: Props) {
  const id = useId();
  const groups = useMemo(() => groupNetworks(sources), [sources]);
  const [roles, setRoles] = useState(
    () =>
      new Map(
        groups.flatMap(({ networks, role }) =>
          networks.map((network): [string, Role] => [keyOf(network.source, network.id), role]),
        ),
      ),
  );
  const [paired, setPaired] = useState(false);
  const [name, setName] = useState(() => nameFrom(sources));
  const [pictures, setPictures] = useState<OwnFile[]>([]);
  const set = (networks: { source: number; id: string }[], role: Role) =>
    setRoles((now) => {
      const next = new Map(now);
      for (const network of networks) next.set(keyOf(network.source, network.id), role);
      return next;
    });
  const choices: RoleChoice[] = sources.flatMap(({ networks }, source) =>
    networks.map((network) => ({
      source,
      id: network,
      role: roles.get(keyOf(source, network)) ?? 'none',
    })),
  );
  const counted = (role: Role) => choices.filter((choice) => choice.role === role).length;
  const [dense, compressed, nulls] = [counted('dense'), counted('compressed'), counted('null')];
  const canPair = dense === compressed;
  const ready = dense > 0 && compressed > 0;
  return (
    <section aria-labelledby={id} data-testid="roles">
      <h2 id={id}>Populations</h2>
      <div className="imports-groups">
        {groups.map(({ title, networks }) => {
          const own = new Set(networks.map((network) => roles.get(keyOf(network.source, network.id))));
          return (
            <div key={`${networks[0].source} ${title}`} className="imports-group">
              <div className="imports-role">
                <span>
                  {title}{' '}
                  <small>
                    {count(networks.length)} {noun(networks.length, 'network')}
                  </small>
                </span>
                <RoleSelect
                  name={title}
                  role={own.size === 1 ? ([...own][0] ?? 'none') : null}
                  onRole={(role) => set(networks, role)}
                />
              </div>
              {networks.length > 1 && (
                <details>
                  <summary>one by one</summary>
                  <ul>
                    {networks.map((network) => (
                      <li key={keyOf(network.source, network.id)}>
                        <div className="imports-role">
                          <span>{network.id}</span>
                          <RoleSelect
                            name={network.id}
                            role={roles.get(keyOf(network.source, network.id)) ?? 'none'}
                            onRole={(role) => set([network], role)}
                          />
                        </div>
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </div>
          );
        })}
      </div>
      <p className="imports-note" role="status">
        {ready
          ? `${count(dense)} dense against ${count(compressed)} compressed ${noun(compressed, 'network')}${nulls > 0 ? `; ${count(nulls)} retrained for the noise floor` : ''}.`
          : 'Choose at least one dense and one compressed network.'}
      </p>
      {canPair && ready && (
        <label className="imports-check">
          <input
            type="checkbox"
            checked={paired}
            onChange={(event) => setPaired(event.currentTarget.checked)}
          />
          Each compressed network was made from the dense one of the same name, or, where names differ, of the
          same place in the order of names
        </label>
      )}
      <PictureChoice pictures={pictures} onPictures={setPictures} busy={busy} />
      <label className="imports-name">
        Name
        <input
          type="text"
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button
        type="button"
        className="imports-go"
        data-testid="make-import"
        disabled={busy || !ready}
        onClick={() =>
          onMake({
            kind: 'make',
            name: name.trim() || nameFrom(sources),
            choices,
            paired: paired && canPair,
            pictures,
          })
        }
      >
        Compare them
      </button>
    </section>
  );
}

function RoleSelect({
  name,
  role,
  onRole,
}: {
  name: string;
  role: Role | null;
  onRole: (role: Role) => void;
}) {
  return (
    <select
      aria-label={`What ${name} is`}
      value={role ?? ''}
      className={role === 'dense' || role === 'compressed' ? `imports-${role}` : undefined}
      onChange={(event) => onRole(event.currentTarget.value as Role)}
    >
      {role === null && <option value="">several</option>}
      {ROLES.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}

function PictureChoice({
  pictures,
  onPictures,
  busy,
}: {
  pictures: OwnFile[];
  onPictures: (files: OwnFile[]) => void;
  busy: boolean;
}) {
  const id = useId();
  return (
    <fieldset className="imports-pictures">
      <legend>Images, if you have them at hand</legend>
      <label htmlFor={`${id}-archive`}>A zip or tar whose file names are the image ids</label>
      <input
        id={`${id}-archive`}
        type="file"
        accept=".zip,.tar,.gz,.tgz"
        disabled={busy}
        data-testid="choose-archive"
        onChange={(event) => onPictures(ownFiles(event.currentTarget.files))}
      />
      <label htmlFor={`${id}-folder`}>Or a folder of them</label>
      <input
        id={`${id}-folder`}
        type="file"
        multiple
        disabled={busy}
        ref={(input) => input?.setAttribute('webkitdirectory', '')}
        onChange={(event) => onPictures(ownFiles(event.currentTarget.files))}
      />
      {pictures.length > 0 && (
        <p className="imports-note">
          {count(pictures.length)} {noun(pictures.length, 'file')} chosen.{' '}
          <button type="button" onClick={() => onPictures([])}>
            Without images
          </button>
        </p>
      )}
    </fieldset>
  );
}

function nameFrom(sources: NetworkSource[]): string {
  const names = [...new Set(sources.map(({ name }) => stem(name)))];
  return names.length > 3 ? `${names[0]} and ${names.length - 1} more` : names.join(', ').slice(0, 80);
}
