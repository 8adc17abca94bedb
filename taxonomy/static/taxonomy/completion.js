// Turns plain inputs into ARIA comboboxes (WAI-ARIA APG, "list autocomplete with manual selection").
// [data-completion]: asks data-source for completions; with data-many it keeps several, parted by commas, as chips.
// [data-list]: finds options of a <select multiple> by typing.

const WAIT = 120; // milliseconds after a key before asking

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

/** A list of suggestions under an input.  find(text) -> Promise of [{value, label, hint}]; choose(item) is called. */
function combobox(input, find, choose, noneLabel = "") {
  const id = `${input.id || input.name}-list`;
  const list = make("ul", { id, role: "listbox", class: "completion-list", hidden: "" });
  const status = make("div", { role: "status", class: "visually-hidden" });
  const label = input.labels?.[0]?.textContent.trim();
  if (label) list.setAttribute("aria-label", label);
  input.after(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, autocomplete: "off" }))
    input.setAttribute(name, value);
  let items = [], active = -1, timer = 0, asked = 0;

  const close = () => {
    list.hidden = true; active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const pick = (index) => { const item = items[index]; close(); choose(item); };
  const mark = (index) => {
    active = (index + items.length) % items.length;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    const option = list.children[active];
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const show = (found) => {
    items = found;
    list.replaceChildren(...found.map((item, i) => {
      const option = make("li", { id: `${id}-${i}`, role: "option", "aria-selected": "false" }, make("span", {}, item.label));
      if (item.hint) option.append(make("span", { class: "completion-hint" }, item.hint));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); pick(i); });
      return option;
    }));
    status.textContent = found.length ? String(found.length) : noneLabel;
    if (!found.length) return close();
    list.hidden = false; active = -1;
    input.setAttribute("aria-expanded", "true");
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    const number = ++asked;
    timer = setTimeout(async () => {
      const text = input.value.trim();
      if (!text) return close();
      const found = await find(text);
      if (number === asked) show(found);
    }, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !list.hidden;
    if (event.key === "ArrowDown" && open) { event.preventDefault(); mark(active + 1); }
    else if (event.key === "ArrowUp" && open) { event.preventDefault(); mark(active < 0 ? items.length - 1 : active - 1); }
    else if (event.key === "Enter" && open && active >= 0) { event.preventDefault(); pick(active); }
    else if (event.key === "Escape" && open) { event.stopPropagation(); close(); }
  });
  input.addEventListener("blur", () => { clearTimeout(timer); asked++; close(); });
  return { close };
}

const chip = (label, removeLabel, remove) => {
  const button = make("button", { type: "button", class: "chip-remove", "aria-label": `${removeLabel}: ${label}` }, "×");
  button.addEventListener("click", remove);
  return make("li", { class: "chip" }, label, button);
};

async function ask(source, text) {
  try {
    const answer = await fetch(`${source}?q=${encodeURIComponent(text)}`);
    return answer.ok ? (await answer.json()).results : [];
  } catch { return []; } // offline: the words as typed are kept
}

function completeOne(box, input) {
  const changed = () => input.dispatchEvent(new Event("change", { bubbles: true }));
  combobox(input, (text) => ask(box.dataset.source, text), (item) => { input.value = item.value; changed(); });
}

/** What stands between commas, semicolons and new lines; a label with a comma of its own stands in quotes (fields.py does the same). */
const typedLabels = (text) =>
  [...text.matchAll(/\s*(?:"([^"]*)"[^\S\n]*(?=[,;\n]|$)|([^,;\n]*))(?:[,;\n]|$)/g)].map((m) => (m[1] || m[2] || "").trim()).filter(Boolean);

function completeMany(box, original) {
  const values = typedLabels(original.value);
  const chips = make("ul", { class: "chip-list" });
  const input = make("input", { type: "text", class: original.className, id: original.id });
  for (const name of ["aria-describedby", "aria-invalid", "placeholder"]) if (original.hasAttribute(name)) input.setAttribute(name, original.getAttribute(name));
  original.type = "hidden"; original.removeAttribute("id");
  box.prepend(chips, input);
  const draw = () => {
    original.value = values.map((v) => (/[,;]/.test(v) ? `"${v.replaceAll('"', "")}"` : v)).join(", ");
    chips.replaceChildren(...values.map((value, i) => chip(value, box.dataset.removeLabel, () => { values.splice(i, 1); draw(); input.focus(); changed(); })));
    chips.hidden = !values.length;
  };
  const changed = () => original.dispatchEvent(new Event("change", { bubbles: true }));
  const add = (...labels) => {
    for (const label of labels) if (!values.includes(label)) values.push(label);
    input.value = ""; draw(); changed();
  };
  combobox(input, (text) => ask(box.dataset.source, text), (item) => add(item.value), box.dataset.noneLabel);
  input.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if ((event.key === "Enter" || event.key === ",") && input.value.trim()) { event.preventDefault(); add(...typedLabels(input.value)); }
    else if (event.key === "Backspace" && !input.value && values.length) { values.pop(); draw(); changed(); }
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("blur", () => { if (input.value.trim()) add(...typedLabels(input.value)); });
  draw();
}

function findInList(box, select) {
  const chips = make("ul", { class: "chip-list" });
  const input = make("input", { type: "text", id: select.id, placeholder: box.dataset.addLabel });
  for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  select.removeAttribute("id"); select.hidden = true; select.setAttribute("aria-hidden", "true"); select.tabIndex = -1;
  box.prepend(chips, input);
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const changed = () => select.dispatchEvent(new Event("change", { bubbles: true }));
  const draw = () => {
    const chosen = [...select.selectedOptions];
    chips.replaceChildren(...chosen.map((option) => chip(option.label, box.dataset.removeLabel, () => { option.selected = false; draw(); input.focus(); changed(); })));
    chips.hidden = !chosen.length;
  };
  const find = async (text) => {
    const folded = fold(text);
    const options = [...select.options].filter((o) => !o.selected && fold(o.label).includes(folded));
    options.sort((a, b) => fold(b.label).startsWith(folded) - fold(a.label).startsWith(folded));
    return options.slice(0, 8).map((o) => ({ label: o.label, option: o }));
  };
  combobox(input, find, (item) => { item.option.selected = true; input.value = ""; draw(); changed(); });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.defaultPrevented) event.preventDefault(); });
  draw();
}

function enhance(root) {
  for (const box of root.querySelectorAll("[data-completion]:not([data-ready])")) {
    box.dataset.ready = "";
    const input = box.querySelector("input");
    if ("many" in box.dataset) completeMany(box, input); else completeOne(box, input);
  }
  for (const box of root.querySelectorAll("[data-list]:not([data-ready])")) {
    box.dataset.ready = "";
    findInList(box, box.querySelector("select"));
  }
}

enhance(document);
document.addEventListener("htmx:afterSwap", (event) => enhance(event.target));
