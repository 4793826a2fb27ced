import { app, shell, type Session, type WebContents } from 'electron';
import { isAllowedExternal, isLocal } from './addresses';
import { isPageUrl } from './page-files';

/** Holds every page to what it is: no other address, no second window, no webview, no permission, no network. */
export function guardContents(): void {
  app.on('web-contents-created', (_event, contents) => guard(contents));
}

/** Refuses all permissions and every request that leaves the app. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isLocal(details.url) }));
}

/** Opens an address in the person's browser where the allow-list has it; tells whether it did. */
export async function openExternal(url: string): Promise<boolean> {
  if (!isAllowedExternal(url)) return false;
  await shell.openExternal(url);
  return true;
}

function guard(contents: WebContents): void {
  contents.on('will-navigate', (event, url) => {
    // Newer Electrons carry the address in the event and will leave the second argument out.
    if (!isPageUrl(event.url ?? url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    void openExternal(url);
    return { action: 'deny' };
  });
}
