import { RandomStream } from '../../../src-main/math/random';
import { encodeWav } from '../../../src-main/formats/wav';

/** Samples a second of the sound that comes along. */
const rate = 8000;
const seconds = 12;
/** Of a pentatonic scale on A, in Hz. */
const pitches = [110, 130.81, 146.83, 164.81, 196, 220, 261.63, 293.66, 329.63];
/** Seconds from a note to the next. */
const beats = [0.2, 0.2, 0.4];
/** What is left of a string's motion after each time around. */
const decay = 0.996;

/** The file `plucked-strings.wav`: strings after Karplus and Strong (1983), plucked at random. 16 bits, mono. */
export function pluckedStrings(): Uint8Array {
  const stream = RandomStream.fromSeed(1983);
  const samples = new Float64Array(rate * seconds);
  for (let at = 0; at < samples.length - rate / 10; at += Math.round(rate * beats[stream.integer(beats.length)]!)) {
    pluck(samples, at, pitches[stream.integer(pitches.length)]!, stream);
  }
  const loudest = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return encodeWav(
    samples.map((value) => (0.9 * value) / loudest),
    rate,
  );
}

/** A delay line full of noise that averages itself while it goes round: y(t) = decay · (y(t − p) + y(t − p − 1)) / 2. */
function pluck(samples: Float64Array, at: number, pitch: number, stream: RandomStream): void {
  const period = Math.round(rate / pitch - 0.5);
  const string = Float64Array.from({ length: period + 1 }, () => 2 * stream.uniform() - 1);
  for (let t = at, i = 0; t < samples.length; t++, i++) {
    const place = i % (period + 1);
    const next = (place + 1) % (period + 1);
    samples[t]! += string[place]!;
    string[place] = (decay * (string[place]! + string[next]!)) / 2;
  }
}
