import { defaultSettings, type RequestArgument, type Settings } from '../../src-main/contract/ipc';
import type { Api } from '../api';

export type Theme = 'light' | 'dark';

/** The settings, which belong to the data folder and hold in all windows; and the theme that follows from them. */
export class SettingsState {
  readonly #api: Api;
  #settings = $state.raw<Settings>(defaultSettings);
  #systemTheme = $state<Theme>('light');

  constructor(api: Api) {
    this.#api = api;
  }

  get current(): Settings {
    return this.#settings;
  }

  /** Light or dark, as it is shown. */
  get theme(): Theme {
    return this.#settings.theme === 'system' ? this.#systemTheme : this.#settings.theme;
  }

  /** Reads the settings and follows them until the returned function is called. */
  start(systemIsDark: MediaQueryList): () => void {
    const follow = () => (this.#systemTheme = systemIsDark.matches ? 'dark' : 'light');
    follow();
    systemIsDark.addEventListener('change', follow);
    const unlisten = this.#api.listen('settings:changed', (settings) => (this.#settings = settings));
    return () => {
      unlisten();
      systemIsDark.removeEventListener('change', follow);
    };
  }

  async load(): Promise<void> {
    this.#settings = await this.#api.request('settings:get');
  }

  async change(changes: RequestArgument<'settings:set'>): Promise<void> {
    this.#settings = await this.#api.request('settings:set', changes);
  }

  /** The person chooses where trainings are logged for TensorBoard. */
  async chooseTensorboardFolder(): Promise<void> {
    this.#settings = await this.#api.request('settings:choose-tensorboard-folder');
  }
}
