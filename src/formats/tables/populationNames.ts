/** What networks stand for in a comparison. */
export type PopulationRole = 'dense' | 'compressed' | 'null';

const WORDS: [PopulationRole, RegExp][] = [
  ['null', /null|retrain|reseed|second|again/i],
  ['compressed', /compress|sparse|prun|quant|int8|int4|float16|fp16|distil|small|tiny|lite/i],
  ['dense', /dense|base|orig|full|uncompressed|unpruned|teacher|float32|fp32/i],
];

/** What networks seem to be by a word in their name; null where none says. */
export function roleOfName(text: string): PopulationRole | null {
  if (/uncompressed|unpruned/i.test(text)) return 'dense';
  return WORDS.find(([, words]) => words.test(text))?.[0] ?? null;
}

/**
 * A network's id without the number that tells it from its siblings, and without a word for predictions
 * behind it (`dense_0_pred`); a tuple of pandas, `('dense', '0')`, as its parts.
 */
export function familyOf(id: string): string {
  const plain = /^\(.*\)$/.test(id) ? id.replace(/[()'",]+/g, ' ').trim() : id;
  const bare = plain.replace(/(?<=.)[\s_\-.]+(preds?|predictions?|predicted|labels?|class|outputs?)$/i, '');
  const kin = bare.replace(/[\s_\-./:#[]*(seed|run|fold|member|model|net|network)?[\s_\-./:#[]*\d+\]?$/i, '');
  // The number may also stand before: seed0_dense.
  const rest = kin.replace(
    /(^|[\s_\-./:])(seed|run|fold|member|model|net|network)[\s_\-.:#]*\d+(?=[\s_\-./:]|$)/i,
    '',
  );
  const own = rest.replace(/^[\s_\-./:]+/, '');
  return own || kin;
}
