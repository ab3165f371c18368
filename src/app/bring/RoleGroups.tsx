import type { ReactNode } from 'react';
import { count, noun } from '../../text/format';
import { Select } from '../../views/inputs/Select';
import type { NetworkGroup, Role } from './roles';

const ROLES: [Role, string][] = [
  ['dense', 'dense'],
  ['compressed', 'compressed'],
  ['null', 'dense, retrained'],
  ['none', 'left out'],
];

type Networks = NetworkGroup['networks'];

/** Names a network among the roles. */
export const keyOf = (source: number, id: string) => `${source} ${id}`;

/** The roles of all networks of groups, as they were guessed. */
export function firstRoles(groups: NetworkGroup[]): Map<string, Role> {
  return new Map(
    groups.flatMap(({ networks, role }) =>
      networks.map(({ source, id }): [string, Role] => [keyOf(source, id), role]),
    ),
  );
}

/** The same roles but for some networks. */
export function withRole(roles: Map<string, Role>, networks: Networks, role: Role): Map<string, Role> {
  const next = new Map(roles);
  for (const { source, id } of networks) next.set(keyOf(source, id), role);
  return next;
}

type RoleGroupsProps = {
  groups: NetworkGroup[];
  roles: Map<string, Role>;
  onRole: (networks: Networks, role: Role) => void;
  /** What more is said of a group, or of one network. */
  about?: (networks: Networks) => ReactNode;
};

/** Groups of networks, each with what it is: chosen for the group or one by one. */
export function RoleGroups({ groups, roles, onRole, about }: RoleGroupsProps) {
  const roleOf = ({ source, id }: Networks[number]) => roles.get(keyOf(source, id)) ?? 'none';
  return (
    <div className="imports-groups">
      {groups.map(({ title, networks }) => {
        const own = new Set(networks.map(roleOf));
        return (
          <div key={`${networks[0].source} ${title}`} className="imports-group">
            <div className="imports-role">
              <span>
                {title}{' '}
                <small>
                  {count(networks.length)} {noun(networks.length, 'network')}
                  {about && <>, {about(networks)}</>}
                </small>
              </span>
              <RoleSelect
                name={title}
                role={own.size === 1 ? ([...own][0] ?? 'none') : null}
                onRole={(role) => onRole(networks, role)}
              />
            </div>
            {networks.length > 1 && (
              <details>
                <summary>one by one</summary>
                <ul>
                  {networks.map((network) => (
                    <li key={keyOf(network.source, network.id)}>
                      <div className="imports-role">
                        <span>
                          {network.id} {about && <small>{about([network])}</small>}
                        </span>
                        <RoleSelect
                          name={network.id}
                          role={roleOf(network)}
                          onRole={(role) => onRole([network], role)}
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
  );
}

type RoleSelectProps = { name: string; role: Role | null; onRole: (role: Role) => void };

function RoleSelect({ name, role, onRole }: RoleSelectProps) {
  return (
    <Select
      aria-label={`What ${name} is`}
      value={role ?? ''}
      className={role === 'dense' || role === 'compressed' ? `imports-${role}` : undefined}
      options={role === null ? [['', 'several'], ...ROLES] : ROLES}
      onValue={(chosen) => chosen !== '' && onRole(chosen)}
    />
  );
}
