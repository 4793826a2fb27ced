import type { GenerationBlock, GenerationRequest, Generator } from '../../generation/generator';
import { rowsOf } from '../../generation/rows-of';

/**
 * Generates by parts of the rows in turn, so that this process can hear a message in between; the same samples as all
 * at once, because a row's samples depend on its number alone.
 */
export async function* generateInParts(
  generator: Generator,
  request: GenerationRequest,
  { rowsAtOnce, pause }: { rowsAtOnce: number; pause: () => Promise<void> },
): AsyncGenerator<GenerationBlock, void, void> {
  const rows = request.prompt.length;
  if (rowsAtOnce >= rows) {
    for await (const block of generator.generate(request)) {
      yield block;
      await pause();
    }
    return;
  }
  const parts: AsyncGenerator<GenerationBlock, void, void>[] = [];
  for (let first = 0; first < rows; first += rowsAtOnce) {
    parts.push(generator.generate({ ...rowsOf(request, first, rowsAtOnce), blockSteps: 1 }));
  }
  try {
    for (let step = 0; step < request.steps; step++) {
      const tokens = new Int32Array(rows);
      for (let part = 0; part < parts.length; part++) {
        const { value } = await parts[part]!.next();
        tokens.set((value as GenerationBlock).tokens, part * rowsAtOnce);
        await pause();
      }
      yield { firstStep: step, steps: 1, tokens, logits: null };
    }
  } finally {
    await Promise.all(parts.map((part) => part.return()));
  }
}
