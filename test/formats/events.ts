import { decodeRecords } from '../../src-main/formats/records';

/** A field of a protocol buffer: its number, and its bytes or its value. */
type Field = { number: number; value: number | Uint8Array };

export interface DecodedValue {
  tag: string;
  simpleValue: number | null;
  /** Name of the plugin that the metadata name, or null. */
  plugin: string | null;
  /** The text of a tensor of one string, or null. */
  text: string | null;
  image: { width: number; height: number; png: Uint8Array } | null;
}

export interface DecodedEvent {
  time: number;
  step: number;
  fileVersion: string | null;
  restarts: boolean;
  values: DecodedValue[];
}

/** Reads an event file by the published definitions alone, apart from what writes it. */
export function decodeEvents(file: Uint8Array): DecodedEvent[] {
  return decodeRecords(file).records.map((record) => {
    const fields = decodeMessage(record);
    const summary = bytes(fields, 5);
    return {
      time: number(fields, 1) ?? 0,
      step: number(fields, 2) ?? 0,
      fileVersion: text(fields, 3),
      restarts: bytes(fields, 7) !== null,
      values: summary === null ? [] : decodeMessage(summary).map(({ value }) => decodeValue(value as Uint8Array)),
    };
  });
}

function decodeValue(value: Uint8Array): DecodedValue {
  const fields = decodeMessage(value);
  const metadata = nested(fields, 9);
  const image = nested(fields, 4);
  return {
    tag: text(fields, 1)!,
    simpleValue: number(fields, 2),
    plugin: metadata && text(nested(metadata, 1)!, 1),
    text: text(nested(fields, 8) ?? [], 8),
    image: image && { height: number(image, 1)!, width: number(image, 2)!, png: bytes(image, 4)! },
  };
}

function decodeMessage(data: Uint8Array): Field[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const fields: Field[] = [];
  let at = 0;
  const varint = () => {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = data[at++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  };
  while (at < data.length) {
    const key = varint();
    const [field, type] = [Math.floor(key / 8), key % 8];
    if (type === 0) fields.push({ number: field, value: varint() });
    else if (type === 1) fields.push({ number: field, value: view.getFloat64((at += 8) - 8, true) });
    else if (type === 5) fields.push({ number: field, value: view.getFloat32((at += 4) - 4, true) });
    else {
      const length = varint();
      fields.push({ number: field, value: data.subarray(at, (at += length)) });
    }
  }
  return fields;
}

function find(fields: readonly Field[], wanted: number): Field['value'] | null {
  return fields.find((field) => field.number === wanted)?.value ?? null;
}

function number(fields: readonly Field[], wanted: number): number | null {
  return find(fields, wanted) as number | null;
}

function bytes(fields: readonly Field[], wanted: number): Uint8Array | null {
  return find(fields, wanted) as Uint8Array | null;
}

function text(fields: readonly Field[], wanted: number): string | null {
  const found = bytes(fields, wanted);
  return found && new TextDecoder().decode(found);
}

function nested(fields: readonly Field[], wanted: number): Field[] | null {
  const found = bytes(fields, wanted);
  return found && decodeMessage(found);
}
