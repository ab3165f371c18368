/** This release, as CITATION.cff has it. */
export const release = {
  version: '0.1.0',
  date: '2026-11-24',
  title: 'Lacuna: an explorer of what compressed networks forget',
};

/** BibTeX entries of the paper whose measure this is, and of this release of the tool. */
export function bibtex(): string {
  const [year, month] = release.date.split('-');
  return `@article{hooker2019compressed,
  title = {What Do Compressed Deep Neural Networks Forget?},
  author = {Hooker, Sara and Courville, Aaron and Clark, Gregory and Dauphin, Yann and Frome, Andrea},
  journal = {arXiv preprint arXiv:1911.05248},
  year = {2019},
  url = {https://arxiv.org/abs/1911.05248}
}

@software{lacuna,
  title = {{${release.title}}},
  author = {{The Lacuna authors}},
  version = {${release.version}},
  year = {${year}},
  month = {${Number(month)}},
  license = {Apache-2.0}
}
`;
}
