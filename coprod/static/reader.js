// The pane that shows words: they come by message and are drawn as text, never as HTML.
// It also keeps single keys inside the screen, and never claims that something is saved
// which the notebook engine has not answered for.
const PATIENCE = 2000; // milliseconds
const SILENT =
  "NOT SAVED: the notebook engine is not answering. What you entered is still on " +
  "this page. Wait a moment; if nothing happens, note it down, choose Kernel, " +
  "Restart, and run this cell again.";
const CSS = `
.coprod-screen { --ink: var(--jp-ui-font-color1, #1b1b1b); --faint: var(--jp-ui-font-color2, #616161);
  --paper: var(--jp-layout-color0, #fff); --rule: var(--jp-border-color0, #9e9e9e);
  color: var(--ink); max-width: 46rem; padding: 4px; box-sizing: border-box; overflow: hidden; }
.coprod-screen .widget-box { overflow: visible; gap: 6px 10px; margin: 0; }
.coprod-screen .coprod-line { padding: 4px 0; }
.coprod-screen .widget-inline-hbox, .coprod-screen .jupyter-button { margin: 0; }
.coprod-screen :focus-visible { outline: 3px solid var(--jp-brand-color1, #0b4a8f) !important;
  outline-offset: 1px; }
.coprod-screen .jupyter-button { height: auto; min-height: 32px; line-height: 1.3; padding: 5px 12px;
  white-space: normal; border: 1px solid var(--faint); border-radius: 4px; box-shadow: none; }
.coprod-screen .jupyter-button.mod-primary { background: var(--ink); color: var(--paper); font-weight: 600; }
.coprod-screen select, .coprod-screen input[type=text],
.coprod-screen input[type=number], .coprod-screen textarea { min-height: 32px;
  border: 1px solid var(--faint); border-radius: 4px; max-width: 100%; color: var(--ink);
  background: var(--paper); font-size: 14px; }
.coprod-screen select { appearance: auto; }
.coprod-screen .widget-text { flex: 1 1 14em; }
.coprod-screen ::placeholder { color: var(--faint); opacity: 1; }
.coprod-screen .widget-checkbox, .coprod-screen .widget-checkbox label { height: auto; min-height: 28px;
  display: flex; align-items: center; gap: 6px; margin: 0; }
.coprod-screen input[type=checkbox] { width: 20px; height: 20px; margin: 0; }
.coprod-screen .widget-label, .coprod-screen .widget-label-basic { height: auto; min-height: 28px;
  font-size: 14px; white-space: normal; text-align: left; display: flex; align-items: center; }
.coprod-screen.coprod-wide { max-width: 75rem; }
.coprod-screen .coprod-pile { flex: 1 1 17em; min-width: min(17em, 100%); padding: 6px 8px;
  border: 1px solid var(--rule); border-radius: 4px; box-sizing: border-box; gap: 6px; }
.coprod-pile > :first-child, .coprod-pile > :first-child label { font-weight: 600; }
.coprod-screen .coprod-card { border: 1px solid var(--faint); border-radius: 4px; padding: 2px 8px; }
.coprod-screen .coprod-pile label { line-height: 1.35; padding: 3px 0; }
.coprod-screen .coprod-card:has(:checked) { outline: 2px solid var(--ink); }
.coprod-tag { border-left: 4px solid var(--faint); padding-left: 10px !important; }
.coprod-words { overflow-wrap: anywhere; white-space: pre-wrap; font-size: 15px; line-height: 1.5; }
.coprod-words > * { margin: 8px 0; }
.coprod-words:empty { display: none; }
.coprod-scroll { max-height: 24em; overflow-y: auto; padding: 0 4px; margin: 4px 0; }
.coprod-scroll:has(.coprod-form) { max-height: none; }
.coprod-words h4 { font-size: 15px; line-height: 1.35; color: inherit; }
.coprod-label { display: block; font-size: 13px; color: var(--faint); }
.coprod-near { color: var(--faint); font-size: 14px; padding-left: 14px; }
.coprod-comment { border-left: 4px solid var(--ink); padding: 2px 0 4px 10px; font-size: 18px; }
.coprod-hint { font-size: 14px; font-style: italic; }
.coprod-picture { overflow: auto; max-height: 60vh; border: 1px solid var(--rule); background: #fff; color: #1b1b1b; }
.coprod-picture img { display: block; max-width: 100%; max-height: 58vh; margin: 0 auto; }
.coprod-picture.large img { max-width: none; max-height: none; min-width: 200%; }
.coprod-picture embed { display: block; width: 100%; height: 58vh; }
.coprod-player { display: block; width: 100%; }
.coprod-words .coprod-size { margin: 6px 0; background: transparent; color: inherit; }
.coprod-table { overflow-x: auto; }
.coprod-words table { border-collapse: collapse; }
.coprod-words th, .coprod-words td { text-align: left; vertical-align: top; padding: 4px 14px 4px 0;
  border-bottom: 1px solid var(--rule); white-space: pre-wrap; min-width: 4em;
  overflow-wrap: break-word; }
.coprod-row { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; padding: 6px 0;
  border-bottom: 1px solid var(--rule); }
.coprod-row label { flex: 1 1 18em; min-width: 0; font-size: 14px; }
.coprod-name { display: block; font-weight: 600; }
.coprod-row select, .coprod-row input { flex: 0 1 14em; min-height: 32px; font-size: 14px; padding: 2px 6px; }
.coprod-words .coprod-row textarea { flex: 2 1 24em; min-height: 4.5em; font-size: 14px; }
.coprod-form > button { margin-top: 10px !important; }
.coprod-words textarea { width: 100%; box-sizing: border-box; min-height: 8em; padding: 6px; font-family: inherit; }
.coprod-status { margin: 6px 0; font-size: 14px; line-height: 1.45; min-height: 1.45em;
  border-left: 4px solid var(--jp-success-color0, #1b5e20); padding: 2px 10px; }
.coprod-status.bad { border: 3px solid var(--jp-error-color0, #b00020); font-weight: 600; padding: 6px 10px; }
`;

function put(parent, tag, text, name) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (name) made.className = name;
  parent.append(made);
  return made;
}

function table(parent, block) {
  const holder = put(parent, "div", "", "coprod-table");
  Object.assign(holder, { tabIndex: 0, role: "region", ariaLabel: block.label });
  const made = put(holder, "table");
  const head = put(put(made, "thead"), "tr");
  for (const name of block.head) put(head, "th", name).scope = "col";
  const body = put(made, "tbody");
  for (const row of block.rows) {
    const line = put(body, "tr");
    for (const cell of row) put(line, "td", cell);
  }
}

function box(parent, block, model) {
  const label = put(parent, "label", "", "coprod-box");
  put(label, "span", block.label, "coprod-label");
  const area = put(label, "textarea");
  area.value = block.text;
  area.addEventListener("change", () => model.send({ box: area.value }));
  if (!block.button) return;
  const button = put(parent, "button", block.button, "coprod-asks jupyter-button mod-primary");
  button.addEventListener("click", () => model.send({ box: area.value, press: true }));
}

// Rows with a list or a line each; one button sends all of them in one message.
function form(parent, block, model) {
  const made = put(parent, "div", "", "coprod-form");
  Object.assign(made, { role: "group", ariaLabel: block.label });
  const controls = {};
  block.rows.forEach((row, at) => {
    const line = put(made, "div", "", "coprod-row");
    const label = put(line, "label");
    put(label, "span", row.label, "coprod-name");
    if (row.text) put(label, "span", row.text, "coprod-label");
    const control = put(line, row.options ? "select" : row.long ? "textarea" : "input");
    for (const [value, shown] of row.options || []) put(control, "option", shown).value = value;
    label.htmlFor = control.id = `coprod-${Date.now().toString(36)}-${at}`;
    control.value = row.value;
    controls[row.id] = control;
  });
  const button = put(made, "button", block.button, "coprod-asks jupyter-button mod-primary");
  button.addEventListener("click", () => {
    const values = Object.entries(controls).map(([id, control]) => [id, control.value]);
    model.send({ form: Object.fromEntries(values) });
  });
}

// A picture, a recording or a scan, from bytes that came beside the message.
function media(parent, block, bytes, made) {
  const address = URL.createObjectURL(new Blob([bytes], { type: block.media }));
  made.push(address);
  const [kind] = block.media.split("/");
  if (kind === "audio") {
    const player = put(parent, "audio", "", "coprod-player");
    Object.assign(player, { controls: true, src: address, ariaLabel: block.label });
    return;
  }
  const holder = put(parent, "div", "", "coprod-picture");
  Object.assign(holder, { tabIndex: 0, role: "region", ariaLabel: block.label });
  if (kind === "application") {
    const scan = put(holder, "embed");
    Object.assign(scan, { type: block.media, src: address, title: block.label });
    return;
  }
  const size = put(parent, "button", "Larger", "jupyter-button coprod-size");
  size.addEventListener("click", () => {
    const large = holder.classList.toggle("large");
    size.textContent = large ? "Smaller" : "Larger";
  });
  const picture = put(holder, "img");
  picture.addEventListener("error", () => {
    const why = "The browser cannot show this picture: save it again as .jpg or .png.";
    picture.replaceWith(why);
    size.remove();
  });
  Object.assign(picture, { alt: block.label, src: address });
}

function draw(words, blocks, model, buffers, made) {
  while (made.length) URL.revokeObjectURL(made.pop());
  words.replaceChildren();
  let next = 0;
  for (const block of blocks) {
    if (block.kind === "media") media(words, block, buffers[next++], made);
    else if (block.kind === "table") table(words, block);
    else if (block.kind === "box") box(words, block, model);
    else if (block.kind === "form") form(words, block, model);
    else if (block.kind === "heading") put(words, "h4", block.text);
    else {
      const part = put(words, "div", "", `coprod-${block.kind}`);
      if (block.label) put(part, "span", block.label, "coprod-label");
      part.append(document.createTextNode(block.text));
    }
  }
}

// Keys without Ctrl, Meta or Alt stay here: JupyterLab's x and d d would cut the cell.
function guard(event) {
  if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
}

// A reader of the screen hears to which tag a tick belongs.
function name(event) {
  const line = event.target.closest(".coprod-tag, .coprod-pile");
  if (!line) return;
  line.setAttribute("role", "group");
  line.setAttribute("aria-label", line.querySelector("label, .widget-label").textContent);
}

function render({ model, el }) {
  const words = put(el, "div", "", "coprod-words");
  const status = put(el, "p", "", "coprod-status");
  status.setAttribute("role", "status");
  put(el, "style", CSS);
  let owed = 0;
  let answered = 0;
  let timer = 0;
  let home = null;
  let pressing = false;
  const waiting = []; // buttons that were pressed, the first one first

  function say(text, bad) {
    status.textContent = text;
    status.classList.toggle("bad", bad);
  }
  // Each button press is owed one answer, numbered by the engine after the disk's own.
  // ipywidgets holds a field's words back while earlier ones are under way, but never a
  // press: so a press waits until the engine has answered once, and comes after them.
  function ask(event) {
    const own = (el.closest(".coprod-screen") || el).contains(event.target);
    const button = event.target.closest("button.coprod-asks");
    if (status.hidden || !own || !button || pressing) return;
    if (!button.closest(".coprod-words")) {
      event.stopImmediatePropagation();
      waiting.push(button);
      model.send({ settle: true });
    }
    owed = Math.max(owed, answered) + 1;
    say("Saving ...", false);
    clearTimeout(timer);
    timer = setTimeout(() => say(SILENT, true), PATIENCE);
  }
  const made = []; // addresses of pictures, given back when others are drawn
  function heard(message, buffers) {
    if (message.name) {
      words.classList.add("coprod-scroll");
      Object.assign(words, { tabIndex: 0, role: "region", ariaLabel: message.name });
    }
    if (message.blocks) {
      const here = home && home.contains(document.activeElement);
      draw(words, message.blocks, model, buffers, made);
      if (message.focus && here) words.focus();
    }
    if (message.settled) {
      pressing = true;
      waiting.shift()?.click();
      pressing = false;
    }
    if ("answered" in message) {
      status.hidden = false;
      answered = message.answered;
      if (answered < owed) return;
      clearTimeout(timer);
      say(message.status, message.bad);
    }
  }
  // Looked up at each event, because JupyterLab may move an output about.
  function settle() {
    const area = el.closest(".jp-OutputArea") || el.closest(".coprod-screen") || el;
    if (area === home) return;
    leave();
    home = area;
    for (const [kind, act, first] of inside) home.addEventListener(kind, act, first);
  }
  function leave() {
    for (const [kind, act, first] of inside) home?.removeEventListener(kind, act, first);
  }
  const inside = [["keydown", guard], ["click", ask, true], ["focusin", name]];
  const early = ["keydown", "click", "focusin"];

  status.hidden = true; // only the pane that the engine answers through shows it
  model.on("msg:custom", heard);
  model.send({ ready: true });
  for (const kind of early) document.addEventListener(kind, settle, true);
  return () => {
    model.off("msg:custom", heard);
    clearTimeout(timer);
    for (const kind of early) document.removeEventListener(kind, settle, true);
    leave();
  };
}

export default { render };
