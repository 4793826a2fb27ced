import type { GenerationRequest } from './generator';

/** A request for some rows of another one alone: the samples of these rows are the same. */
export function rowsOf(request: GenerationRequest, first: number, count: number): GenerationRequest {
  const { prompt, classes = null, local = null, firstRow = 0 } = request;
  const values = (local?.length ?? 0) / prompt.length;
  return {
    ...request,
    prompt: prompt.slice(first, first + count),
    classes: classes && Array.prototype.slice.call(classes, first, first + count),
    local: local && local.subarray(first * values, (first + count) * values),
    firstRow: firstRow + first,
  };
}
