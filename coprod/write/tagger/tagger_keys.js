// Part 7: keys, and the letters that stand before words while a stretch is chosen.
const HELP = [["1 … 9", "give that code to the words chosen, or to the whole comment"],
  ["s, Shift+↓ ↑", "choose the next sentence; more or fewer sentences, over turns too"],
  ["m", "letters stand before the words: press those of the first, then of the last"],
  ["← →, with Shift", "go word by word; choose words"], ["Esc", "choose nothing"],
  ["/", "find a code, or make a new one"], ["g l i", "good, less good, needs improving"],
  ["t c v", "note on the tag, the comment, the person"], ["x", "remove the tag"],
  ["n ↓ Enter, p ↑", "next, previous of what is shown (an untagged comment is skipped)"],
  ["0 o d b", "no content, out of scope, said before, count again"],
  ["f", "flag for somebody to look at; again: looked at"], ["a e r", "accept, change, refuse a suggestion"],
  ["u y", "undo, redo"], ["?", "these keys"]];
const KEYS = {
  ArrowDown: (t) => t.step(1), n: (t) => t.step(1),
  Enter: (t) => (t.mode === "table" ? t.read(t.id) : t.step(1)),
  ArrowUp: (t) => t.step(-1), p: (t) => t.step(-1),
  ArrowRight: (t) => t.walk(true), ArrowLeft: (t) => t.walk(false),
  "Shift+ArrowRight": (t) => t.stretch(true, wordsIn), "Shift+ArrowLeft": (t) => t.stretch(false, wordsIn),
  "Shift+ArrowDown": (t) => t.stretch(true, sentencesIn), "Shift+ArrowUp": (t) => t.stretch(false, sentencesIn),
  s: (t) => t.sentence(), m: (t) => t.label(), w: (t) => t.clear(), Escape: (t) => t.clear(),
  "/": (t) => t.parts.find.focus(), g: (t) => t.tick(0), l: (t) => t.tick(1), i: (t) => t.tick(2),
  x: (t) => t.remove(), Delete: (t) => t.remove(), Backspace: (t) => t.remove(),
  t: (t) => t.noteOnTag(), c: (t) => t.noteOn("comment"), v: (t) => t.noteOn("person"),
  0: (t) => t.aside("no content", "says nothing"), o: (t) => t.scope(), d: (t) => t.twin(),
  b: (t) => t.back(), f: (t) => t.askFlag(), u: (t) => t.undo(), y: (t) => t.redo(),
  a: (t) => t.firstHint("accepted"), e: (t) => t.firstHint("changed"), r: (t) => t.firstHint("refused"),
  "?": (t) => t.help(),
};

Object.assign(MOVES, {
  // Letters before the words: a stretch anywhere takes three or four presses.
  label(t) {
    if (!t.row() || t.mode === "table") return;
    Object.assign(t, { labels: { from: null, typed: "" }, chosen: null, caret: null });
    t.redrawWords();
    t.say("Press the letters before the first word.");
  },
  spell(t, key) {
    if (["Shift", "CapsLock", "Dead"].includes(key)) return true;
    const letter = /^[a-z]$/i.test(key) ? key.toLowerCase() : "";
    if (!letter) {
      t.labels = null;
      t.redrawWords();
      t.say("");
      return key === "Escape";
    }
    const typed = t.labels.typed + letter;
    const left = labelled(t).filter(([, , name]) => name.startsWith(typed));
    if (!left.length) t.say("No word has these letters: press others, or Esc.");
    t.labels.typed = left.length ? typed : "";
    if (left.length === 1 && left[0][2] === typed) t.meant(left[0]);
    t.redrawWords();
    return true;
  },
  meant(t, [from, to]) { // the word whose letters were pressed
    const word = { k: t.flow.indexOf(t.id), from, to };
    const first = t.labels.from === null;
    t.chosen = { anchor: first ? word : t.chosen.anchor, focus: word };
    t.caret = word;
    t.labels = first ? { from, typed: "" } : null;
    t.say(first ? "And the letter before the last word; or give a code." : "");
  },
});

// Keys without Ctrl, Meta or Alt stay here: JupyterLab's x and d d would cut the cell.
function onKey(t, event) {
  const held = event.ctrlKey || event.metaKey || event.altKey;
  const turns = { z: event.shiftKey ? "redo" : "undo", y: "redo" };
  const turn = (event.ctrlKey || event.metaKey) && turns[event.key.toLowerCase()];
  const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (held && !(turn && !typing)) return;
  event.stopPropagation();
  if (typing || event.isComposing) return;
  const pressing = event.target.matches("button, summary, input") && ["Enter", " "].includes(event.key);
  if (pressing) return;
  if (t.labels && !turn && t.spell(event.key)) return event.preventDefault();
  const arrow = event.key.startsWith("Arrow") && event.shiftKey ? `Shift+${event.key}` : event.key;
  const number = /^[1-9]$/.test(event.key) && t.numbers[Number(event.key) - 1];
  const act = turn ? () => t[turn]() : number ? () => t.give(number) : KEYS[arrow];
  if (!act) return;
  event.preventDefault();
  act(t);
}
