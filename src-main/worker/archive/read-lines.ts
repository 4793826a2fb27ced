/** Lines of UTF-8 text that comes in chunks; throws what `tooLong` gives where one has more than `longest` bytes. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  longest: number,
  tooLong: () => Error,
): AsyncGenerator<string> {
  let begun: Uint8Array[] = [];
  let bytes = 0;
  const line = () => {
    const text = Buffer.concat(begun).toString('utf8');
    begun = [];
    bytes = 0;
    return text;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      begun.push(chunk.subarray(from, end));
      yield line();
      from = end + 1;
    }
    begun.push(chunk.subarray(from));
    bytes += chunk.length - from;
    if (bytes > longest) throw tooLong();
  }
  if (bytes > 0) yield line();
}

const lineFeed = 0x0a;
