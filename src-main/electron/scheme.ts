import { protocol } from 'electron';
import { answer, pageScheme } from './page-files';

/** To be called before the app is ready: a standard scheme has origins, relative paths and storage of its own. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Answers the page's scheme with files of `folder`. */
export function servePage(folder: string): void {
  protocol.handle(pageScheme, (request) => answer(folder, request));
}
