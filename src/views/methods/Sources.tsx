type Source = { text: string; arxiv?: string };

const sources: Source[] = [
  {
    text:
      'S. Hooker, A. Courville, G. Clark, Y. Dauphin, A. Frome: What Do Compressed Deep Neural ' +
      'Networks Forget? (v1, 2019: Selective Brain Damage; v2, 2020; v3, 2021)',
    arxiv: '1911.05248',
  },
  {
    text:
      'S. Hooker, N. Moorosi, G. Clark, S. Bengio, E. Denton: Characterising Bias in Compressed ' +
      'Models, 2020',
    arxiv: '2010.03058',
  },
  {
    text:
      'The authors’ code: google-research/google-research, folder pruning_identified_exemplars ' +
      '(TensorFlow 1, ImageNet)',
  },
  {
    text:
      'M. Zhu, S. Gupta: To prune, or not to prune: exploring the efficacy of pruning for model ' +
      'compression, 2017',
    arxiv: '1710.01878',
  },
  {
    text:
      'H. Li, A. Kadav, I. Durdanovic, H. Samet, H. P. Graf: Pruning Filters for Efficient ConvNets, ' +
      '2017',
    arxiv: '1608.08710',
  },
  {
    text:
      'P. Molchanov, S. Tyree, T. Karras, T. Aila, J. Kautz: Pruning Convolutional Neural Networks ' +
      'for Resource Efficient Inference, 2017',
    arxiv: '1611.06440',
  },
  {
    text:
      'K. Simonyan, A. Vedaldi, A. Zisserman: Deep Inside Convolutional Networks: Visualising Image ' +
      'Classification Models and Saliency Maps, 2013',
    arxiv: '1312.6034',
  },
  {
    text:
      'J. Adebayo, J. Gilmer, M. Muelly, I. Goodfellow, M. Hardt, B. Kim: Sanity Checks for Saliency ' +
      'Maps, 2018',
    arxiv: '1810.03292',
  },
  {
    text:
      'A. Mishra, J. Albericio Latorre, J. Pool, D. Stosic, D. Stosic, G. Venkatesh, C. Yu, P. ' +
      'Micikevicius: Accelerating Sparse Deep Neural Networks, 2021 (2:4)',
    arxiv: '2104.08378',
  },
  {
    text:
      'B. Jacob, S. Kligys, B. Chen, M. Zhu, M. Tang, A. Howard, H. Adam, D. Kalenichenko: ' +
      'Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference, ' +
      '2018',
    arxiv: '1712.05877',
  },
  {
    text:
      'H. Xiao, K. Rasul, R. Vollgraf: Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine ' +
      'Learning Algorithms, 2017',
    arxiv: '1708.07747',
  },
  {
    text:
      'D. Hendrycks, T. Dietterich: Benchmarking Neural Network Robustness to Common Corruptions and ' +
      'Perturbations, ICLR 2019; the values of make_cifar_c.py in github.com/hendrycks/robustness',
    arxiv: '1903.12261',
  },
  {
    text:
      'B. L. Welch: The generalization of “Student’s” problem when several different population ' +
      'variances are involved. Biometrika 34, 1947',
  },
  {
    text:
      'Y. Benjamini, Y. Hochberg: Controlling the false discovery rate: a practical and powerful ' +
      'approach to multiple testing. Journal of the Royal Statistical Society B 57, 1995',
  },
  {
    text:
      'Y. Benjamini, D. Yekutieli: The control of the false discovery rate in multiple testing under ' +
      'dependency. The Annals of Statistics 29, 2001',
  },
  {
    text: 'P. H. Westfall, S. S. Young: Resampling-Based Multiple Testing. Wiley, 1993',
  },
  {
    text:
      'J. Cornfield, J. W. Tukey: Average values of mean squares in factorials. The Annals of ' +
      'Mathematical Statistics 27, 1956',
  },
  {
    text:
      'E. B. Wilson: Probable inference, the law of succession, and statistical inference. Journal ' +
      'of the American Statistical Association 22, 1927',
  },
  {
    text:
      'R. G. Newcombe: Interval estimation for the difference between independent proportions: ' +
      'comparison of eleven methods. Statistics in Medicine 17, 1998',
  },
  {
    text: 'B. Efron: Bootstrap methods: another look at the jackknife. The Annals of Statistics 7, 1979',
  },
  {
    text: 'B. Efron, C. Stein: The jackknife estimate of variance. The Annals of Statistics 9, 1981',
  },
  {
    text: 'W. G. Cochran: Sampling Techniques, third edition. Wiley, 1977 (ratio estimator)',
  },
  {
    text:
      'W. J. Dixon, A. M. Mood: The statistical sign test. Journal of the American Statistical ' +
      'Association 41, 1946',
  },
  {
    text:
      'R. A. Fisher: The logic of inductive inference. Journal of the Royal Statistical Society 98, ' +
      '1935 (exact test)',
  },
  {
    text:
      'J. Cohen: A coefficient of agreement for nominal scales. Educational and Psychological ' +
      'Measurement 20, 1960',
  },
  {
    text:
      'J. L. Fleiss: Measuring nominal scale agreement among many raters. Psychological Bulletin 76, ' +
      '1971',
  },
  {
    text:
      'D. G. Bonett, T. A. Wright: Sample size requirements for estimating Pearson, Kendall and ' +
      'Spearman correlations. Psychometrika 65, 2000',
  },
  {
    text:
      'A. Lex, N. Gehlenborg, H. Strobelt, R. Vuillemot, H. Pfister: UpSet: Visualization of ' +
      'Intersecting Sets. IEEE Transactions on Visualization and Computer Graphics 20, 2014',
  },
  {
    text:
      'E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson: Comparing the areas under two or more ' +
      'correlated receiver operating characteristic curves: a nonparametric approach. Biometrics 44, ' +
      '1988',
  },
  {
    text: 'C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger: On Calibration of Modern Neural Networks, 2017',
    arxiv: '1706.04599',
  },
  {
    text:
      'M. Milani Fard, Q. Cormier, K. Canini, M. Gupta: Launch and Iterate: Reducing Prediction ' +
      'Churn. Advances in Neural Information Processing Systems 29, 2016',
  },
  {
    text:
      'C. Blakeney, N. Huish, Y. Yan, Z. Zong: Simon Says: Evaluating and Mitigating Bias in Pruned ' +
      'Neural Networks with Knowledge Distillation, 2021',
    arxiv: '2106.07849',
  },
  {
    text:
      'The formulas of its two indices: the authors’ demonstration code, ' +
      'gentry-atkinson/CEV_SDE_demo, for C. Blakeney, G. Atkinson, N. Huish, Y. Yan, V. Metsis, Z. ' +
      'Zong: Measure Twice, Cut Once: Quantifying Bias and Fairness in Deep Neural Networks, 2021',
    arxiv: '2110.04397',
  },
];

/** What the methods rest on. */
export function Sources() {
  return (
    <ol className="methods-sources">
      {sources.map((source) => (
        <li key={source.text}>
          {source.text}
          {source.arxiv ? (
            <>
              . <a href={`https://arxiv.org/abs/${source.arxiv}`}>arXiv {source.arxiv}</a>
            </>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
