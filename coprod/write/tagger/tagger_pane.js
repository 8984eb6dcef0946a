// Part 6: the parts of the screen, laid out once and drawn again where they change.
function layOut(t) {
  const { parts } = t;
  parts.bar = put(t.root, "div", "", "ct-bar");
  parts.progress = put(t.root, "p", "", "ct-progress");
  const main = put(t.root, "div", "", "ct-main");
  const left = put(main, "div", "", "ct-left");
  parts.pane = put(left, "div", "", "ct-pane", { role: "region", "aria-label": "What people said" });
  parts.trouble = put(left, "p", "", "ct-trouble-line", { role: "alert" });
  parts.status = put(left, "p", "Asking the notebook engine ...", "ct-status", { role: "status" });
  parts.prompt = put(left, "form", "", "ct-prompt", { "aria-label": "Write" });
  parts.prompt.hidden = true;
  parts.actions = put(left, "div", "", "ct-actions", { role: "group", "aria-label": "This comment" });
  layOutCodes(t, put(main, "div", "", "ct-right", { role: "region", "aria-label": "Codes" }));
  layOutHelp(t);
  drawActions(t);
  t.onMarked = () => onMarked(t);
  parts.pane.addEventListener("pointerdown", (event) => { t.touch = event.pointerType !== "mouse"; });
  parts.pane.addEventListener("pointerup", () => setTimeout(() => settleMarked(t)));
  parts.pane.addEventListener("click", (event) => {
    const id = event.target.closest?.("article, tr")?.dataset.comment;
    if (id && id !== t.id && document.getSelection().isCollapsed) onTurn(t, id);
  });
}

function layOutCodes(t, right) {
  const { parts } = t;
  const holder = put(right, "label", "Find or make a code", "ct-field");
  put(holder, "kbd", "/", "", { "aria-hidden": "true" });
  const said = { type: "text", autocomplete: "off", spellcheck: "false", "aria-keyshortcuts": "/" };
  parts.find = put(holder, "input", "", "", said);
  parts.fresh = put(right, "div", "", "ct-fresh");
  parts.fresh.hidden = true;
  const make = () => endFind(t, () => t.make(parts.find.value.trim(), parts.under.value));
  parts.make = button(parts.fresh, "New code", make, { id: "make" });
  parts.under = select(parts.fresh, "under", [["", "nothing"]], "", () => {});
  parts.codes = put(right, "ul", "", "ct-codes", { "aria-label": "Codes" });
  parts.find.addEventListener("input", () => { drawCodes(t); drawUnder(t); });
  parts.find.addEventListener("keydown", (event) => onFind(t, event, make));
}

function drawUnder(t) {
  const { under } = t.parts;
  const kept = under.value;
  under.replaceChildren();
  put(under, "option", "nothing", "", { value: "" });
  for (const [code, words] of codeChoices(t)) put(under, "option", words, "", { value: code });
  under.value = t.codes.has(kept) ? kept : "";
}

function codeChoices(t) {
  return [...t.codes.values()].map((code) => [code.code, "– ".repeat(code.path.length) + code.name]);
}

// Enter gives the first code found; if none has these words, it makes the code.
function onFind(t, event, make) {
  if (event.key === "Escape") endFind(t, () => {});
  if (event.key !== "Enter" || event.isComposing || !t.parts.find.value.trim()) return;
  event.preventDefault();
  const exact = t.found.find((code) => code.name.toLowerCase() === t.parts.find.value.trim().toLowerCase());
  const first = exact ?? t.found[0];
  if (first) endFind(t, () => t.give(first.code));
  else make();
}

function endFind(t, act) {
  act();
  t.parts.find.value = "";
  drawCodes(t);
  t.focusRow();
}

function layOutHelp(t) {
  t.parts.help = put(t.root, "details", "", "ct-help");
  put(t.parts.help, "summary", "Keys (?)");
  const list = put(t.parts.help, "dl");
  for (const [keys, words] of HELP) {
    put(put(list, "dt"), "kbd", keys);
    put(list, "dd", words);
  }
}

function drawActions(t) {
  const box = t.parts.actions;
  const all = [["Previous", "p", () => t.step(-1)], ["Next", "n", () => t.step(1)],
    ["Choose sentence", "s", () => t.sentence()], ["Choose words", "m", () => t.label()], ["Whole comment", "w", () => t.clear()],
    ["No content", "0", KEYS[0]],
    ["Out of scope", "o", () => t.scope()], ["Count again", "b", () => t.back()],
    ["Flag", "f", () => t.askFlag()], ["Note on comment", "c", () => t.noteOn("comment")],
    ["Note on person", "v", () => t.noteOn("person")], ["Undo", "u", () => t.undo()], ["Redo", "y", () => t.redo()]];
  for (const [words, key, act] of all) button(box, words, () => act(t), { key, id: `do-${key}` });
}

function drawBar(t) {
  t.keepFocus(() => {
    const { bar } = t.parts;
    const open = bar.querySelector("details")?.open ?? false;
    bar.replaceChildren();
    const modes = put(bar, "div", "", "ct-modes", { role: "group", "aria-label": "Way of reading" });
    for (const [mode, words] of MODES) {
      button(modes, words, () => t.setMode(mode), { pressed: t.mode === mode, id: `mode-${mode}` });
    }
    const sources = t.opened.sources.map(([name, way, n]) => [name, `${name}${way ? `, ${way}` : ""} (${n})`]);
    if (t.mode === "document") drawSelect(t, bar, "Source", sources, "source", t.picked ?? t.source);
    drawFilters(t, bar, sources, open);
    button(bar, "Small talk …", () => smallTalk(t), { id: "small" });
  });
}

function drawSelect(t, parent, label, options, name, value) {
  select(parent, label, options, value, (chosen) => t.setFilter(name, chosen)).dataset.id = `by-${name}`;
}

function drawFilters(t, bar, sources, open) {
  const orders = ORDERS.filter(([key]) => key !== "groups" || t.opened.alike);
  if (t.mode === "cards") drawSelect(t, bar, "Order", orders, "order", t.order);
  const shows = SHOWS.filter(([key]) => key !== "hints" || t.opened.hints);
  const doc = t.mode === "document";
  const show = doc ? "inside" : "show";
  drawSelect(t, bar, "Show", shows, show, t.filters[show]);
  const used = ["source", "group", "code", "words"].filter((name) => t.filters[name] && !(doc && name === "source")).length;
  const box = put(bar, "details", "", "ct-filters");
  box.open = open;
  put(box, "summary", `Filters (${used} used)`).dataset.id = "filters";
  const all = (words) => ["", words];
  if (!doc) drawSelect(t, box, "Source", [all("every source"), ...sources], "source", t.filters.source);
  const groups = t.opened.groups.map((group) => [group, group]);
  drawSelect(t, box, "Group", [all("every group"), ...groups], "group", t.filters.group);
  drawSelect(t, box, "Code", [all("any code"), ...codeChoices(t)], "code", t.filters.code);
  const holder = put(box, "label", "Words", "ct-field");
  const input = put(holder, "input", "", "", { type: "search" });
  input.value = t.filters.words;
  input.dataset.id = "by-words";
  input.addEventListener("change", () => t.setFilter("words", input.value.trim()));
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") input.blur(); });
}

Object.assign(MOVES, {
  drawBar,
  draw(t, focus) {
    const places = [...t.queue.keys()].sort((a, b) => a - b);
    t.loaded = t.mode === "table" ? places.map((at) => t.queue.get(at)) : [];
    const act = () => {
      const { pane } = t.parts;
      pane.replaceChildren();
      pane.classList.toggle("ct-cards", t.mode === "cards");
      const none = !t.total || t.match?.length === 0;
      if (none) put(pane, "p", "There is nothing to read here: choose above what to show.", "ct-none");
      if (!t.total) t.flow = [];
      else if (t.mode === "table") drawTablePane(t, pane, places);
      else drawTurns(t, pane, places);
      drawCodes(t);
    };
    t.keepFocus(act);
    if (focus) t.focusRow();
    showCurrent(t);
  },
  // Draw some comments again where they stand; the focus stays where it was.
  redraw(t, ids, focus) {
    t.keepFocus(() => {
      for (const id of new Set(ids)) {
        const old = id && t.parts.pane.querySelector(`[data-comment="${CSS.escape(id)}"]:is(article, tr)`);
        if (!old) continue;
        const row = t.rows.get(id);
        old.replaceWith(t.mode === "table" ? drawLine(t, row) : drawComment(t, row, id === t.id));
      }
      if (ids.includes(t.id)) drawCodes(t);
      drawCount(t);
    });
    if (focus) t.focusRow();
    if (focus) showCurrent(t);
  },
  redrawWords(t) {
    t.redraw(t.mode === "document" ? touched(t) : t.flow);
    t.parts.pane.querySelector(".ct-chosen, .ct-caret")?.scrollIntoView({ block: "nearest" });
  },
  focusRow(t) {
    const row = t.parts.pane.querySelector(".ct-current");
    const part = row?.matches("tr") ? row.querySelector("button") : row;
    (part ?? t.root).focus({ preventScroll: true });
  },
  // A part that is drawn again while it has the focus gets it back: never to JupyterLab.
  keepFocus(t, act) {
    const had = document.activeElement;
    const inside = had && t.root.contains(had);
    const name = inside && had.dataset.id;
    act();
    if (!inside || t.root.contains(document.activeElement)) return;
    const again = name && t.root.querySelector(`[data-id="${CSS.escape(name)}"]`);
    if (again) again.focus({ preventScroll: true });
    else t.focusRow();
  },
  drawTicked(t) {
    const box = t.parts.ticked;
    if (box) box.textContent = `${t.ticked.size} ticked: choose a code, No content or Out of scope.`;
  },
  // One line to write in; what is written goes to `done` at Enter, nothing at Escape.
  prompt(t, label, value, done, needed) {
    const form = t.parts.prompt;
    form.replaceChildren();
    const holder = put(form, "label", label, "ct-field");
    const input = put(holder, "input", "", "", { type: "text", autocomplete: "off" });
    input.value = value;
    const save = put(form, "button", "Save", "ct-button", { type: "submit" });
    const close = () => { form.hidden = true; t.focusRow(); };
    button(form, "Cancel", close);
    const wrong = put(form, "p", "", "", { role: "alert" });
    form.onsubmit = (event) => {
      event.preventDefault();
      const words = input.value.trim();
      if (needed && !words) return void (wrong.textContent = needed);
      close();
      done(words);
    };
    form.onkeydown = (event) => { if (event.key === "Escape") close(); };
    form.hidden = false;
    save.dataset.id = "prompt-save";
    input.focus();
  },
});

function touched(t) {
  const parts = [...t.parts.pane.querySelectorAll(".ct-chosen, .ct-caret")];
  const ids = parts.map((part) => part.closest("article").dataset.comment);
  return [...ids, ...piecesOf(t).map((piece) => piece.id), t.id, t.flow[t.caret?.k]].filter(Boolean);
}

function drawTablePane(t, pane, places) {
  t.flow = [];
  const head = put(pane, "div", "", "ct-bulk");
  t.parts.ticked = put(head, "span", "", "", { "aria-live": "polite" });
  button(head, `Tick all ${t.total}`, () => t.tickEvery(), { id: "every" });
  button(head, "Tick none", () => { t.ticked.clear(); t.tickAll(false); }, { id: "none" });
  t.drawTicked();
  pane.append(drawTable(t));
  moreButton(t, pane, "Show more", places.at(-1) + 1, t.total);
}

function moreButton(t, pane, words, from, end) {
  if (from >= end) return;
  button(pane, `${words} (${end - from})`, async () => {
    await t.link.ask("rows", { from, count: Math.min(400, end - from) });
    t.draw();
  }, { id: words });
}

function showCurrent(t) {
  const { pane } = t.parts;
  const row = pane.querySelector(".ct-current");
  if (!row) return;
  const [top, height] = [row.offsetTop, row.offsetHeight];
  const above = top < pane.scrollTop;
  const below = top + height > pane.scrollTop + pane.clientHeight;
  if (above || below) pane.scrollTop = Math.max(0, top - 60);
}

function onTurn(t, id) {
  const found = [...t.queue].find(([, one]) => one === id);
  if (found && id !== t.id) t.go(found[0], false).then(() => t.focusRow());
}

// What is marked by hand is kept as it changes; drawn as ours once the mouse is let go.
function onMarked(t) {
  const marked = markedByHand(t);
  if (marked) Object.assign(t, { chosen: marked, caret: marked.focus, byHand: true });
  else if (t.byHand && t.touch && document.getSelection().isCollapsed) {
    t.byHand = false; // the finger has let go: what is chosen stays, drawn as ours
    t.redrawWords();
  }
}

function settleMarked(t) {
  const marked = markedByHand(t);
  if (!marked) return;
  Object.assign(t, { chosen: marked, caret: marked.focus });
  if (t.touch) return; // the handles of a touch screen stay until a code is given
  t.byHand = false;
  document.getSelection().removeAllRanges();
  const before = t.id;
  const id = t.flow[Math.min(marked.anchor.k, marked.focus.k)];
  const at = [...t.queue].find(([, one]) => one === id)?.[0];
  if (at !== undefined && t.mode === "document") Object.assign(t, { at, id, current: [] });
  t.redraw([...touched(t), before]);
  t.focusRow();
}

// Turns that look as if they said nothing, to be set aside together after a look.
async function smallTalk(t) {
  const said = await t.link.ask("small");
  if (said.bad) return;
  if (!said.small.length) return t.say("No turn shown here looks like small talk.");
  const form = t.parts.prompt;
  form.replaceChildren();
  const many = said.small.flatMap((row) => row.same).length;
  const count = `${many} ${many > 1 ? "turns look" : "turn looks"} as if nothing was said.`;
  put(form, "p", `${count} Take the tick off those that say something; what may be praise or an answer has none.`);
  const list = put(form, "ul", "", "ct-small");
  const boxes = said.small.map((row) => {
    const label = put(put(list, "li"), "label");
    const box = put(label, "input", "", "", { type: "checkbox", value: row.same.join(" ") });
    box.checked = !/praise|an answer/.test(row.hint); // "Nothing" under "What could be better?"
    const times = row.same.length > 1 ? `${row.same.length} times, first in ` : "";
    const asked = row.question ? ` (asked: ${row.question})` : "";
    put(label, "span", `${times}${place(t, row)}: ${row.text}${asked}`);
    return box;
  });
  put(form, "button", "Set these aside: no content", "ct-button", { type: "submit" });
  const close = () => { form.hidden = true; t.focusRow(); };
  button(form, "Cancel", close);
  form.onkeydown = (event) => { if (event.key === "Escape") close(); };
  form.onsubmit = (event) => {
    event.preventDefault();
    const ids = boxes.filter((box) => box.checked).flatMap((box) => box.value.split(" "));
    close();
    const ops = ids.map((comment) => ({ do: "aside", comment, end: "no content", reason: "small talk", of: null }));
    if (ids.length) perform(t, `${ids.length} comment${ids.length > 1 ? "s" : ""} set aside: no content`, ops, ids);
  };
  form.hidden = false;
  boxes[0].focus();
}
