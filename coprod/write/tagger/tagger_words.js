// Part 2: places in words. The engine counts code points of the source words; the page
// shows words with names replaced, and the browser counts UTF-16 units. All three meet
// here and nowhere else.
function pointsOf(text, units) {
  return Array.from(text.slice(0, units)).length;
}

function unitsOf(text, points) {
  return Array.from(text).slice(0, points).join("").length;
}

// From the words shown to the source words; a replaced name that is cut is taken whole.
// swaps: [start, end] in the source, then [start, end] in the words shown, in order.
function toSource(start, end, swaps) {
  let [first, last] = [start, end];
  for (const [a, b, c, d] of swaps) {
    if (start > c) first = start < d ? a : start + b - d;
    if (end > c) last = end < d ? b : end + b - d;
  }
  return [first, last];
}

// The same stretch in the words shown, grown to the edges of the names it cuts.
function grown(start, end, swaps) {
  for (const [, , c, d] of swaps) {
    if (start > c && start < d) start = c;
    if (end > c && end < d) end = d;
  }
  return [start, end];
}

function stretches(text, pattern) {
  const found = [];
  for (const match of text.matchAll(pattern)) {
    const words = match[0].trim();
    if (!words) continue;
    const start = match.index + match[0].indexOf(words);
    found.push([pointsOf(text, start), pointsOf(text, start + words.length)]);
  }
  return found;
}

const wordsIn = (text) => stretches(text, /\S+/gu);
const sentencesIn = (text) => stretches(text, /[^\n]+?(?:[.!?…]+["'’”)]*(?=\s|$)|(?=\n|$))/gu);

// A chosen stretch: from one place to another in the turns on the screen, in order.
// flow: comment ids; a place: {k: which of them, from, to} in code points.
function piecesOf(t) {
  if (!t.chosen) return [];
  const [one, two] = [t.chosen.anchor, t.chosen.focus];
  const first = one.k < two.k || (one.k === two.k && one.from <= two.from) ? one : two;
  const last = first === one ? two : one;
  const pieces = [];
  for (let k = first.k; k <= last.k; k += 1) {
    const row = t.rows.get(t.flow[k]);
    const whole = Array.from(row.text).length;
    const start = k === first.k ? first.from : 0;
    const end = k === last.k ? Math.max(last.to, k === first.k ? first.to : 0) : whole;
    const [from, to] = grown(start, end, row.swaps);
    pieces.push({ id: row.id, start: from, end: to, whole: from === 0 && to === whole });
  }
  return pieces;
}

// The words of the comment that is read, with the letters to press for each: two letters
// for the first word of a long one, one for a last word not further on than 26.
function labelled(t) {
  const row = t.row();
  if (!t.labels || !row) return [];
  const { from, typed } = t.labels;
  const words = wordsIn(row.text).filter(([start]) => from === null || start >= from);
  const letter = (i) => String.fromCharCode(97 + i);
  const wide = from === null && words.length > 26;
  const near = words.slice(0, wide ? 26 * 26 : 26);
  const name = (i) => (wide ? letter(Math.floor(i / 26)) + letter(i % 26) : letter(i));
  return near.map(([a, b], i) => [a, b, name(i)]).filter(([, , name]) => name.startsWith(typed));
}

// One step by word or by sentence, into the next turn where this one ends.
function step(t, place, ahead, split) {
  const stops = split(t.rows.get(t.flow[place.k]).text);
  const next = ahead
    ? stops.find(([start]) => start >= place.to)
    : stops.findLast(([, end]) => end <= place.from);
  if (next) return { k: place.k, from: next[0], to: next[1] };
  const k = place.k + (ahead ? 1 : -1);
  if (k < 0 || k >= t.flow.length) return place;
  const other = split(t.rows.get(t.flow[k]).text);
  const stop = ahead ? other[0] : other.at(-1);
  return stop ? { k, from: stop[0], to: stop[1] } : place;
}

// What the mouse or a finger marked, grown to whole words; null if it is nothing.
function markedByHand(t) {
  const marked = document.getSelection();
  if (!marked.rangeCount || marked.isCollapsed) return null;
  const range = marked.getRangeAt(0);
  const start = placeOf(t, range.startContainer, range.startOffset);
  if (!start) return null; // three clicks end in the next paragraph
  const end = placeOf(t, range.endContainer, range.endOffset) ?? { k: start.k, at: Infinity };
  const touched = (k, from, to) =>
    wordsIn(t.rows.get(t.flow[k]).text).filter(([a, b]) => b > from && a < to);
  const last = touched(end.k, start.k === end.k ? start.at : 0, end.at).at(-1);
  const first = touched(start.k, start.at, start.k === end.k ? end.at : Infinity)[0];
  if (!first || !last) return null;
  return {
    anchor: { k: start.k, from: first[0], to: first[1] },
    focus: { k: end.k, from: last[0], to: last[1] },
  };
}

function placeOf(t, node, offset) {
  const part = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const holder = part.closest?.(".ct-text");
  if (!holder || !t.root.contains(holder)) return null;
  const before = document.createRange();
  before.setStart(holder, 0);
  before.setEnd(node, offset);
  const k = t.flow.indexOf(holder.dataset.comment);
  return k < 0 ? null : { k, at: Array.from(before.toString()).length };
}
