import { UserError } from '../contract/errors';
import type { RunView, ViewDefinition } from '../contract/run-views';
import type { WritableDatabase } from '../store/database';
import { deleteView, hasView, listViews, renameView, saveView } from '../store/views';
import type { Clock } from './clock';
import { newIdentifier } from './identifier';
import type { Publish } from './publish';

/** The ways to look at the table of runs that a person keeps. */
export class Views {
  readonly #options: { store: WritableDatabase; clock: Clock; publish: Publish };

  constructor(options: { store: WritableDatabase; clock: Clock; publish: Publish }) {
    this.#options = options;
  }

  list(): RunView[] {
    return listViews(this.#options.store);
  }

  /** Keeps a view under a name, in place of one that has it already; gives its id. */
  save(name: string, definition: ViewDefinition): string {
    const { store, clock } = this.#options;
    const id = saveView(store, { id: newIdentifier(), name, definition, now: clock.now() });
    this.#tell();
    return id;
  }

  rename(viewId: string, name: string): void {
    const { store, clock } = this.#options;
    const own = this.list().find(({ id }) => id === viewId);
    if (!own) throw new UserError('This view is gone.', 'Save it again.');
    if (own.name !== name && hasView(store, name))
      throw new UserError(`There is another view named "${name}".`, 'Choose another name.');
    renameView(store, { id: viewId, name, now: clock.now() });
    this.#tell();
  }

  delete(viewId: string): void {
    deleteView(this.#options.store, viewId);
    this.#tell();
  }

  #tell(): void {
    this.#options.publish('views:changed', this.list());
  }
}
