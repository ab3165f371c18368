import { type ComponentProps, type FormEvent, type ReactNode, useId, useState } from 'react';
import { pictureTemplate } from '../../../library/pictureAddress';
import { messageOf } from '../../../text/messageOf';
import { FileInput } from '../../bring/FileInput';
import type { OwnFile } from '../protocol';

/** One file, or a folder of them, to be chosen. */
function FileField({ label, ...chosen }: { label: string } & Omit<ComponentProps<typeof FileInput>, 'id'>) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <FileInput id={id} {...chosen} />
    </>
  );
}

type PictureFieldsProps = {
  busy: boolean;
  onFiles: (files: OwnFile[]) => void;
  onTemplate: (template: string) => void;
};

/** Pictures of an import: from an archive, from a folder, or by a template of their addresses. */
export function PictureFields({ busy, onFiles, onTemplate }: PictureFieldsProps) {
  return (
    <>
      <FileField
        label="A zip or tar whose file names are the image ids"
        accept=".zip,.tar,.gz,.tgz"
        busy={busy}
        testId="choose-archive"
        many="one"
        onFiles={onFiles}
      />
      <FileField label="Or a folder of them" many="folder" busy={busy} onFiles={onFiles} />
      <TemplateField busy={busy} onTemplate={onTemplate} />
    </>
  );
}

function TemplateField({ busy, onTemplate }: { busy: boolean; onTemplate: (template: string) => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const use = (event: FormEvent) => {
    event.preventDefault();
    try {
      onTemplate(pictureTemplate(text, document.baseURI).template);
      setText('');
      setProblem(null);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return (
    <form className="imports-template" onSubmit={use}>
      <label htmlFor={id}>
        Or their addresses, with {'{image_id}'} or {'{index}'} (from 0) where they differ
      </label>
      <input
        id={id}
        type="text"
        inputMode="url"
        autoComplete="off"
        value={text}
        placeholder="https://example.org/val/{image_id}.jpg"
        disabled={busy}
        onChange={(event) => setText(event.currentTarget.value)}
      />{' '}
      <button type="submit" disabled={busy || text.trim() === ''}>
        Use these addresses
      </button>
      {problem && (
        <p className="imports-problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

/** An attribute of each image, in a file of columns. */
export function AttributesField(props: { busy: boolean; onFile: (file: OwnFile) => void }) {
  return (
    <FileField
      label="CSV or Parquet with image_id and a column for each attribute"
      busy={props.busy}
      testId="choose-attributes"
      many="one"
      onFiles={([file]) => props.onFile(file)}
    />
  );
}

/** How many training images each class had. */
export function TrainingField(props: { busy: boolean; onFile: (file: OwnFile) => void }) {
  return (
    <FileField
      label="CSV with the columns class and count: training images of each class"
      busy={props.busy}
      testId="choose-training"
      many="one"
      onFiles={([file]) => props.onFile(file)}
    />
  );
}

type AdditionSetProps = {
  title: string;
  /** What there is, in words; null for nothing. */
  there: string | null;
  /** The words of the button that takes it away. */
  takeAway: string;
  busy: boolean;
  onTakeAway: () => void;
  children: ReactNode;
};

/** One kind of addition: what it is, what there is of it, and how to choose it. */
export function AdditionSet({ title, there, takeAway, busy, onTakeAway, children }: AdditionSetProps) {
  return (
    <fieldset className="imports-pictures">
      <legend>{title}</legend>
      {there !== null && (
        <p className="imports-note" role="status">
          {there}{' '}
          <button type="button" disabled={busy} onClick={onTakeAway}>
            {takeAway}
          </button>
        </p>
      )}
      {children}
    </fieldset>
  );
}
