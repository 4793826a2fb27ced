import { expect, test } from 'vitest';
import { isAllowedExternal, isLocal } from '../../src-main/electron/addresses';

test('pages of the listed hosts may be opened in the browser', () => {
  expect(isAllowedExternal('https://arxiv.org/abs/1609.03499')).toBe(true);
  expect(isAllowedExternal('https://github.com/cheind/autoregressive')).toBe(true);
});

test.each([
  'http://arxiv.org/abs/1609.03499',
  'https://arxiv.org.example.com/',
  'https://arxiv.org:8443/',
  'https://ada:pass@arxiv.org/',
  'https://example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'app://wavebench/index.html',
  'not an address',
])('%s is not opened', (url) => {
  expect(isAllowedExternal(url)).toBe(false);
});

test('requests stay inside the app', () => {
  expect(isLocal('app://wavebench/assets/index.js')).toBe(true);
  expect(isLocal('data:image/png;base64,AA==')).toBe(true);
  for (const url of ['https://arxiv.org/', 'http://localhost/', 'ws://localhost/', 'file:///etc/passwd', 'app://x/']) {
    expect(isLocal(url), url).toBe(false);
  }
});
