/** A text for LaTeX: its own signs escaped, Greek letters and mathematical signs as mathematics. */
export function latexText(text: string): string {
  return [...text.replace(/\s+/g, ' ')].map((character) => signs.get(character) ?? character).join('');
}

const greek =
  'α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho ' +
  'σ sigma τ tau φ varphi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Σ Sigma Φ Phi Ψ Psi Ω Omega ' +
  '± pm × times · cdot ≤ leq ≥ geq ≈ approx → rightarrow ← leftarrow ∞ infty';

const signs = new Map<string, string>([
  ['\\', '\\textbackslash{}'],
  ['~', '\\textasciitilde{}'],
  ['^', '\\textasciicircum{}'],
  ...[...'#$%&_{}'].map((sign) => [sign, `\\${sign}`] as const),
  ['−', '$-$'],
  ['…', '\\ldots{}'],
  ['–', '--'],
  ['—', '---'],
  ['“', '``'],
  ['”', "''"],
  ['’', "'"],
  ['\u00a0', '~'],
  ['\u2009', '\\,'],
  ...pairs(greek.split(' ')).map(([sign, name]) => [sign, `$\\${name}$`] as const),
]);

function pairs(words: readonly string[]): [string, string][] {
  return Array.from({ length: words.length / 2 }, (_, index) => [words[2 * index]!, words[2 * index + 1]!]);
}
