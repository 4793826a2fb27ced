/**
 * Makes the sources of better-sqlite3 13 run on Node-API 8.
 *
 * They keep strings as persistent references, which Node-API below 10 (Node < 22.14, Electron 25) refuses: there only
 * objects can be referenced. So a string is kept in the slot of a one-element array, and the array is referenced.
 *
 * @param {string} name the file's name in `src/util`
 * @param {string} source
 * @returns {string}
 */
export function patchSource(name, source) {
  const edits = patches[name];
  if (!edits) return source;
  return edits.reduce((text, [from, to, count]) => {
    const parts = text.split(from);
    if (parts.length - 1 !== count) {
      throw new Error(`better-sqlite3's src/util/${name} holds "${from}" ${parts.length - 1} times, expected ${count}:`
        + ' the patch was made for another version of the package.');
    }
    return parts.join(to);
  }, source);
}

const persistentString = `\
class PersistentString {
public:
	PersistentString() = default;
	explicit PersistentString(Napi::String string) {
		Napi::Array slot = Napi::Array::New(string.Env(), 1);
		slot.Set(0u, string);
		holder = Napi::Persistent<Napi::Object>(slot);
	}
	Napi::String Value() const {
		return holder.Value().Get(0u).As<Napi::String>();
	}
private:
	Napi::ObjectReference holder;
};

`;

/**
 * Per file: text, replacement, and how often the text must be there.
 *
 * @type {Record<string, [string, string, number][]>}
 */
export const patches = {
  'helpers.cpp': [
    ['inline Napi::String StringFromUtf8', `${persistentString}inline Napi::String StringFromUtf8`, 1],
    ['const Napi::Reference<Napi::String>& key', 'const PersistentString& key', 1],
  ],
  'constants.cpp': [
    ['Napi::Reference<Napi::String>', 'PersistentString', 20],
    ['Napi::Persistent(InternalizedFromLatin1(env, str))', 'PersistentString(InternalizedFromLatin1(env, str))', 2],
  ],
  'bind-map.cpp': [
    ['Napi::Reference<Napi::String>', 'PersistentString', 1],
    ['Napi::Persistent(', 'PersistentString(', 2],
  ],
};
