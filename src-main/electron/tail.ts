const maxLines = 40;
const maxCharacters = 8000;

/** The last lines of a process's error output, for the person who wants to know why it ended. */
export class Tail {
  #text = '';

  add(chunk: Buffer | string): void {
    this.#text = (this.#text + chunk.toString()).slice(-maxCharacters);
  }

  text(): string {
    return this.#text
      .split('\n')
      .slice(-maxLines - 1)
      .join('\n')
      .trim();
  }
}
