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
  color: var(--ink); max-width: 46rem; padding: 4px; box-sizing: border-box; overflow: hidden;
  font-family: var(--jp-ui-font-family, sans-serif); font-size: 14px; }
.coprod-screen, .coprod-below { display: flex; flex-direction: column; gap: 6px; }
.coprod-beside { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; padding: 4px 0; }
.coprod-screen [hidden] { display: none; }
.coprod-screen:focus { outline: none; }
.coprod-screen :focus-visible { outline: 3px solid var(--jp-brand-color1, #0b4a8f) !important;
  outline-offset: 1px; }
.coprod-screen button { min-height: 32px; line-height: 1.3; padding: 5px 12px; font: inherit; cursor: pointer;
  color: var(--ink); background: var(--jp-layout-color2, #eee); border: 1px solid var(--faint); border-radius: 4px; }
.coprod-screen button.strong { background: var(--ink); color: var(--paper); font-weight: 600; }
.coprod-screen select, .coprod-screen textarea, .coprod-screen input[type=text],
.coprod-screen input[type=number] { min-height: 32px; padding: 2px 6px; box-sizing: border-box;
  border: 1px solid var(--faint); border-radius: 4px; max-width: 100%; color: var(--ink);
  background: var(--paper); font: inherit; }
.coprod-screen select { appearance: auto; }
.coprod-screen ::placeholder { color: var(--faint); opacity: 1; }
.coprod-field { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 8px; min-width: 0; max-width: 100%; }
.coprod-beside > .Text, .coprod-beside > .Combobox { flex: 1 1 18em; }
.coprod-field.Text input, .coprod-field.Combobox input { flex: 1 1 10em; min-width: 8em; }
.coprod-field.Number input { width: 7em; }
.coprod-check { display: flex; align-items: center; gap: 6px; min-height: 28px; line-height: 1.35; }
.coprod-screen input[type=checkbox] { width: 20px; height: 20px; margin: 0; flex: none; }
.coprod-screen.coprod-wide { max-width: 75rem; }
.coprod-piles { align-items: stretch; }
.coprod-pile { flex: 1 1 17em; min-width: min(17em, 100%); padding: 6px 8px;
  border: 1px solid var(--rule); border-radius: 4px; box-sizing: border-box; }
.coprod-pile > :first-child { font-weight: 600; }
.coprod-card { border: 1px solid var(--faint); border-radius: 4px; padding: 2px 8px; }
.coprod-card:has(:checked) { outline: 2px solid var(--ink); }
.coprod-words { overflow-wrap: anywhere; white-space: pre-wrap; font-size: 15px; line-height: 1.5; }
.coprod-words > * { margin: 8px 0; }
.coprod-words:empty { display: none; }
.coprod-scroll { max-height: 24em; overflow-y: auto; padding: 0 4px; margin: 4px 0; }
.coprod-scroll:has(.coprod-form) { max-height: none; }
.coprod-who { align-items: start; border-bottom: 1px solid var(--rule); padding: 4px 0; }
.coprod-who span { white-space: pre-line; overflow-wrap: anywhere; }
.coprod-who span::first-line { font-weight: 600; }
.coprod-words a { color: inherit; text-decoration: underline; }
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
.coprod-screen .coprod-size { margin: 6px 0; background: transparent; color: inherit; }
.coprod-table { overflow-x: auto; }
.coprod-words table { border-collapse: collapse; }
.coprod-words th, .coprod-words td { text-align: left; vertical-align: top; padding: 4px 14px 4px 0;
  border-bottom: 1px solid var(--rule); white-space: pre-wrap; min-width: 4em;
  overflow-wrap: break-word; }
.coprod-row { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; padding: 6px 0;
  border-bottom: 1px solid var(--rule); }
.coprod-row label { flex: 1 1 18em; min-width: 0; font-size: 14px; }
.coprod-name { display: block; font-weight: 600; }
.coprod-row select, .coprod-row input { flex: 0 1 14em; }
.coprod-words textarea { width: 100%; min-height: 8em; padding: 6px; }
.coprod-words .coprod-row textarea { flex: 2 1 24em; min-height: 4.5em; }
.coprod-words button { margin-top: 10px; }
.coprod-status { margin: 6px 0; font-size: 14px; line-height: 1.45; min-height: 1.45em;
  border-left: 4px solid var(--jp-success-color0, #1b5e20); padding: 2px 10px; }
.coprod-status:empty { visibility: hidden; }
.coprod-status.bad { border: 3px solid var(--jp-error-color0, #b00020); font-weight: 600; padding: 6px 10px; }
`;
const TAGS = { Button: "button", Label: "span", Checkbox: "label", status: "p" };
const TYPES = { Text: "text", Combobox: "text", Number: "number", Checkbox: "checkbox", Dropdown: "" };
const NAMES = { Checkbox: "coprod-check", Label: "coprod-name", Button: "coprod-button" };
for (const kind of ["Text", "Combobox", "Number", "Dropdown"]) NAMES[kind] = `coprod-field ${kind}`;

function put(parent, tag, text, name) {
  const made = document.createElement(tag);
  made.dir = "auto"; // words of people may be written from the right
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

function press(parent, name) {
  put(parent, "button", name, "strong").dataset.press = "";
}

function box(parent, block) {
  const label = put(parent, "label", "", "coprod-box");
  put(label, "span", block.label, "coprod-label");
  put(label, "textarea").value = block.text;
  if (block.button) press(parent, block.button);
}

// Rows with a list or a line each; one button sends all of them in one message.
function form(parent, block) {
  const made = put(parent, "div", "", "coprod-form");
  Object.assign(made, { role: "group", ariaLabel: block.label });
  made.classList.toggle("live", Boolean(block.live)); // each change is told at once
  for (const row of block.rows) {
    const line = put(made, "div", "", "coprod-row");
    const label = put(line, "label");
    put(label, "span", row.label, "coprod-name");
    if (row.text) put(label, "span", row.text, "coprod-label");
    const control = put(line, row.options ? "select" : row.long ? "textarea" : "input");
    if (control.type !== "textarea" && !row.options) control.type = "text";
    for (const [value, shown] of row.options || []) put(control, "option", shown).value = value;
    label.htmlFor = control.id = `coprod-${Math.random().toString(36).slice(2)}`;
    control.value = row.value;
    control.dataset.row = row.id;
  }
  press(made, block.button);
}

function rows(form) {
  const held = [...form.querySelectorAll("[data-row]")];
  return Object.fromEntries(held.map((row) => [row.dataset.row, row.value]));
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
  const size = put(parent, "button", "Larger", "coprod-size");
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

function draw(words, blocks, buffers, made) {
  while (made.length) URL.revokeObjectURL(made.pop());
  words.replaceChildren();
  for (const block of blocks) {
    if (block.kind === "media") media(words, block, buffers.shift(), made);
    else if (block.kind === "table") table(words, block);
    else if (block.kind === "box") box(words, block);
    else if (block.kind === "form") form(words, block);
    else if (block.kind === "heading") put(words, "h4", block.text);
    else if (block.kind === "link") {
      put(words, "span", block.label, "coprod-label");
      put(words, "a", block.text).href = block.href;
    }
    else {
      const part = put(words, "div", "", `coprod-${block.kind}`);
      if (block.label) put(part, "span", block.label, "coprod-label");
      part.append(document.createTextNode(block.text));
    }
  }
}

// Keys without Ctrl, Meta or Alt stay here: JupyterLab's x and d d would cut the cell.
function guard(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  event.stopPropagation();
  if (event.target.closest("input, select, textarea")) return;
  // A button whose words end in "(y)" is pressed by that key, where nothing is typed.
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  buttons.find((button) => button.textContent.endsWith(`(${event.key})`))?.click();
}

// A part that is not there yet; `fill` writes into it what it says now.
function make(spec, view) {
  const node = document.createElement(TAGS[spec.kind] || "div");
  if (spec.kind === "Button") node.dataset.press = "";
  if (spec.kind === "status") Object.assign(node, { role: "status", className: "coprod-status" });
  if (spec.kind === "Checkbox") {
    put(node, "input").type = "checkbox";
    put(node, "span");
  } else if (spec.kind in TYPES) {
    const label = put(node, "label");
    const control = put(node, spec.kind === "Dropdown" ? "select" : "input");
    label.htmlFor = control.id = `${spec.id}-${view}`;
    if (spec.kind !== "Dropdown") control.type = TYPES[spec.kind];
    if (spec.kind === "Combobox") {
      const list = put(node, "datalist");
      list.id = `${control.id}-list`;
      control.setAttribute("list", list.id);
    }
  }
  return node;
}

// Only what is new is written, so that nobody loses their place or their words.
function fill(part, spec) {
  const { node } = part;
  node.className = `${NAMES[spec.kind] || "coprod-" + spec.kind} ${spec.look}`.trim();
  node.hidden = spec.hidden;
  node.style.marginLeft = spec.indent ? `${spec.indent}px` : "";
  if (spec.kind === "Button") node.classList.toggle("strong", spec.strong);
  if (spec.kind === "Button" || spec.kind === "Label") node.textContent = spec.name;
  if (spec.colour) node.style.borderTop = `6px solid ${spec.colour}`;
  if (spec.children && spec.name)
    Object.assign(node, { role: "group", ariaLabel: spec.name });
  const control = part.control;
  if (!control) return;
  node.querySelector("label, span").textContent = spec.name;
  if (spec.hint) control.placeholder = spec.hint;
  if (spec.kind === "Number") Object.assign(control, { min: spec.least, max: spec.most });
  const list = node.querySelector("select, datalist");
  const offered = JSON.stringify(spec.options);
  if (list && part.offered !== offered) {
    list.replaceChildren();
    for (const words of spec.options) put(list, "option", words);
    part.offered = offered;
  }
  if (part.version === spec.version) return;
  if (spec.kind === "Checkbox") control.checked = spec.value;
  else if (spec.kind === "Dropdown") control.selectedIndex = spec.value ?? -1;
  else control.value = spec.value;
}

function value(part) {
  if (part.kind === "Checkbox") return part.control.checked;
  if (part.kind === "Dropdown") return part.control.selectedIndex;
  if (part.kind === "Number") return part.control.valueAsNumber || 0;
  return part.control.value;
}

function render({ model, el }) {
  const root = put(el, "div", "", "coprod-screen");
  root.tabIndex = -1; // a click beside the controls stays in the screen, and so do keys
  put(el, "style", CSS);
  const view = Math.random().toString(36).slice(2);
  const parts = new Map();
  let number = -1; // what is before the person: a press says to which it belongs
  let asks = 0;
  let owed = ""; // the press that has no answer yet
  let timer = 0;

  function say(text, bad) {
    const line = root.querySelector(".coprod-status");
    line.textContent = text;
    line.classList.toggle("bad", bad);
  }
  function tell(more) {
    const values = {};
    for (const [id, part] of parts) {
      if (!part.node.isConnected) continue;
      if (part.control) values[id] = value(part);
      else if (part.kind === "words") {
        const area = part.node.querySelector(".coprod-box textarea");
        const held = part.node.querySelector(".coprod-form");
        if (area) values[id] = area.value;
        else if (held) values[id] = rows(held);
      }
    }
    model.send({ number, values, ...more });
  }
  function pressed(event) {
    const button = event.target.closest("button[data-press]");
    if (!button || owed) return;
    owed = `${view} ${(asks += 1)}`;
    const [id] = [...parts].find(([, part]) => part.node.contains(button) && !part.inside);
    const more = { press: id, ask: owed };
    const holder = button.closest(".coprod-form");
    if (holder) more.form = rows(holder);
    tell(more);
    say("Saving ...", false);
    clearTimeout(timer);
    timer = setTimeout(() => {
      owed = "";
      say(SILENT, true);
    }, PATIENCE);
  }
  // Give each part its place; what is there already is not moved for nothing.
  function lay(parent, specs, fresh, buffers) {
    specs.forEach((spec, at) => {
      const part = parts.get(spec.id) || { kind: spec.kind, node: make(spec, view), made: [] };
      parts.set(spec.id, part);
      part.inside = spec.children;
      if (spec.kind in TYPES) part.control = part.node.querySelector("input, select");
      if (parent.children[at] !== part.node)
        parent.insertBefore(part.node, parent.children[at] || null);
      if (spec.kind !== "status") fill(part, spec);
      if (spec.children) lay(part.node, spec.children, fresh, buffers);
      if (spec.blocks && part.version !== spec.version) {
        if (spec.name) {
          part.node.classList.add("coprod-scroll");
          Object.assign(part.node, { tabIndex: 0, role: "region", ariaLabel: spec.name });
          fresh.push(part.node);
        }
        draw(part.node, spec.blocks, buffers, part.made);
      }
      else if (spec.blocks) buffers.splice(0, spec.blocks.filter((b) => b.kind === "media").length);
      part.version = spec.version;
    });
    while (parent.children.length > specs.length) parent.lastChild.remove();
  }
  function heard(message, buffers) {
    const before = document.activeElement;
    const here = root.contains(before);
    const fresh = [];
    root.className = `coprod-screen ${message.root.look}`.trim();
    lay(root, message.root.children, fresh, [...(buffers || [])]);
    number = message.number;
    if (here && owed && message.ask === owed && fresh.length) fresh[0].focus();
    else if (here && before !== document.activeElement) (before.isConnected ? before : root).focus();
    if (owed && message.ask !== owed) return;
    clearTimeout(timer);
    owed = "";
    say(message.status, message.bad);
  }
  function changed(event) {
    if (!event.target.closest(".coprod-form:not(.live)")) tell({});
  }
  root.addEventListener("keydown", guard);
  root.addEventListener("click", pressed);
  root.addEventListener("change", changed);
  model.on("msg:custom", heard);
  model.send({ ready: true });
  return () => {
    model.off("msg:custom", heard);
    clearTimeout(timer);
    for (const part of parts.values()) part.made.forEach((one) => URL.revokeObjectURL(one));
  };
}

export default { render };
