/** Something to listen to. */
export interface Sound {
  id: string;
  label: string;
  /** Samples a second. */
  rate: number;
  /** −1 … 1. */
  samples: () => Promise<Float32Array<ArrayBuffer>>;
}

/** Plays one sound at a time, and only what a person asked for. */
export class SoundPlayer {
  #context: AudioContext | null = null;
  #source: AudioBufferSourceNode | null = null;
  #playing = $state<string | null>(null);

  /** Id of the sound that is heard, or about to be; null in silence. */
  get playing(): string | null {
    return this.#playing;
  }

  /** Plays a sound from its beginning, or stops it where it is heard. */
  async toggle(sound: Sound): Promise<void> {
    const stops = this.#playing === sound.id;
    this.stop();
    if (stops) return;
    this.#playing = sound.id;
    try {
      const samples = await sound.samples();
      // Something else was asked for in the meantime.
      if (this.#playing === sound.id) this.#play(sound, samples);
    } catch (error) {
      if (this.#playing === sound.id) this.#playing = null;
      throw error;
    }
  }

  stop(): void {
    this.#playing = null;
    const source = this.#source;
    this.#source = null;
    source?.stop();
  }

  #play({ id, rate }: Sound, samples: Float32Array<ArrayBuffer>): void {
    this.#context ??= new AudioContext();
    const buffer = this.#context.createBuffer(1, Math.max(1, samples.length), rate);
    buffer.copyToChannel(samples, 0);
    const source = this.#context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#context.destination);
    source.onended = () => {
      if (this.#source === source && this.#playing === id) this.stop();
    };
    this.#source = source;
    source.start();
  }
}
