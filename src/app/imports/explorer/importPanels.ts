import type { ImportQuestion, OpenedImport } from '../protocol';
import type { ImportsState } from '../useImports';

/** What a figure of an import that asks its worker is given. */
export type ImportPanelProps = {
  imported: OpenedImport;
  answers: ImportsState['answers'];
  onAsk: (question: ImportQuestion) => void;
};
