import './styles/fonts.css';
import './styles/theme.css';
import './styles/base.css';
import './styles/controls.css';
import { mount } from 'svelte';
import { z } from 'zod';
import { createApi } from './api';
import App from './App.svelte';
import { Workbench } from './state/workbench.svelte';

// The page's security policy forbids code from strings, so zod must not try to compile its schemas.
z.config({ jitless: true });

/** Charts measure their texts on a canvas, which does not wait for fonts by itself. */
async function loadFonts(): Promise<void> {
  const faces = ['400 11px "IBM Plex Sans"', '600 12px "IBM Plex Sans"', '400 12px "IBM Plex Mono"'];
  await Promise.all(faces.map((face) => document.fonts.load(face)));
}

await loadFonts();
const workbench = new Workbench(createApi(window.wavebench), window.localStorage);
mount(App, { target: document.getElementById('app')!, props: { workbench } });
