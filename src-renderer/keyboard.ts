import type { Commands } from './state/commands.svelte';

/** What a text field does by itself. */
const editingKeys: ReadonlySet<string> = new Set(['z', 'y', 'shift+z', 'a', 'c', 'v', 'x'].map((key) => `ctrl+${key}`));

/** A second key of a sequence (`g r`) has to come within so many milliseconds. */
const SEQUENCE_TIME = 1500;

/** The name of a pressed key, as commands write it: `t`, `?`, `ctrl+k`, `alt+arrowleft`; null for a modifier alone. */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string | null {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead'].includes(event.key)) return null;
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
  const modifiers = [
    event.ctrlKey || event.metaKey ? 'ctrl' : null,
    event.altKey ? 'alt' : null,
    // A shifted character is its own key: `?` is not `shift+?`.
    event.shiftKey && (key.length > 1 || /^[a-z0-9]$/.test(key)) ? 'shift' : null,
  ];
  return [...modifiers, key].filter((part) => part !== null).join('+');
}

/** Calls commands by their keys, except where text is being written or a dialog or menu is open. */
export function createKeyHandler(
  commands: Commands,
  now: () => number = () => performance.now(),
): (event: KeyboardEvent) => void {
  let pending: { keys: string; time: number } | null = null;
  return (event) => {
    const name = keyName(event);
    if (name === null || event.defaultPrevented || event.isComposing) return;
    if (writesText(event.target) && (editingKeys.has(name) || !/^(ctrl|alt)\+/.test(name))) return;
    if (isInside(event.target, 'dialog, [role="menu"]')) return;
    const sequence = pending && now() - pending.time < SEQUENCE_TIME ? `${pending.keys} ${name}` : name;
    pending = null;
    const { entry, begins } = commands.byKeys(sequence);
    if (!entry && begins) {
      pending = { keys: sequence, time: now() };
      event.preventDefault();
      return;
    }
    if (!entry) return;
    event.preventDefault();
    entry.run();
  };
}

/** Keys for a person: `Ctrl K`, `G then R`, `←`. */
export function describeKeys(keys: string): string {
  return keys
    .split(' ')
    .map((step) => (step === '+' ? step : step.split('+').map(describeKey).join(' ')))
    .join(' then ');
}

function describeKey(key: string): string {
  const names: Record<string, string> = {
    '-': '−',
    arrowleft: '←',
    arrowright: '→',
    arrowup: '↑',
    arrowdown: '↓',
    escape: 'Esc',
    enter: 'Enter',
    home: 'Home',
    end: 'End',
    space: 'Space',
    delete: 'Delete',
    ctrl: 'Ctrl',
    alt: 'Alt',
    shift: 'Shift',
  };
  return names[key] ?? key.toUpperCase();
}

function writesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

function isInside(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}
