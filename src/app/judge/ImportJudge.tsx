import { useEffect, useMemo } from 'react';
import { PictureAddresses } from '../../views/exemplars/ShardImage';
import { settingsQuery } from '../../views/study/settings';
import { importHref } from '../imports/address';
import { usePictureAddresses } from '../imports/explorer/PictureHost';
import { shardFor } from '../imports/explorer/shardFor';
import type { OpenedImport } from '../imports/protocol';
import { useImports } from '../imports/useImports';
import { importedData } from './address';
import { type JudgeProps, Study } from './Study';
import '../imports/imports.css';

/** The study of an import's images: those of its PIEs and others, by its own settings. */
export function ImportJudge({ id, ...props }: JudgeProps & { id: string }) {
  const { state, send } = useImports();
  useEffect(() => send({ kind: 'open', id, options: {} }), [id, send]);
  const { opened, absent, problem } = state;
  if (absent === id) {
    return (
      <p className="shell-waiting" data-testid="study-none">
        The link asks for predictions that are kept in the browser that brought them, and are not on this
        machine. Ask for the files, and <a href="#/yours">bring them in</a>.
      </p>
    );
  }
  if (opened?.id !== id) {
    return (
      <p className="shell-waiting" role={problem ? 'alert' : 'status'}>
        {problem ?? 'Opening the import.'}
      </p>
    );
  }
  if (!opened.pictures && opened.extras.template === null) {
    return (
      <p className="shell-waiting" data-testid="study-none">
        {opened.name} has no pictures, so there is nothing to look at. Add them on{' '}
        <a href={importHref(id)}>its page</a>.
      </p>
    );
  }
  return <Opened imported={opened} {...props} />;
}

function Opened({
  imported,
  datasets,
  asked,
  ownCodes,
  missing,
  onData,
}: JudgeProps & { imported: OpenedImport }) {
  const { id, name, findings } = imported;
  const { addressOf, question } = usePictureAddresses(imported);
  const subject = useMemo(
    () => ({
      data: importedData(id),
      title: name,
      shard: shardFor(imported),
      levels: [{ sparsity: null, pies: findings.pies.images }],
    }),
    [id, name, imported, findings],
  );
  const { data } = subject;
  const others = datasets.filter((entry) => entry.id !== data);
  return (
    <PictureAddresses.Provider value={addressOf}>
      {imported.notices.map((notice) => (
        <p key={notice} className="shell-notice" role="status">
          {notice}
        </p>
      ))}
      {question}
      <Study
        key={asked ? settingsQuery(asked) : `${data} ${missing}`}
        subject={subject}
        datasets={[...others, { id: data, title: name, own: true }]}
        asked={asked}
        ownCodes={ownCodes}
        missing={missing}
        onData={onData}
      />
    </PictureAddresses.Provider>
  );
}
