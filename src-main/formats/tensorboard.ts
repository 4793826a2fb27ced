import { ProtobufWriter } from './protobuf';
import { encodeRecord } from './records';

/**
 * Events as TensorBoard reads them, each a record of its file: TensorFlow's event.proto and summary.proto, and
 * plugin_data.proto of the hparams plugin (https://github.com/tensorflow/tensorboard). Times are seconds since 1970.
 */

/** When and at which optimization step. */
export interface EventPlace {
  time: number;
  step: number;
}

/** What decides a run before it begins. */
export type Hyperparameters = Readonly<Record<string, number | string | boolean>>;

/** The first event of every file. */
export function fileVersionEvent(time: number): Uint8Array {
  return encodeRecord(message().double(1, time).text(3, 'brain.Event:2').finish());
}

/** Says that the run goes on from a step: what was logged from there on is made anew. */
export function restartEvent(place: EventPlace): Uint8Array {
  const started = 1;
  return encodeRecord(event(place).message(7, message().integer(1, started)).finish());
}

/** The first events of a run's file; runs of one `group` are repetitions of each other. */
export function openingEvents(
  time: number,
  about: { group: string; hyperparameters: Hyperparameters; markdown: string },
): Uint8Array[] {
  return [
    fileVersionEvent(time),
    hyperparametersEvent(time, { group: about.group, values: about.hyperparameters }),
    textEvent({ time, step: 0 }, 'run', about.markdown),
  ];
}

export function scalarEvent(place: EventPlace, tag: string, value: number): Uint8Array {
  return summary(place, message().text(1, tag).float(2, value));
}

/** A text in Markdown. */
export function textEvent(place: EventPlace, tag: string, markdown: string): Uint8Array {
  const stringType = 7;
  const tensor = message().integer(1, stringType).message(2, scalarShape()).text(8, markdown);
  return summary(place, message().text(1, tag).message(8, tensor).message(9, plugin('text')));
}

/** A picture as the bytes of a PNG file, sizes in pixels. */
export function imageEvent(
  place: EventPlace,
  tag: string,
  { png, width, height }: { png: Uint8Array; width: number; height: number },
): Uint8Array {
  const rgba = 4;
  const picture = message().integer(1, height).integer(2, width).integer(3, rgba).data(4, png);
  return summary(place, message().text(1, tag).message(4, picture));
}

/** The row of a run in the table of hyperparameters; runs of one `group` are repetitions of each other. */
export function hyperparametersEvent(
  time: number,
  { group, values }: { group: string; values: Hyperparameters },
): Uint8Array {
  const info = message();
  for (const [name, value] of Object.entries(values)) {
    info.message(1, message().text(1, name).message(2, protobufValue(value)));
  }
  return hparams(time, 'session_start_info', message().message(3, info.text(4, group).double(5, time)));
}

/** Says in the table of hyperparameters how a run ended. */
export function endEvent(time: number, status: 'success' | 'failure'): Uint8Array {
  const info = message()
    .integer(1, status === 'success' ? 1 : 2)
    .double(2, time);
  return hparams(time, 'session_end_info', message().message(4, info));
}

function message(): ProtobufWriter {
  return new ProtobufWriter();
}

function event({ time, step }: EventPlace): ProtobufWriter {
  return message().double(1, time).signed(2, step);
}

function summary(place: EventPlace, value: ProtobufWriter): Uint8Array {
  return encodeRecord(event(place).message(5, message().message(1, value)).finish());
}

function hparams(time: number, tag: string, data: ProtobufWriter): Uint8Array {
  const floatType = 1;
  const nothing = message().integer(1, floatType).message(2, scalarShape()).float(5, 0);
  const value = message().text(1, `_hparams_/${tag}`).message(8, nothing).message(9, plugin('hparams', data));
  return summary({ time, step: 0 }, value);
}

/** The metadata by which a plugin knows a value for its own. */
function plugin(name: string, content = message()): ProtobufWriter {
  return message().message(1, message().text(1, name).message(2, content));
}

/** A tensor's shape without axes. */
function scalarShape(): ProtobufWriter {
  return message();
}

/** `google.protobuf.Value`. */
function protobufValue(value: number | string | boolean): ProtobufWriter {
  if (typeof value === 'number') return message().double(2, value);
  return typeof value === 'string' ? message().text(3, value) : message().integer(4, value ? 1 : 0);
}
