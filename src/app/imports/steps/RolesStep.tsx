import { useId, useMemo, useState } from 'react';
import { stem } from '../../../formats/tables/mergeTables';
import { count, noun } from '../../../text/format';
import { MakeFields } from '../../bring/MakeFields';
import { firstRoles, keyOf, RoleGroups, withRole } from '../../bring/RoleGroups';
import { groupNetworks, type NetworkSource, type Role } from '../../bring/roles';
import type { Additions, ImportRequest, RoleChoice } from '../protocol';
import { AdditionSet, AttributesField, PictureFields, TrainingField } from './AdditionFields';

type Props = {
  sources: NetworkSource[];
  busy: boolean;
  onMake: (request: Extract<ImportRequest, { kind: 'make' }>) => void;
};

/**
 * Which networks are the dense and which the compressed population, whether they are pairs, and images for
 * them.
 */
export function RolesStep({ sources, busy, onMake }: Props) {
  const id = useId();
  const groups = useMemo(() => groupNetworks(sources), [sources]);
  const [roles, setRoles] = useState(() => firstRoles(groups));
  const [additions, setAdditions] = useState<Additions>({});
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
      <RoleGroups
        groups={groups}
        roles={roles}
        onRole={(networks, role) => setRoles((now) => withRole(now, networks, role))}
      />
      <p className="imports-note" role="status">
        {ready
          ? `${count(dense)} dense against ${count(compressed)} compressed ${noun(compressed, 'network')}` +
            `${nullsWords(nulls, compressed)}.`
          : 'Choose at least one dense and one compressed network.'}
      </p>
      <MakeFields
        {...{ canPair, ready, busy }}
        suggested={nameFrom(sources)}
        testId="make-import"
        action="Compare them"
        onMake={(making) => onMake({ kind: 'make', ...making, choices, additions })}
      >
        <AdditionsChoice additions={additions} onAdditions={setAdditions} busy={busy} />
      </MakeFields>
    </section>
  );
}

type AdditionsChoiceProps = {
  additions: Additions;
  onAdditions: (additions: Additions) => void;
  busy: boolean;
};

function AdditionsChoice({ additions, onAdditions, busy }: AdditionsChoiceProps) {
  const { pictures, template, attributes, training } = additions;
  const add = (more: Additions) => onAdditions({ ...additions, ...more });
  return (
    <>
      <AdditionSet
        title="Images, if you have them at hand"
        there={
          pictures ? `${count(pictures.length)} ${noun(pictures.length, 'file')} chosen.` : (template ?? null)
        }
        takeAway="Without images"
        busy={busy}
        onTakeAway={() => add({ pictures: null, template: null })}
      >
        <PictureFields
          busy={busy}
          onFiles={(files) => add({ pictures: files, template: null })}
          onTemplate={(address) => add({ pictures: null, template: address })}
        />
      </AdditionSet>
      <details className="imports-more">
        <summary>Attributes of the images, and training images of each class</summary>
        <AdditionSet
          title="Attributes of the images, for groups"
          there={attributes?.path ?? null}
          takeAway="Without attributes"
          busy={busy}
          onTakeAway={() => add({ attributes: null })}
        >
          <AttributesField busy={busy} onFile={(file) => add({ attributes: file })} />
        </AdditionSet>
        <AdditionSet
          title="Training images of each class, for the long tail"
          there={training?.path ?? null}
          takeAway="Without counts"
          busy={busy}
          onTakeAway={() => add({ training: null })}
        >
          <TrainingField busy={busy} onFile={(file) => add({ training: file })} />
        </AdditionSet>
      </details>
    </>
  );
}

/** What retrained networks are for: as many as compressed ones count, and fewer do not. */
function nullsWords(nulls: number, compressed: number): string {
  if (nulls === 0) return '';
  if (nulls < compressed) return `; ${count(nulls)} retrained, too few for the noise floor`;
  const first = nulls > compressed ? `, of which the first ${count(compressed)} count` : '';
  return `; ${count(nulls)} retrained for the noise floor${first}`;
}

function nameFrom(sources: NetworkSource[]): string {
  const names = [...new Set(sources.map(({ name }) => stem(name)))];
  return names.length > 3 ? `${names[0]} and ${names.length - 1} more` : names.join(', ').slice(0, 80);
}
