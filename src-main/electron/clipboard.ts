import { clipboard, ClipboardItem, nativeImage, type NativeImage } from 'electron';
import type { CopyFormat } from '../contract/figure-requests';

/** Puts what the figure process made on the clipboard: a picture (its bytes in base64), else text. */
export async function copyToClipboard(as: CopyFormat, content: string): Promise<void> {
  if (as !== 'png') return clipboard.writeText(content);
  const bytes = Buffer.from(content, 'base64');
  const older = clipboard as { writeImage?: (image: NativeImage) => void };
  // Electron before 42 has `writeImage`, later ones the items of the web's clipboard.
  if (older.writeImage) older.writeImage(nativeImage.createFromBuffer(bytes));
  else await clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
}
