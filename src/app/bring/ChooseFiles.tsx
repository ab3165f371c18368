import { type FormEvent, useId, useState } from 'react';
import { predictionWords } from '../../formats/kinds/formats';
import { fileAddress } from '../../library/urlSource';
import { messageOf } from '../../text/messageOf';
import type { OwnFile } from '../imports/protocol';
import { FileDrop } from './FileDrop';

type ChooseFilesProps = { busy: boolean; onFiles: (files: OwnFile[]) => void; onUrl: (url: string) => void };

/** Where files come from: dropped, chosen, or by address, of whose host the reader is asked first. */
export function ChooseFiles({ busy, onFiles, onUrl }: ChooseFilesProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>Predictions</h2>
      <FileDrop
        label="Drop files here, or choose them"
        testId="choose-files"
        busy={busy}
        onFiles={onFiles}
        folder
      >
        {predictionWords()}, gzipped or not; one file or several. A row for each network and image, a column
        for each network, or matrices [networks, images], with true labels. Or a bundle that was taken away
        from a page like this one. A folder of parts, as a cluster leaves it, may be dropped or chosen whole.
      </FileDrop>
      <ByAddress busy={busy} onUrl={onUrl} />
    </section>
  );
}

function ByAddress({ busy, onUrl }: { busy: boolean; onUrl: (url: string) => void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [foreign, setForeign] = useState<{ url: string; host: string } | null>(null);
  const id = useId();
  const ask = (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    setForeign(null);
    try {
      const address = fileAddress(text, document.baseURI);
      if (address.foreign) setForeign({ url: address.url, host: address.foreign });
      else onUrl(address.url);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <form className="imports-address" onSubmit={ask}>
      <label htmlFor={id}>Or the address of a file, or of the manifest.json of a dataset of parts</label>
      <input
        id={id}
        type="text"
        inputMode="url"
        autoComplete="off"
        value={text}
        placeholder="https://"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" disabled={busy || text.trim() === ''}>
        Load
      </button>
      {problem && (
        <p className="imports-problem" role="alert">
          {problem}
        </p>
      )}
      {foreign && (
        <p className="imports-confirm" role="status">
          This asks <b>{foreign.host}</b> for the file, and so tells it your network address. Nothing else is
          sent.{' '}
          <button
            type="button"
            disabled={busy}
            onClick={() => {
              setForeign(null);
              onUrl(foreign.url);
            }}
          >
            Ask {foreign.host}
          </button>{' '}
          <button type="button" onClick={() => setForeign(null)}>
            Do not
          </button>
        </p>
      )}
    </form>
  );
}
