import { Component, type ReactNode, Suspense } from 'react';
import { messageOf } from '../text/messageOf';
import { Attempt, NotLoaded, nextAttempt } from './loading/later';
import { tellNewVersion } from './loading/newVersion';
import { OpenNewVersion } from './loading/OpenNewVersion';
import { askServer, type ServerState } from './loading/server';

type Props = {
  name: string;
  /** Said while code of what it holds is loading, null for nothing; what waits for it left out. */
  waiting?: string | null;
  children: ReactNode;
};

type State = {
  failure: { message: string; notLoaded: boolean } | null;
  /** What the server said when the failure was looked into; null until it has. */
  server: ServerState | null;
  asking: boolean;
  /** Which try it is. */
  attempt: number;
};

/**
 * Keeps one failing panel or page from taking the rest along, and tries it again on demand. Code that could
 * not be loaded is loaded anew once the server answers. React offers this to classes only.
 */
export class PanelBoundary extends Component<Props, State> {
  override state: State = { failure: null, server: null, asking: false, attempt: 0 };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    const message = messageOf(error);
    return { failure: { message, notLoaded: error instanceof NotLoaded } };
  }

  override componentDidCatch(error: unknown): void {
    if (error instanceof NotLoaded) void this.ask();
  }

  private async ask(): Promise<ServerState> {
    this.setState({ asking: true });
    const server = await askServer();
    if (server === 'other') tellNewVersion();
    this.setState({ asking: false, server });
    return server;
  }

  private async tryAgain(): Promise<void> {
    if (this.state.failure?.notLoaded && (await this.ask()) === 'silent') return;
    this.setState({ failure: null, attempt: nextAttempt() });
  }

  override render(): ReactNode {
    const { failure, server, asking, attempt } = this.state;
    const { name, waiting, children } = this.props;
    if (failure === null) {
      const fallback = waiting && <p className="shell-waiting">{waiting}</p>;
      return (
        <Attempt value={attempt}>
          {waiting === undefined ? children : <Suspense fallback={fallback}>{children}</Suspense>}
        </Attempt>
      );
    }
    const { notLoaded, message } = failure;
    return (
      <section className="shell-failure" role="alert" data-testid="failure">
        <p>{notLoaded ? loadingFailed(name, server) : drawingFailed(name, message)}</p>
        <button type="button" disabled={asking} onClick={() => void this.tryAgain()}>
          {asking ? 'Asking the server' : notLoaded ? 'Try again' : 'Draw it again'}
        </button>{' '}
        {notLoaded && !asking && server !== null && server !== 'silent' && (
          <OpenNewVersion label={server === 'other' ? 'Open the new version' : 'Reload the page'} />
        )}
      </section>
    );
  }
}

function drawingFailed(name: string, message: string): string {
  return `"${name}" could not be drawn: ${message.replace(/\.?$/, '.')} The rest of the page goes on.`;
}

function loadingFailed(name: string, server: ServerState | null): string {
  const why = {
    silent: 'the server does not answer. Try again once it does',
    other:
      'the server has a newer version of this page, and no longer all parts of this one. Its ' +
      'address stays the same',
    same:
      'the server answers and does not give it. Try again; if that does not help, reload the page: ' +
      'its address stays the same',
  };
  const reason = server === null ? '' : `: ${why[server]}`;
  return `"${name}" could not be loaded${reason}. The rest of the page goes on.`;
}
