// Tells when the corpus changes. Nothing moves by itself: a reader is told, and chooses.

let source = null;
let address = null;

/** Watches what the page says, and tells `changed(words, revision)` and `ended()`. */
export function watch(tell) {
  const wanted = document.getElementById('frame')?.dataset.watch ?? null;
  if (wanted === address && source?.readyState !== EventSource.CLOSED) return;
  end();
  address = wanted;
  if (wanted && !document.hidden) begin(tell);
}

function begin(tell) {
  const counts = { added: 0, changed: 0, removed: 0 };
  const mine = (source = new EventSource(address));
  for (const kind of Object.keys(counts)) mine.addEventListener(kind, () => counts[kind]++);
  mine.addEventListener('checkpoint', (event) => {
    const words = Object.entries(counts).filter(([, count]) => count > 0).map(([kind, count]) => `${count.toLocaleString('en')} ${kind}`);
    if (words.length > 0) tell.changed(`claims ${words.join(', ')}`, event.lastEventId);
  });
  mine.addEventListener('failure', () => stop(mine, tell));
  mine.addEventListener('error', () => {
    // A connection that is lost is made anew by the browser itself; one that is refused is not.
    if (mine.readyState === EventSource.CLOSED) stop(mine, tell);
  });
  document.onvisibilitychange = () => {
    // A browser has few connections to one server: those of pages that nobody sees are given back.
    if (document.hidden) end();
    else if (!source && address) begin(tell);
  };
}

function stop(mine, tell) {
  mine.close();
  if (mine === source) tell.ended();
}

function end() {
  source?.close();
  source = null;
}
