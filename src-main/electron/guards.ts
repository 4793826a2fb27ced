import { app, shell, type Session, type WebContents } from 'electron';
import { isPageUrl } from './scheme';

/** Hosts whose pages may open in the person's own browser; https only. */
const externalHosts: readonly string[] = ['arxiv.org', 'github.com', 'www.tensorflow.org'];

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

export function isAllowedExternal(url: string): boolean {
  try {
    const { protocol, hostname, port, username, password } = new URL(url);
    const plain = port === '' && username === '' && password === '';
    return protocol === 'https:' && plain && externalHosts.includes(hostname);
  } catch {
    return false;
  }
}

function guard(contents: WebContents): void {
  contents.on('will-navigate', (event, url) => {
    if (!isPageUrl(url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    void openExternal(url);
    return { action: 'deny' };
  });
}

/** The developer tools are pages of Chromium's own; blob and data addresses hold what the page itself made. */
function isLocal(url: string): boolean {
  return isPageUrl(url) || /^(devtools|chrome-extension|blob|data):/.test(url);
}
