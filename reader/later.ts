/** Makes a function that asks for `action` to be run later, by `wait`; asked again before that, it still runs once. */
export function later(wait: (run: () => void) => void, action: () => void): () => void {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    wait(() => {
      isAsked = false;
      action();
    });
  };
}
