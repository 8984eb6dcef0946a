// Part 3: drawing. Words of people are drawn as text, never as HTML.
const TICKS = ["good", "less good", "needs improving"];
const TICK_KEYS = ["g", "l", "i"];

function put(parent, kind, text, name, more = {}) {
  const made = document.createElement(kind);
  made.dir = "auto"; // words of people may be written from the right
  if (text !== null && text !== undefined && text !== "") made.textContent = text;
  if (name) made.className = name;
  for (const [key, value] of Object.entries(more)) {
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  parent?.append(made);
  return made;
}

function button(parent, text, act, { key, name, label, pressed, id } = {}) {
  const made = put(parent, "button", text, `ct-button ${name ?? ""}`, { type: "button" });
  if (key) put(made, "kbd", key, "", { "aria-hidden": "true" });
  if (key) made.setAttribute("aria-keyshortcuts", key);
  if (label) made.setAttribute("aria-label", label);
  if (pressed !== undefined) made.setAttribute("aria-pressed", String(pressed));
  if (id) made.dataset.id = id;
  made.addEventListener("mousedown", (event) => {
    event.preventDefault(); // words that are chosen stay chosen
    made.focus({ preventScroll: true }); // and keys go here, not to JupyterLab
  });
  made.addEventListener("click", () => act(made));
  return made;
}

function select(parent, label, options, value, act) {
  const holder = put(parent, "label", label, "ct-field");
  const made = put(holder, "select");
  for (const [key, words] of options) put(made, "option", words, "", { value: key });
  made.value = value ?? "";
  made.addEventListener("change", () => act(made.value));
  return made;
}

function codeName(t, code) {
  return t.codes.get(code)?.name ?? t.names[code] ?? "a code not in use";
}

function place(t, row) {
  return `comment ${row.at + 1}`;
}

function who(row) {
  return `${row.group}, ${row.who}`;
}

// The words of a comment, with tags underlined and the chosen stretch marked. What is
// marked says so by a line, a number and its name below: never by colour alone.
function drawWords(t, parent, row, tags) {
  const holder = put(parent, "p", "", "ct-text", { "data-comment": row.id });
  const k = t.flow.indexOf(row.id);
  const marks = tags.filter((tag) => tag.start !== null).map((tag) => [tag.start, tag.end, tag]);
  for (const piece of piecesOf(t)) {
    if (piece.id === row.id) marks.push([piece.start, piece.end, "chosen"]);
  }
  const caret = t.caret?.k === k && !t.chosen ? t.caret : null;
  if (caret) marks.push([caret.from, caret.to, "caret"]);
  if (row.id === t.id) for (const [a, b, name] of labelled(t)) marks.push([a, b, "label", name]);
  const points = Array.from(row.text);
  const edges = new Set([0, points.length, ...marks.flatMap(([a, b]) => [a, b])]);
  const stops = [...edges].sort((a, b) => a - b);
  for (let i = 0; i + 1 < stops.length; i += 1) {
    const words = points.slice(stops[i], stops[i + 1]).join("");
    const over = marks.filter(([a, b]) => a <= stops[i] && b >= stops[i + 1]);
    if (over.length) drawStretch(t, holder, words, over, stops[i], stops[i + 1]);
    else holder.append(words);
  }
  return holder;
}

function drawStretch(t, holder, words, over, from, stop) {
  const made = put(holder, "span", words);
  const label = over.find((mark) => mark[2] === "label" && mark[0] === from);
  if (label) made.dataset.label = label[3];
  const tags = over.filter((mark) => typeof mark[2] === "object");
  for (const kind of ["chosen", "caret"]) {
    if (over.some((mark) => mark[2] === kind)) made.classList.add(`ct-${kind}`);
  }
  if (!tags.length) return;
  made.classList.add("ct-mark");
  const lines = tags.map(([, , tag], i) => {
    const colour = t.codes.get(tag.code)?.colour ?? "var(--ct-faint)";
    const line = `color-mix(in srgb, ${colour} 78%, var(--ct-ink))`;
    return `inset 0 -${2 + 3 * i}px 0 ${i % 2 ? "var(--ct-paper)" : line}`;
  });
  made.style.boxShadow = lines.slice(0, 5).join(", ");
  const ends = tags.filter(([, end]) => end === stop);
  if (ends.length) made.dataset.ends = ends.map(([, , tag]) => shortOf(t, tag.code)).join(" ");
}

function shortOf(t, code) {
  const number = t.numbers.indexOf(code);
  return number >= 0 ? String(number + 1) : codeName(t, code).slice(0, 3);
}

// One comment. The one being read has all controls; the others are quiet.
function drawComment(t, row, current) {
  const now = standing(t, row);
  const made = put(null, "article", "", "ct-comment", { tabindex: current ? "0" : "-1" });
  made.dataset.comment = row.id;
  made.classList.toggle("ct-current", current);
  if (current) made.setAttribute("aria-current", "true");
  made.setAttribute("aria-label", spoken(t, row, now));
  const head = put(made, "p", "", "ct-who");
  put(head, "span", who(row), "ct-group");
  put(head, "span", place(t, row), "ct-place");
  for (const mark of now.marks) put(head, "span", `set aside: ${mark.end} (${mark.reason})`, "ct-state");
  for (const flag of now.flags) put(head, "span", `⚑ to look at${flag.why ? `: ${flag.why}` : ""}`, "ct-state");
  if (now.marks.length) made.classList.add("ct-aside");
  if (row.question) put(made, "p", row.question, "ct-question");
  drawWords(t, made, row, now.tags);
  if (current && row.hint) put(made, "p", `It ${row.hint}.`, "ct-hint");
  if (current && row.twin) put(made, "p", "The same person said the same words before.", "ct-hint");
  drawTags(t, made, row, now, current);
  if (current) drawHints(t, made, row, now);
  drawNotes(t, made, row, now, current);
  return made;
}

function spoken(t, row, now) {
  const names = now.tags.map((tag) => codeName(t, tag.code));
  const said = now.marks.length ? "set aside" : names.length ? `tagged ${names.join(", ")}` : "no tag yet";
  return `${place(t, row)}, ${who(row)}, ${said}`;
}

function drawTags(t, parent, row, now, current) {
  if (!now.tags.length) return;
  const list = put(parent, "ul", "", "ct-tags", { "aria-label": "Tags" });
  for (const tag of now.tags) {
    const item = put(list, "li", "", "ct-tag");
    item.style.setProperty("--code", t.codes.get(tag.code)?.colour ?? "var(--ct-faint)");
    const name = codeName(t, tag.code);
    const mine = tag.by === t.reader;
    const words = tag.start === null ? "" : excerpt(row.text, tag.start, tag.end);
    if (current && mine) {
      const label = `${name}: the tag that ticks, note and x are for`;
      const said = { name: "ct-name", pressed: t.current.includes(tag.id), id: `name-${tag.id}`, label };
      button(item, name, () => t.choose([tag.id]), said);
    } else put(item, "span", name, "ct-name");
    if (words) put(item, "q", words, "ct-part");
    if (!mine) put(item, "span", `by ${tag.by}`, "ct-by");
    drawTicks(t, item, tag, current && mine, name);
    if (tag.note) put(item, "span", `Note: ${tag.note}`, "ct-note");
    if (tag.pending) put(item, "span", t.link.trouble ? "NOT SAVED" : "saving", "ct-pending");
    if (!current || !mine) continue;
    button(item, "Note", () => t.noteOnTag(tag), { id: `note-${tag.id}`, label: `Note on the tag ${name}` });
    button(item, "Remove", () => t.remove([tag.id]), { id: `remove-${tag.id}`, label: `Remove the tag ${name}` });
  }
}

function drawTicks(t, item, tag, open, name) {
  if (!open) {
    const said = TICKS.filter((_, i) => tag.ticks[i]).join(", ");
    if (said) put(item, "span", said, "ct-said");
    return;
  }
  const group = put(item, "span", "", "ct-ticks", { role: "group", "aria-label": `How it was: ${name}` });
  TICKS.forEach((tick, i) => {
    const act = () => t.tick(i, [tag.id]);
    const made = button(group, tick, act, { pressed: tag.ticks[i], id: `tick-${tag.id}-${i}`, name: "ct-tick" });
    made.prepend(tag.ticks[i] ? "✓ " : "");
  });
}

function excerpt(text, start, end) {
  const points = Array.from(text).slice(start, end);
  return points.length <= 40 ? points.join("") : `${points.slice(0, 18).join("")} … ${points.slice(-18).join("")}`;
}

function drawHints(t, parent, row, now) {
  now.hints.forEach((hint, i) => {
    const name = codeName(t, hint.code);
    const how = hint.ticks.length ? ` How it was: ${hint.ticks.join("? ")}?` : "";
    const said = { role: "group", "aria-label": `Suggestion of the machine: ${name}.${how}` };
    const box = put(parent, "div", "", "ct-machine", said);
    const led = hint.words ? ` (from: ${hint.words})` : "";
    put(box, "span", `⚙ The machine suggests: ${name}${led}.${how} It is not a tag.`);
    const key = (letter) => (i === 0 ? letter : undefined);
    button(box, "Accept", () => t.answer(hint, "accepted"), { key: key("a"), id: `accept-${i}` });
    button(box, "Change", () => t.answer(hint, "changed"), { key: key("e"), id: `change-${i}` });
    button(box, "Refuse", () => t.answer(hint, "refused"), { key: key("r"), id: `refuse-${i}` });
  });
}

function drawNotes(t, parent, row, now, current) {
  for (const note of now.notes) put(parent, "p", `Note by ${note.by}: ${note.note}`, "ct-note");
  if (!current) return;
  for (const note of t.persons[row.person] ?? []) {
    put(parent, "p", `Note on ${row.who} by ${note.by}: ${note.note}`, "ct-note");
  }
}

// The codes: each under its theme or code, the first nine with a number key.
function drawCodes(t) {
  const list = t.parts.codes;
  const typed = t.parts.find.value.trim().toLowerCase();
  const row = t.row();
  const given = row ? new Set(standing(t, row).tags.map((tag) => tag.code)) : new Set();
  list.replaceChildren();
  const fits = (code) => [code, ...code.path.map((c) => t.codes.get(c))]
    .some((c) => c?.name.toLowerCase().includes(typed));
  const found = [...t.codes.values()].filter((code) => !typed || fits(code));
  t.found = found.filter((code) => code.name.toLowerCase().includes(typed));
  for (const code of found) drawCode(t, list, code, given.has(code.code));
  const same = t.found.some((code) => code.name.toLowerCase() === typed);
  t.parts.fresh.hidden = !typed || same;
  if (typed) t.parts.make.firstChild.textContent = `New code “${t.parts.find.value.trim()}”`;
}

function drawCode(t, list, code, given) {
  const item = put(list, "li", "", "ct-code");
  item.style.setProperty("--deep", code.path.length);
  item.style.setProperty("--code", code.colour ?? "var(--ct-faint)");
  const number = t.numbers.indexOf(code.code) + 1;
  const kind = code.level === "theme" ? " (theme)" : "";
  const made = button(item, code.name, () => t.give(code.code), { name: "ct-give", id: `give-${code.code}` });
  if (kind) put(made, "span", kind, "ct-level");
  if (given) put(made, "span", " ✓", "ct-has", { "aria-label": "given here" });
  if (number) put(made, "kbd", String(number), "", { "aria-hidden": "true" });
  if (number) made.setAttribute("aria-keyshortcuts", String(number));
  const means = ["definition", "include", "exclude"].filter((n) => code[n]);
  if (!means.length) return;
  const open = t.open.has(code.code);
  const said = { name: "ct-more", label: `What ${code.name} means`, id: `more-${code.code}` };
  const more = button(item, "?", () => t.explain(code.code), said);
  more.setAttribute("aria-expanded", String(open));
  if (!open) return;
  const box = put(item, "dl", "", "ct-means");
  for (const name of means) {
    put(box, "dt", name === "definition" ? "It means" : name === "include" ? "It includes" : "It leaves out");
    put(box, "dd", code[name]);
  }
}

function drawTurns(t, pane, places) {
  const row = t.row();
  t.parts.count = put(pane, "p", "", "ct-count");
  if (t.mode === "cards") {
    t.flow = [row.before, row.id, row.after].filter((id) => id && t.rows.has(id));
    for (const id of t.flow) pane.append(drawComment(t, t.rows.get(id), id === t.id));
  } else drawDocument(t, pane, places);
  drawCount(t);
}

// The turns of a source; those that do not match a filter are folded, until they are opened.
function drawDocument(t, pane, places) {
  const matches = t.match && new Set(t.match);
  const seen = places.filter((at) => !matches || matches.has(at) || t.unfolded.has(at) || at === t.at);
  t.flow = seen.map((at) => t.queue.get(at));
  let next = 0;
  for (const at of [...seen, t.total]) {
    if (at > next) foldButton(t, pane, next, at, matches);
    next = at + 1;
    if (at === t.total) break;
    const made = drawComment(t, t.rows.get(t.queue.get(at)), at === t.at);
    if (matches && !matches.has(at)) made.classList.add("ct-other");
    pane.append(made);
  }
}

function foldButton(t, pane, from, end, matches) {
  const many = end - from;
  const more = !matches || t.match.some((at) => at >= from && at < end);
  const words = `${many} turn${many > 1 ? "s" : ""} not shown`;
  const name = more ? `${from ? "Later" : "Earlier"} turns (${many})` : words;
  const made = button(pane, name, async () => {
    const first = more && !from ? Math.max(from, end - 400) : from;
    await t.link.ask("rows", { from: first, count: Math.min(400, end - first) });
    if (!more) for (let at = first; at < Math.min(end, first + 400); at += 1) t.unfolded.add(at);
    t.draw();
  }, { id: `fold-${from}` });
  if (!more) made.classList.add("ct-fold");
}

function drawCount(t) {
  if (!t.parts.count?.isConnected || t.mode === "table") return;
  const all = t.match ? t.match.length : t.total;
  const at = t.match ? t.match.indexOf(t.at) + 1 : t.at + 1;
  const folded = t.match ? `; ${t.total - all} of the ${t.total} turns here are folded` : "";
  t.parts.count.textContent = `${at ? `${at} of ` : ""}${all} shown here${folded}`;
}

// The table: all comments with who said them and what stands on them.
const COLUMNS = [["place", "No."], ["group", "Group"], ["person", "Person"], ["source", "File"],
  ["question", "Question"], ["words", "Words"], ["tags", "Tags"]];

function drawTable(t) {
  const holder = put(null, "div", "", "ct-table");
  const made = put(holder, "table");
  const head = put(put(made, "thead"), "tr");
  const box = { type: "checkbox", "aria-label": "Tick all comments loaded here" };
  const all = put(put(head, "th", "", "", { scope: "col" }), "input", "", "", box);
  all.addEventListener("change", () => t.tickAll(all.checked));
  for (const [key, words] of COLUMNS) {
    const sorted = (t.sort || "place") === key ? (t.down ? "descending" : "ascending") : "none";
    const cell = put(head, "th", "", "", { scope: "col", "aria-sort": sorted });
    const arrow = sorted === "none" ? "" : t.down ? " ▼" : " ▲";
    button(cell, words + arrow, () => t.sortBy(key), { name: "ct-sort", id: `sort-${key}` });
  }
  const body = put(made, "tbody");
  for (const id of t.loaded) body.append(drawLine(t, t.rows.get(id)));
  return holder;
}

function drawLine(t, row) {
  const now = standing(t, row);
  const line = put(null, "tr", "", row.id === t.id ? "ct-current" : "");
  line.dataset.comment = row.id;
  const tick = put(put(line, "td"), "input", "", "", { type: "checkbox", "aria-label": `Tick ${place(t, row)}` });
  tick.checked = t.ticked.has(row.id);
  tick.dataset.id = `line-${row.id}`;
  tick.addEventListener("change", () => t.tickLine(row.id, tick.checked));
  const said = { label: `Read ${place(t, row)}`, id: `read-${row.id}` };
  button(put(line, "td"), String(row.at + 1), () => t.read(row.id), said);
  for (const words of [row.group, row.who, row.source, row.question ?? ""]) put(line, "td", words);
  put(line, "td", row.text, "ct-words");
  const tags = put(line, "td", "", "ct-cell");
  for (const tag of now.tags) {
    const mine = tag.by === t.reader ? "" : ` (${tag.by})`;
    const chip = put(tags, "span", `${codeName(t, tag.code)}${mine}`, "ct-chip");
    chip.style.setProperty("--code", t.codes.get(tag.code)?.colour ?? "var(--ct-faint)");
    if (tag.pending) put(tags, "span", t.link.trouble ? "NOT SAVED" : "saving", "ct-pending");
  }
  for (const mark of now.marks) put(tags, "span", `set aside: ${mark.end}`, "ct-chip");
  for (const flag of now.flags) put(tags, "span", "⚑ to look at", "ct-chip", { title: flag.why });
  return line;
}
