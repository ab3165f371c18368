import { CopyLink } from './CopyLink';
import { DeviceBadge } from './DeviceBadge';
import { later } from './loading/later';
import { TakeAwayButton } from './takeaway/TakeAwayButton';
import { useTheme } from './theme';
import type { Lab } from './useLab';

const ZooTakeAway = later(() => import('./takeaway/ZooTakeAway').then((file) => file.ZooTakeAway));

type Props = {
  page: 'explore' | 'yours' | 'train' | 'judge' | 'methods' | 'classroom';
  lab: Lab;
  /** Whether the page's address opens only in this browser. */
  local: boolean;
};

/** The head of every page. */
export function Header({ page, lab, local }: Props) {
  const { theme, toggle } = useTheme();
  return (
    <header className="shell-header">
      <a className="shell-mark" href="#/">
        Lacuna
      </a>
      <span className="shell-what">what compressed networks forget</span>
      <nav aria-label="Pages">
        <a href="#/" aria-current={page === 'explore' ? 'page' : undefined}>
          Explore
        </a>
        <a href="#/yours" aria-current={page === 'yours' ? 'page' : undefined}>
          Yours
        </a>
        <a href="#/train" aria-current={page === 'train' ? 'page' : undefined}>
          Train
        </a>
        <a href="#/judge" aria-current={page === 'judge' ? 'page' : undefined}>
          Judge
        </a>
        <a href="#/methods" aria-current={page === 'methods' ? 'page' : undefined}>
          Methods
        </a>
      </nav>
      <DeviceBadge lab={lab} />
      {page === 'explore' && (
        <TakeAwayButton ready={lab.state.comparison !== null && lab.state.shard !== null}>
          {(close) => <ZooTakeAway lab={lab} onClose={close} />}
        </TakeAwayButton>
      )}
      <CopyLink local={local} />
      <button type="button" onClick={toggle}>
        {theme === 'dark' ? 'Light' : 'Dark'}
      </button>
    </header>
  );
}
