// Part 5: the screen itself: what it holds, and what it asks the engine for.
const SHOWS = [["unread", "not yet read"], ["mine", "not yet read by me"], ["all", "all"],
  ["untagged", "without a tag"], ["tagged", "with a tag"], ["aside", "set aside"],
  ["differ", "where readers differ"], ["hints", "with a suggestion"], ["flags", "flagged"]];
const ORDERS = [["people", "everyone heard once first"], ["source", "as the files stand"],
  ["groups", "similar comments together"]];
const READS = ["unread", "mine"];
const MODES = [["cards", "Cards"], ["document", "Document"], ["table", "Table"]];

function makeScreen(model, el) {
  const t = { root: put(el, "section", "", "coprod-tagger", { tabindex: "-1", "aria-label": "Read and tag" }),
    rows: new Map(), queue: new Map(), flow: [], loaded: [], total: 0, at: 0, mode: "cards", order: "people",
    filters: { show: "unread", inside: "all", source: "", group: "", code: "", words: "" }, sort: "", down: false,
    match: null, unfolded: new Set(), labels: null,
    codes: new Map(), names: {}, numbers: [], current: [], ticked: new Set(), persons: {}, open: new Set(),
    parts: {}, found: [], before: null, chosen: null, caret: null, changing: null, said: "" };
  t.link = makeLink(model, t.root, (message, done) => { take(t, message); done(message); });
  for (const [name, act] of Object.entries(ACTS)) t[name] = (...more) => act(t, ...more);
  t.remove = (tags) => ACTS.remove(t, tags ?? null);
  t.tick = (i, tags) => ACTS.tick(t, i, tags ?? null);
  for (const [name, act] of Object.entries(MOVES)) t[name] = (...more) => act(t, ...more);
  t.takeBefore = () => { const ops = t.before ?? []; t.before = null; return ops; };
  return t;
}

// What every answer may bring: rows, what changed on them, codes, how far the reading is.
function take(t, said) {
  for (const row of said.rows ?? said.small ?? []) t.rows.set(row.id, { ...t.rows.get(row.id), ...row });
  const changed = said.state?.comments ?? {};
  for (const [id, now] of Object.entries(changed)) {
    if (t.rows.has(id)) Object.assign(t.rows.get(id), now);
  }
  Object.assign(t.persons, said.persons, said.state?.persons);
  if (said.codes) takeCodes(t, said.codes);
  if (said.progress && t.parts.progress) t.parts.progress.textContent = said.progress;
  if (said.bad && said.ask !== "save") t.say(said.bad, true);
  if (said.ask === "view" || said.ask === "rows") said.order?.forEach((id, i) => t.queue.set(said.places[i], id));
  else if (said.ask !== "save" && Object.keys(changed).length) t.redraw(Object.keys(changed));
}

function takeCodes(t, codes) {
  t.codes = new Map(codes.list.map((code) => [code.code, code]));
  t.names = codes.names;
  t.numbers = t.numbers.filter((code) => t.codes.has(code));
  const free = [...t.codes.values()].filter((one) => one.level !== "theme" && !t.numbers.includes(one.code));
  t.numbers.push(...free.slice(0, Math.max(0, 9 - t.numbers.length)).map((one) => one.code));
  if (t.parts.codes) drawCodes(t);
}

const MOVES = {
  row: (t) => t.rows.get(t.id) ?? null,
  say(t, words, bad = false) {
    t.parts.status.textContent = words;
    t.parts.status.classList.toggle("bad", bad);
  },
  // Ask for a new queue, and show it from the comment that is read now.
  async view(t, comment = t.id) {
    const doc = t.mode === "document";
    const source = t.picked || t.rows.get(comment)?.source || t.source || t.filters.source
      || t.opened.sources[0]?.[0] || "";
    t.picked = null;
    const filters = doc ? { ...t.filters, show: t.filters.inside, source } : t.filters;
    const n = (t.asked = (t.asked ?? 0) + 1);
    const said = await t.link.ask("view", { mode: t.mode, order: t.order, ...filters,
      sort: t.sort, down: t.down, comment, count: doc ? 400 : 60 });
    if (n !== t.asked || said.bad) return;
    t.queue = new Map(said.order.map((id, i) => [said.places[i], id]));
    t.want = t.fetching = null;
    Object.assign(t, { total: said.total, at: said.at, id: t.queue.get(said.at) ?? null, source });
    Object.assign(t, { match: said.match ?? null, unfolded: new Set(), labels: null });
    Object.assign(t, { chosen: null, caret: null, current: [], ticked: new Set() });
    t.drawBar();
    t.draw();
    t.keepPlace();
  },
  async go(t, at, focus = true) {
    if (at < 0 || at >= t.total) return t.say(at < 0 ? "This is the first comment shown here." : t.last());
    t.want = at;
    if (!t.queue.has(at)) await t.link.ask("rows", { from: Math.max(0, at - 20), count: 60 });
    if (t.want !== at) return; // a later key has gone further
    t.want = null;
    if (!t.queue.has(at)) return;
    const before = t.id;
    Object.assign(t, { at, id: t.queue.get(at), chosen: null, caret: null, current: [], changing: null, labels: null });
    const drawn = t.mode === "table" ? t.loaded : t.flow;
    if (t.mode === "cards" || !drawn.includes(t.id)) t.draw(focus);
    else t.redraw([before, t.id], focus);
    t.fetch(at);
    t.keepPlace();
  },
  step(t, by) { // in a document with a filter: the next or previous turn that matches
    const from = t.want ?? t.at;
    if (!t.match) return t.go(from + by);
    const next = by > 0 ? t.match.find((at) => at > from) : t.match.findLast((at) => at < from);
    return t.go(next ?? (by > 0 ? t.total : -1));
  },
  async fetch(t, at) { // the next comments come before they are asked for
    if (t.match) return;
    const missing = [...Array(30).keys()].map((i) => at + i + 1).find((i) => i < t.total && !t.queue.has(i));
    if (missing === undefined || t.fetching) return;
    t.fetching = true;
    await t.link.ask("rows", { from: missing, count: 60 });
    t.fetching = false;
  },
  last: (t) => (t.mode === "document" && !t.match ? "This is the end of the source: choose the next one above."
    : "This is the last comment shown here. Choose above what to show next."),
  read(t, id) { // from the table to the card of one comment
    t.setMode("cards", id);
  },
  setMode(t, mode, id = t.id) {
    const { filters } = t; // what is left to read is an order of cards; a document shows all turns
    if (mode === "document") filters.inside = READS.includes(filters.show) ? "all" : filters.show;
    else if (t.mode === "document" && (filters.inside !== "all" || !READS.includes(filters.show))) filters.show = filters.inside;
    t.mode = mode;
    t.root.classList.toggle("ct-wide", mode === "table");
    const row = t.rows.get(id);
    const read = row && (standing(t, row).tags.length || row.marks.length);
    if (mode === "cards" && read && ["unread", "mine"].includes(t.filters.show)) t.filters.show = "all";
    t.drawBar();
    return t.view(id);
  },
  setFilter(t, name, value, view = true) {
    if (name === "order") t.order = value;
    else if (name === "source" && t.mode === "document") t.picked = value;
    else t.filters[name] = value;
    t.drawBar();
    if (view) t.view(t.picked ? null : t.id);
  },
  sortBy(t, key) {
    t.down = (t.sort || "place") === key ? !t.down : false;
    t.sort = key;
    t.view();
  },
  keepPlace(t) { // where the reader is; words searched for are not kept
    clearTimeout(t.placing);
    const here = { comment: t.id, mode: t.mode, order: t.order, ...t.filters, words: "" };
    t.placing = setTimeout(() => t.link.ask("place", here), 700);
  },
  walk(t, ahead) {
    t.chosen = null;
    t.caret = step(t, t.caret ?? t.start(ahead), ahead, wordsIn);
    t.redrawWords();
  },
  stretch(t, ahead, split) {
    if (!t.chosen && t.caret && split === wordsIn) {
      t.chosen = { anchor: t.caret, focus: step(t, t.caret, ahead, split) };
    } else if (!t.chosen) {
      const first = step(t, t.start(ahead), ahead, split);
      t.chosen = { anchor: first, focus: first };
    } else t.chosen.focus = step(t, t.chosen.focus, ahead, split);
    t.caret = t.chosen.focus;
    t.redrawWords();
  },
  sentence(t) {
    const from = t.chosen ? t.chosen.focus : t.start(true);
    const next = step(t, from, true, sentencesIn);
    if (next.k !== t.flow.indexOf(t.id) || next === from) return t.say("This comment has no sentence after that one.");
    Object.assign(t, { chosen: { anchor: next, focus: next }, caret: next });
    t.redrawWords();
  },
  start(t, ahead) {
    const k = Math.max(0, t.flow.indexOf(t.id));
    const end = Array.from(t.row()?.text ?? "").length;
    return ahead ? { k, from: 0, to: 0 } : { k, from: end, to: end };
  },
  clear(t) {
    Object.assign(t, { chosen: null, caret: null, changing: null, labels: null });
    t.redrawWords();
    t.focusRow();
  },
  choose(t, tags) {
    t.current = tags;
    t.redraw([t.id]);
  },
  explain(t, code) {
    if (!t.open.delete(code)) t.open.add(code);
    t.keepFocus(() => drawCodes(t));
  },
  scope: (t) => t.prompt("Out of scope, because", "", (why) => t.aside("out of scope", why), "It needs a reason."),
  twin: (t) => (t.row()?.twin ? t.aside("duplicate", "the same words again")
    : t.say("This person has not said these words before.")),
  noteOn(t, kind) {
    const row = t.row();
    if (!row) return;
    const person = kind === "person" ? row.person : null;
    const notes = person ? t.persons[person] ?? [] : standing(t, row).notes;
    const mine = notes.find((note) => note.by === t.reader)?.note ?? "";
    t.prompt(`Note on ${person ? row.who : place(t, row)}`, mine, (note) => t.note(note, person));
  },
  noteOnTag(t, tag) {
    const found = tag ?? mineAmong(t, null)[0]?.tag;
    if (!found) return t.say("There is no tag of yours here to write a note on.");
    t.prompt(`Note on the tag ${codeName(t, found.code)}`, found.note ?? "", (note) => t.tagNote(found.id, note));
  },
  askFlag(t) {
    const row = t.row();
    if (!row) return;
    if (standing(t, row).flags.length) return t.unflag();
    t.prompt("Flag for somebody to look at, because", "", (why) => t.flag(why));
  },
  firstHint(t, answer) {
    const row = t.row();
    t.answer(row && standing(t, row).hints[0], answer);
  },
  undo: (t) => turnBack(t, "done", "gone", "Undo"),
  redo: (t) => turnBack(t, "gone", "done", "Redo"),
  help(t) {
    t.parts.help.open = !t.parts.help.open;
    if (t.parts.help.open) t.parts.help.scrollIntoView({ block: "nearest" });
  },
  tickLine(t, id, on) {
    if (on) t.ticked.add(id);
    else t.ticked.delete(id);
    t.drawTicked();
  },
  tickAll(t, on) {
    for (const id of t.loaded) if (on) t.ticked.add(id); else t.ticked.delete(id);
    for (const box of t.parts.pane.querySelectorAll("tbody input")) box.checked = on;
    t.drawTicked();
  },
  async tickEvery(t) {
    const said = await t.link.ask("ids");
    if (said.bad) return;
    t.ticked = new Set(said.ids);
    t.have = said.have; // codes given already, also on comments not loaded here
    for (const box of t.parts.pane.querySelectorAll("tbody input")) box.checked = true;
    t.drawTicked();
  },
};

function render({ model, el }) {
  const t = makeScreen(model, el);
  layOut(t);
  const hear = (message) => t.link.hear(message);
  const leave = (event) => { if (t.link.store?.acts.length) event.preventDefault(); };
  model.on("msg:custom", hear);
  t.root.addEventListener("keydown", (event) => onKey(t, event));
  t.root.addEventListener("keyup", (event) => event.stopPropagation());
  t.root.addEventListener("keypress", (event) => event.stopPropagation());
  window.addEventListener("beforeunload", leave);
  document.addEventListener("selectionchange", t.onMarked);
  start(t);
  return () => {
    model.off("msg:custom", hear);
    window.removeEventListener("beforeunload", leave);
    document.removeEventListener("selectionchange", t.onMarked);
    clearTimeout(t.placing);
    t.link.close();
  };
}

async function start(t) {
  t.link.onSaved = (said, about) => afterSave(t, said, about);
  t.link.onTrouble = (words, count) => trouble(t, words, count);
  const silent = "The notebook engine is busy or not answering: run this cell again.";
  const late = setTimeout(() => t.say(silent, true), 5000);
  const said = await t.link.ask("open");
  clearTimeout(late);
  if (said.bad) return;
  t.opened = said;
  t.reader = said.reader;
  t.numbers = said.codes.list.length > 9 ? said.used.slice(0, 9) : [];
  takeCodes(t, said.codes);
  const stopped = said.place;
  if (MODES.some(([mode]) => mode === stopped.mode)) t.mode = stopped.mode;
  if (ORDERS.some(([order]) => order === stopped.order)) t.order = stopped.order;
  for (const name of ["show", "inside", "source", "group", "code"]) if (stopped[name]) t.filters[name] = stopped[name];
  t.link.open(said.key);
  t.root.classList.toggle("ct-wide", t.mode === "table");
  const named = (events) => ({ words: "what you did before", events });
  t.link.store.done ??= said.done.map(named);
  t.say("");
  t.drawBar();
  await t.view(stopped.comment);
}

function afterSave(t, said, about) {
  const refused = said.refused ?? [];
  const store = t.link.store;
  for (const [act] of refused) store.done = store.done.filter((one) => one.act !== act);
  if (refused.length) t.say(`NOT SAVED. ${refused.map((one) => one[1]).join(" ")}`, true);
  else if (!said.bad && !said.notsaved && said.saved?.length) t.say(`Saved: ${t.said}.`);
  t.redraw([...about, ...Object.keys(said.state?.comments ?? {})]);
}

function trouble(t, words, count) {
  t.parts.trouble.textContent = words && count ? `${words} (${count} waiting)` : "";
  t.root.classList.toggle("ct-trouble", Boolean(words && count));
  t.redraw(t.link.store.acts.flatMap((act) => act.ops.map((op) => op.comment)));
}

export default { render };
