/** How the characters of a text file are stored. */
export const textEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type TextEncoding = (typeof textEncodings)[number];

/**
 * The encoding of a text by its first bytes: by its byte order mark, by zero bytes in every second place, or UTF-8 where
 * they are valid as such; everything else is taken for Windows-1252, which contains Latin-1. An incomplete character at
 * the end is no error.
 */
export function recognizeEncoding(start: Uint8Array): TextEncoding {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const [even, odd] = [0, 1].map((first) => zeroShare(start, first));
  if (odd! > mostlyZero && even! < mostlyZero) return 'utf-16le';
  if (even! > mostlyZero && odd! < mostlyZero) return 'utf-16be';
  return isUtf8(start) ? 'utf-8' : 'windows-1252';
}

/** Latin text in two bytes a character has a zero in nearly every second byte. */
const mostlyZero = 0.4;

function zeroShare(bytes: Uint8Array, first: number): number {
  let [zeros, count] = [0, 0];
  for (let at = first; at < bytes.length; at += 2) {
    count += 1;
    if (bytes[at] === 0) zeros += 1;
  }
  return count === 0 ? 0 : zeros / count;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
