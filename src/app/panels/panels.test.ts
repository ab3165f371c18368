import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { longSentences } from '../../text/reading';
import type { Chapter, Panel } from './panel';
import { chapters } from './panels';
import { leftOutOfReport, missingSentence, placed } from './placed';

const all = chapters.flatMap(({ leads, details }) => [...leads, ...details]);
const document = (name: string) =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8').split('\n');

describe('the opening of a chapter', () => {
  it('is short, in everyday words', () => {
    const openings = chapters.map(({ opens }) => opens);
    expect(longSentences(openings)).toEqual([]);
    for (const opens of openings) {
      expect(opens).toMatch(/^[A-Z].*[.?]$/);
      expect(opens).not.toMatch(/\d|PIE|Jaccard|interval|modal|recall|\bp\b/);
    }
  });
});

describe('the registry of panels', () => {
  it('names each panel once, by an id that an address can keep', () => {
    const ids = all.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z-]{0,30}$/);
  });

  it('names keys of the audit and sections of the findings that exist', () => {
    const rows = document('audit-json.md').filter((line) => line.startsWith('| `'));
    const keys = rows.flatMap((row) => [...row.split(' | ')[0].matchAll(/`([^`]+)`/g)].map(([, key]) => key));
    const sections = document('findings.md').map((line) => line.replace(/^## /, ''));
    for (const { claim } of all) {
      expect(keys).toEqual(expect.arrayContaining(claim.json));
      if (claim.findings) expect(sections).toContain(claim.findings);
    }
  });

  it('shows the whole argument of a zoo that lacks nothing, and what predictions allow of an import', () => {
    const zoo = placed(chapters, 'zoo', {});
    expect(zoo.chapters.map(({ title }) => title)).toEqual(chapters.map(({ title }) => title));
    expect(zoo.missing).toEqual([]);
    const alone = placed(chapters, 'import', { networks: 'no networks', levels: 'no levels' });
    expect(alone.chapters.map(({ leads }) => leads.map(({ id }) => id))).toEqual([
      ['populations'],
      ['classes'],
      ['exemplars'],
      ['noise'],
      ['overlap'],
      ['accuracy'],
    ]);
    expect(missingSentence(alone.missing)).toBe(
      'Not here are “What was removed” and “What else breaks”: no networks.',
    );
  });
});

const Nothing = () => null;

describe('a report', () => {
  it('says what the page shows beyond it, of what this host shows', () => {
    const alone = placed(chapters, 'import', {
      networks: 'none',
      probabilities: 'none',
      trainingCounts: 'none',
    });
    const sentence = leftOutOfReport(alone.chapters);
    expect(sentence).toContain('“Groups of images”');
    expect(sentence).not.toContain('“Who pays”');
    expect(sentence).not.toContain('“Can their confidence be trusted?”');
  });
});

describe('what a host cannot give', () => {
  const panel = (id: string, more: Partial<Panel>): Panel => ({
    id,
    title: id,
    asks: '',
    needs: [],
    claim: { methods: 'pies', json: [] },
    Body: Nothing,
    ...more,
  });
  const chapter: Chapter = {
    title: 'One',
    opens: 'One.',
    leads: [panel('lead', {})],
    details: [
      panel('scored', { needs: ['truth', 'probabilities'] }),
      panel('tailed', { needs: ['trainingCounts'] }),
      panel('elsewhere', { only: ['zoo'], needs: ['probabilities'] }),
    ],
  };

  it('is said once a reason, and of panels for other hosts nothing', () => {
    const why = { probabilities: 'no probabilities', trainingCounts: 'no counts' };
    const [one] = placed([chapter], 'import', why).chapters;
    expect(one.details).toEqual([]);
    expect(missingSentence(one.missing)).toBe(
      'Not here are “scored”: no probabilities; “tailed”: no counts.',
    );
    expect(missingSentence(placed([chapter], 'import', {}).chapters[0].missing)).toBeNull();
    expect(placed([chapter], 'zoo', {}).chapters[0].details).toHaveLength(3);
  });
});
