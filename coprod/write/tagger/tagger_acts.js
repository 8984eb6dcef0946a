// Part 4: acts. An act is one or several operations that belong together; it is drawn at
// once as "saving" and counts as saved only when the engine says that the disk has it.
const KIND = { tag: "tags", change: "tags", untag: "tags", aside: "marks", back: "marks",
  flag: "flags", unflag: "flags", note: "notes", code: "codebook", hint: "suggested" };

// What stands on a comment: what the disk has, and on top what is on its way there.
function standing(t, row) {
  const now = { ...row, tags: row.tags.map((tag) => ({ ...tag })) };
  const acts = t.link.store?.acts ?? [];
  const ops = acts.flatMap((act) => act.ops);
  const undone = new Set();
  for (const op of ops.toReversed()) {
    if (op.do === "undo" && !undone.has(op.e)) undone.add(op.event);
  }
  for (const op of ops) if (!undone.has(op.e)) overlay(t, now, op);
  return now;
}

function overlay(t, now, op) {
  const tag = now.tags.find((one) => one.id === op.tag);
  const here = op.comment === now.id;
  const mine = { by: t.reader, pending: true };
  if (op.do === "tag" && here && !tag) {
    const [start, end] = [op.s ?? null, op.t ?? null];
    const ticks = TICKS.map((tick) => (op.ticks ?? []).includes(tick));
    now.tags.push({ ...mine, id: op.tag, code: op.code, start, end, note: null, ticks });
  } else if (op.do === "change" && tag) {
    tag.pending = true;
    if (op.ticks) tag.ticks = TICKS.map((tick) => op.ticks.includes(tick));
    if ("note" in op) tag.note = op.note;
    if ("code" in op) tag.code = op.code;
  } else if (op.do === "untag") now.tags = now.tags.filter((one) => one.id !== op.tag);
  if (!here) return;
  if (op.do === "aside") now.marks = [...now.marks, { ...mine, end: op.end, reason: op.reason }];
  if (op.do === "back") now.marks = now.marks.filter((mark) => mark.by !== t.reader);
  if (op.do === "flag") now.flags = [...now.flags, { ...mine, id: op.flag, why: op.why }];
  if (op.do === "unflag") now.flags = now.flags.filter((flag) => flag.id !== op.flag);
  if (op.do === "hint") now.hints = now.hints.filter((hint) => hint.code !== op.code);
  if (op.do === "note" && !op.person) {
    now.notes = now.notes.filter((note) => note.by !== t.reader);
    if (op.note) now.notes = [...now.notes, { ...mine, note: op.note }];
  }
}

// Give the engine an act, and keep what undo needs.
function perform(t, words, ops, comments) {
  const act = newId();
  const numbered = ops.map((op, i) => ({ ...op, e: `${act}.${i}` }));
  const events = numbered.filter((op) => op.do !== "code").map((op) => [KIND[op.do], op.e]);
  t.link.store.done.push({ act, words, events, comment: comments[0] });
  t.link.store.gone = [];
  t.said = words;
  t.link.put({ act, ops: numbered });
  t.redraw(comments);
}

function turnBack(t, from, to, words) {
  const store = t.link.store;
  const last = store[from].pop();
  if (!last) return t.say(`There is nothing to ${words.toLowerCase()}.`);
  const act = newId();
  const turned = from === "done" ? last.events.toReversed() : last.undos;
  const ops = turned.map(([kind, event], i) => ({ do: "undo", kind, event, e: `${act}.${i}` }));
  const undos = ops.map((op) => [op.kind, op.e]).toReversed();
  store[to].push({ ...last, undos });
  t.said = `${words}: ${last.words}`;
  t.link.put({ act, ops });
  if (last.comment) onTurn(t, last.comment);
}

// What each control does; `t` holds what the screen shows.
const ACTS = {
  give(t, code) {
    if (t.mode === "table") return t.giveTicked(code);
    const row = t.row();
    if (!row) return t.say("There is no comment here: choose what to show above.");
    const change = t.changing;
    const pieces = piecesOf(t).length ? piecesOf(t) : [{ id: row.id, whole: true }];
    const ops = pieces.map((piece) => tagOp(t, piece, code)).filter(Boolean);
    if (!ops.length) return t.say(`It has the tag “${codeName(t, code)}” already.`);
    if (change) ops.push(hintOp(row, change, "changed", code));
    t.changing = null;
    t.current = ops.filter((op) => op.do === "tag").map((op) => op.tag);
    const first = t.rows.get(ops[0].comment);
    const where = pieces.length > 1 ? `${pieces.length} comments` : place(t, first);
    perform(t, `“${codeName(t, code)}” on ${where}`, [...t.takeBefore(), ...ops], pieces.map((piece) => piece.id));
  },
  make(t, name, parent) {
    const same = [...t.codes.values()].find((code) => code.name.toLowerCase() === name.toLowerCase());
    if (same) return t.give(same.code);
    const code = newId();
    const path = parent ? [...t.codes.get(parent).path, parent] : [];
    t.codes.set(code, { code, name, path, level: "code", colour: null });
    if (t.numbers.length < 9) t.numbers.push(code);
    t.before = [{ do: "code", code, name, parent: parent || null }];
    if (t.row() || t.mode === "table") t.give(code);
    if (t.before) perform(t, `the code “${name}”`, t.takeBefore(), []);
  },
  giveTicked(t, code) {
    const ids = [...t.ticked];
    if (!ids.length) return t.say("Tick the comments first, then choose the code.");
    const ops = ids.map((id) => tagOp(t, { id, whole: true }, code)).filter(Boolean);
    if (!ops.length) return t.say(`They have the tag “${codeName(t, code)}” already.`);
    perform(t, `“${codeName(t, code)}” on ${ops.length} comment${ops.length > 1 ? "s" : ""}`, [...t.takeBefore(), ...ops], ids);
  },
  tick(t, i, tags) {
    const found = mineAmong(t, tags);
    if (!found.length) return t.say("There is no tag of yours here to tick: give one first.");
    const on = !found[0].tag.ticks[i];
    const ops = found.map(({ row, tag }) => {
      const ticks = TICKS.filter((_, k) => (k === i ? on : tag.ticks[k]));
      return { do: "change", tag: tag.id, comment: row.id, ticks };
    });
    perform(t, `${on ? "" : "not "}${TICKS[i]}`, ops, found.map(({ row }) => row.id));
  },
  remove(t, tags) {
    const found = mineAmong(t, tags);
    if (!found.length) return t.say("There is no tag of yours here to remove.");
    const ops = found.map(({ row, tag }) => ({ do: "untag", tag: tag.id, comment: row.id }));
    t.current = [];
    perform(t, `the tag “${codeName(t, found[0].tag.code)}” is removed`, ops, found.map(({ row }) => row.id));
  },
  aside(t, end, reason) {
    const row = t.row();
    const ids = t.mode === "table" ? [...t.ticked] : [...new Set(piecesOf(t).map((piece) => piece.id))];
    const all = ids.length || !row ? ids : [row.id];
    if (!all.length) return t.say("There is no comment here to set aside.");
    const twin = (id) => (end === "duplicate" ? t.rows.get(id)?.twin ?? null : null);
    const ops = all.map((id) => ({ do: "aside", comment: id, end, reason, of: twin(id) }));
    const what = all.length > 1 ? `${all.length} comments` : place(t, t.rows.get(all[0]) ?? row);
    t.chosen = null;
    perform(t, `${what} set aside: ${end}`, ops, all);
  },
  back(t) {
    const row = t.row();
    const mine = row && standing(t, row).marks.some((mark) => mark.by === t.reader);
    if (!mine) return t.say("You have not set this comment aside.");
    perform(t, `${place(t, row)} counts again`, [{ do: "back", comment: row.id }], [row.id]);
  },
  flag(t, why) {
    const row = t.row();
    perform(t, `${place(t, row)} is flagged`, [{ do: "flag", flag: newId(), comment: row.id, why }], [row.id]);
  },
  unflag(t) {
    const row = t.row();
    const ops = standing(t, row).flags.map((flag) => ({ do: "unflag", flag: flag.id, comment: row.id }));
    perform(t, `${place(t, row)} is looked at`, ops, [row.id]);
  },
  note(t, note, person) {
    const row = t.row();
    const on = person ? { person } : { comment: row.id };
    perform(t, `note on ${person ? row.who : place(t, row)}`, [{ do: "note", ...on, note }], [row.id]);
  },
  tagNote(t, tag, note) {
    const row = t.row();
    perform(t, "note on the tag", [{ do: "change", tag, comment: row.id, note }], [row.id]);
  },
  answer(t, hint, answer) {
    const row = t.row();
    if (!hint) return t.say("There is no suggestion here.");
    if (answer === "changed") {
      t.changing = hint;
      t.parts.find.focus();
      return t.say("Choose the code that fits better: type it, or Esc and a number key.");
    }
    const ops = [hintOp(row, hint, answer, null)];
    const tag = answer === "accepted" ? tagOp(t, { id: row.id, whole: true }, hint.code) : null;
    if (tag) tag.ticks = hint.ticks; // they come with the tag, and are changed like any
    if (tag) t.current = [tag.tag];
    const words = `the suggestion “${codeName(t, hint.code)}” is ${answer}`;
    perform(t, words, tag ? [tag, ...ops] : ops, [row.id]);
  },
};

function tagOp(t, piece, code) {
  const row = t.rows.get(piece.id);
  const whole = piece.whole || !row;
  const [s, e] = whole ? [null, null] : [piece.start, piece.end];
  const same = (tag) => tag.by === t.reader && tag.code === code && tag.start === s && tag.end === e;
  const has = row && standing(t, row).tags.some(same);
  if (has || (!row && t.have?.[piece.id]?.includes(code))) return null;
  const [start, end] = whole ? [null, null] : toSource(s, e, row.swaps);
  return { do: "tag", tag: newId(), comment: piece.id, code, start, end, s, t: e };
}

function hintOp(row, hint, answer, instead) {
  const { code, model, ticks } = hint;
  return { do: "hint", comment: row.id, code, answer, instead, model, ticks };
}

// The reader's own tags that are meant: those named, those given last, or the last one.
function mineAmong(t, tags) {
  const row = t.row();
  if (!row) return [];
  const rows = t.flow.map((id) => t.rows.get(id));
  const all = rows.flatMap((one) => standing(t, one).tags.map((tag) => ({ row: one, tag })));
  const own = all.filter(({ tag }) => tag.by === t.reader);
  const named = own.filter(({ tag }) => (tags ?? t.current).includes(tag.id));
  return named.length || tags ? named : own.filter((one) => one.row === row).slice(-1);
}
