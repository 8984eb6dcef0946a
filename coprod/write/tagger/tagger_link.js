// The reading screen, part 1 of 7: the line to the notebook engine.
// Each request has a number and one answer. A save is repeated until it is answered;
// the ids in it are made here, so that the engine writes it once however often it comes.
const PATIENCE = 2000; // milliseconds
const AGAIN = 3000;
const SILENT =
  "NOT SAVED: the notebook engine is not answering. What you gave stays on this page and " +
  "is sent again. If nothing happens: Kernel, Restart, and run this cell again.";

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

// What is not known to be on disk yet: ids, places and the reader's own notes, never the
// words of a comment. It lies on the page, for each round and reader, and so outlives
// the engine and a new run of the cell; it is gone when the page is closed.
function storeOf(key) {
  const all = (window.coprodTagger ??= { stores: new Map(), views: new Map() });
  if (!all.stores.has(key)) all.stores.set(key, { acts: [], done: null, gone: [] });
  return all.stores.get(key);
}

function makeLink(model, root, heard) {
  const view = newId();
  const waiting = new Map();
  let count = 0;
  let sending = null; // number of the save that waits for its answer
  let late = 0;
  let again = 0;
  const link = { view, root, store: null, trouble: "", ask, put, flush, hear, open, close };

  function ask(kind, more = {}) {
    const n = `${view}-${++count}`;
    const answer = new Promise((done) => waiting.set(n, done));
    link.sent = n;
    try {
      model.send({ n, ask: kind, view, ...more });
    } catch {
      // the engine is gone: nothing answers, and the screen says so in time
    }
    return answer;
  }
  function hear(message) {
    const done = waiting.get(message.n);
    if (!done) return; // another view's answer, or one that came twice
    waiting.delete(message.n);
    heard(message, done);
  }
  function open(key) {
    link.store = storeOf(key);
    window.coprodTagger.views.set(view, link);
    flush();
    again = setTimeout(flush, AGAIN); // a screen that is going may not be gone yet
  }
  function put(act) {
    link.store.acts.push({ ...act, view });
    flush();
  }
  function mine() {
    const gone = (act) => !window.coprodTagger.views.get(act.view)?.root.isConnected;
    return link.store ? link.store.acts.filter((act) => act.view === view || gone(act)) : [];
  }
  function flush() {
    const acts = mine();
    if (sending || !acts.length) return;
    clearTimeout(again);
    const answer = ask("save", { acts: acts.map(({ act, ops }) => ({ act, ops })) });
    const n = (sending = link.sent);
    clearTimeout(late);
    late = setTimeout(() => silent(n), PATIENCE);
    answer.then((said) => answered(n, said));
  }
  function silent(n) {
    if (sending !== n) return;
    sending = null;
    trouble(SILENT);
    again = setTimeout(flush, AGAIN);
  }
  function answered(n, said) {
    if (sending === n) {
      sending = null;
      clearTimeout(late);
    }
    const about = link.store.acts.flatMap((act) => act.ops.map((op) => op.comment));
    const settled = new Set([...(said.saved ?? []), ...(said.refused ?? []).map((r) => r[0])]);
    link.store.acts = link.store.acts.filter((act) => !settled.has(act.act));
    const why = said.notsaved ?? (said.bad && `NOT SAVED. ${said.bad}`);
    link.onSaved?.(said, about);
    if (!why && mine().length) return flush();
    trouble(why ? `${why} It is sent again.` : "");
    if (why && mine().length) again = setTimeout(flush, AGAIN);
  }
  function trouble(text) {
    link.trouble = text;
    link.onTrouble?.(text, mine().length);
  }
  function close() {
    clearTimeout(late);
    clearTimeout(again);
    const views = window.coprodTagger?.views ?? new Map();
    views.delete(view);
    for (const other of views.values()) other.flush(); // what was left here is theirs now
  }
  return link;
}
