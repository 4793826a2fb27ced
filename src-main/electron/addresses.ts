import { isPageUrl } from './page-files';

/** Hosts whose pages may open in the person's own browser; https only. */
const externalHosts: readonly string[] = ['arxiv.org', 'github.com', 'www.tensorflow.org'];

/** True for an https address of the list, without a port or a name to log in with. */
export function isAllowedExternal(url: string): boolean {
  try {
    const { protocol, hostname, port, username, password } = new URL(url);
    const plain = port === '' && username === '' && password === '';
    return protocol === 'https:' && plain && externalHosts.includes(hostname);
  } catch {
    return false;
  }
}

/** The developer tools are pages of Chromium's own; blob and data addresses hold what the page itself made. */
export function isLocal(url: string): boolean {
  return isPageUrl(url) || /^(devtools|blob|data):/.test(url);
}
