import { useEffect } from 'react';
import { Answers } from './Answers';
import { type MethodsAnchor, methodsAnchors, methodsHref, methodsTitles } from './anchors';
import { Definitions } from './Definitions';
import { Groups } from './Groups';
import { ImageMap } from './ImageMap';
import { Imports } from './Imports';
import { Intervals } from './Intervals';
import { People } from './People';
import { Populations } from './Populations';
import { Provenance } from './Provenance';
import { Retraining } from './Retraining';
import { Robustness } from './Robustness';
import { Statistics } from './Statistics';
import { Study } from './Study';
import { Training } from './Training';
import './methods.css';

/** The methods page: definitions, formulas, limits and sources. With an `anchor` it opens at that section. */
export function Methods({ anchor }: { anchor: MethodsAnchor | null }) {
  useEffect(() => {
    if (anchor === null) return;
    const title = document.getElementById(`methods-${anchor}-title`);
    const show = () => title?.scrollIntoView({ block: 'start' });
    show();
    title?.focus({ preventScroll: true });
    // Lines above break anew when fonts arrive, until the reader goes elsewhere.
    const again = () => {
      if (document.activeElement === title) show();
    };
    document.fonts.addEventListener('loadingdone', again);
    return () => document.fonts.removeEventListener('loadingdone', again);
  }, [anchor]);
  return (
    <article className="methods">
      <header className="methods-head">
        <h1>Methods</h1>
        <p>
          What is measured here, exactly: every definition and formula, what the page computes by itself, and
          where each idea comes from.
        </p>
      </header>
      <nav className="methods-contents" aria-label="On this page">
        <ol>
          {methodsAnchors.map((section) => (
            <li key={section}>
              <a href={methodsHref(section)} aria-current={section === anchor || undefined}>
                {methodsTitles[section]}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <div className="methods-text">
        <Definitions />
        <Statistics />
        <Retraining />
        <Groups />
        <Intervals />
        <Answers />
        <Populations />
        <Robustness />
        <ImageMap />
        <People />
        <Study />
        <Imports />
        <Training />
        <Provenance />
      </div>
    </article>
  );
}
