import { Component, type ReactNode } from 'react';

type Props = { name: string; children: ReactNode };

/** Keeps one failing panel from taking the page along. React offers this to classes only. */
export class PanelBoundary extends Component<Props, { failure: string | null }> {
  override state: { failure: string | null } = { failure: null };

  static getDerivedStateFromError(error: unknown): { failure: string } {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.failure === null) return this.props.children;
    return (
      <section className="shell-failure" role="alert">
        <p>
          The panel "{this.props.name}" could not be drawn: {this.state.failure} The rest of the page goes on.
        </p>
        <button type="button" onClick={() => this.setState({ failure: null })}>
          Draw it again
        </button>
      </section>
    );
  }
}
