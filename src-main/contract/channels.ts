/** Every request of the page goes through this one channel, as `(name, argument)`. */
export const requestChannel = 'wavebench:request';
/** Every event to the page comes through this one channel, as `(name, payload)`. */
export const eventChannel = 'wavebench:event';
