"use strict";
// The preview follows each build by an event stream; a gallery brings all it shows along.
// A letter's words get into the page as text only: `textContent`, never HTML.

const brought = document.getElementById("brought");
const all = brought ? JSON.parse(brought.textContent) : null;
const $ = (id) => document.getElementById(id);
const PAPERS = { a4: "A4", letter: "US Letter" };
const STATES = { error: "error", warning: "warning", ready: "ready", building: "building" };
const WIDTHS = [22, 28, 34, 42, 52, 64]; // rem, of a page
let state = { letters: [], error: [], notes: [], editor: "" };
let chosen = decodeURIComponent(location.hash.slice(1));
let width = 2;
let shownStamp = "";
let text = "";
let asked = 0;

function make(tag, about = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (name === "class") element.className = value;
    else element.setAttribute(name, value);
  }
  element.append(...inside);
  return element;
}

function keep(parent, wanted) {
  // Replace what is in `parent` unless it says the same: a reader's place and focus stay.
  const holder = make("div", {}, ...wanted);
  if (parent.innerHTML !== holder.innerHTML) parent.replaceChildren(...holder.childNodes);
}

const letterOf = (id) => state.letters.find((letter) => letter.id === id);

function place(at) {
  return at.line ? `${at.file}:${at.line}` : at.file || "";
}

function placeLink(at) {
  const words = place(at);
  if (!state.editor || !at.path || !at.line) return make("span", {}, words);
  const address = state.editor
    .replace("{path}", encodeURI(at.path).replace(/[?#]/g, encodeURIComponent))
    .replace("{line}", String(at.line))
    .replace("{column}", String(at.column || 1));
  return make("a", { href: address }, words);
}

function problem(one) {
  const box = make("div", { class: `problem of-${one.severity}` });
  const head = make("p", {}, make("span", { class: `state ${one.severity}` }, one.severity), ": ");
  head.append(one.message);
  box.append(head);
  if (one.file) box.append(make("p", {}, placeLink(one)));
  if (one.excerpt) {
    const [line, mark] = one.excerpt;
    const start = mark.indexOf("^");
    box.append(make("pre", {}, line.slice(0, start),
      make("mark", {}, line.slice(start, mark.length)), line.slice(mark.length)));
  }
  if (one.hint) box.append(make("p", {}, one.hint));
  box.append(make("p", { class: "code" }, one.code));
  return box;
}

function counted(number, thing) {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

function showList() {
  const words = $("search").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = state.letters.filter((letter) => {
    const said = `${letter.name} ${letter.company} ${letter.employer} ${letter.state}`;
    return words.every((word) => said.toLocaleLowerCase().includes(word));
  });
  const focused = document.activeElement?.dataset?.id;
  keep($("letters"), found.map((letter) => {
    const button = make("button", { type: "button", "data-id": letter.id },
      make("span", { class: "name" }, letter.name),
      make("span", { class: "about" }, letter.company || letter.employer || "no employer", " · ",
        make("span", { class: `state ${letter.state}` }, STATES[letter.state])));
    if (letter.id === chosen) button.setAttribute("aria-current", "true");
    return make("li", {}, button);
  }));
  if (focused) document.querySelector(`nav [data-id="${CSS.escape(focused)}"]`)?.focus();
  $("none").hidden = found.length > 0 || state.letters.length === 0;
}

function picture(letter, paper, number, pixels) {
  if (all) return all.pictures[letter.id]?.[paper.paper]?.[number] || "";
  const asks = { id: letter.id, paper: paper.paper, page: number, width: pixels, stamp: paper.stamp };
  return `picture?${new URLSearchParams(asks)}`;
}

function pixels() {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const wanted = WIDTHS[width] * rem * Math.min(3, Math.max(1.5, window.devicePixelRatio || 1));
  return Math.min(4000, Math.round(wanted / 100) * 100);
}

async function load(image, address, words) {
  // The new picture is ready before it is shown: nothing flickers.
  if (image.dataset.address === address) return;
  image.dataset.address = address;
  const next = new Image();
  next.src = address;
  try {
    await next.decode();
  } catch {
    return;
  }
  if (image.dataset.address !== address) return;
  image.src = address;
  image.alt = words;
}

function showPages(letter, made) {
  const papers = letter.papers.filter((paper) => made.papers[paper.paper]);
  const pages = $("pages");
  while (pages.children.length > papers.length) pages.lastChild.remove();
  papers.forEach((paper, at) => {
    let column = pages.children[at];
    if (!column) {
      column = make("div", { class: "paper" }, make("h3"));
      pages.append(column);
    }
    const sheets = made.papers[paper.paper];
    const name = PAPERS[paper.paper] || paper.paper;
    const said = [name, counted(sheets.length, "page")];
    if (paper.state === "out of date") said.push("out of date: this letter has an error");
    const address = all ? paper.pdf : `pdf?${new URLSearchParams({ id: letter.id, paper: paper.paper })}`;
    keep(column.firstChild, [`${said.join(" · ")} · `, make("a", { href: address }, "PDF")]);
    while (column.children.length > sheets.length + 1) column.lastChild.remove();
    sheets.forEach((sheet, number) => {
      let page = column.children[number + 1];
      if (!page) {
        page = make("div", { class: "page" }, make("img", { alt: "" }), make("div", { class: "lines" }));
        column.append(page);
      }
      page.style.aspectRatio = `${sheet.width} / ${sheet.height}`;
      load(page.firstChild, picture(letter, paper, number, pixels()),
        `${letter.name} on ${name}, page ${number + 1} of ${sheets.length}`);
      page.lastChild.replaceChildren(...sheet.lines.map((line) => {
        const box = make("div", { class: line.changed ? "line changed" : "line" });
        const [left, top, wide, high] = line.box;
        Object.assign(box.style, {
          left: `${left * 100}%`, top: `${top * 100}%`, width: `${wide * 100}%`, height: `${high * 100}%`,
        });
        if (line.line) {
          box.title = place(line);
          box.addEventListener("click", () => choose(line, box));
        }
        return box;
      }));
    });
  });
}

function choose(line, box) {
  document.querySelectorAll(".line.chosen").forEach((other) => other.classList.remove("chosen"));
  box.classList.add("chosen");
  const link = placeLink(line);
  keep($("where"), [link]);
  if (link.href) location.href = link.href;
}

function showProblems(letter) {
  const found = letter ? letter.findings : [];
  const told = found.length ? found.map(problem) : [make("p", {}, letter ? "No problems." : "")];
  keep($("problems"), told);
  keep($("site-problems"), [...state.error, ...(letter ? [] : state.notes)].map(problem));
}

async function showLetter() {
  const letter = letterOf(chosen);
  showProblems(letter);
  const stamp = JSON.stringify([chosen, letter, state.building ? 0 : state.round]);
  if (!letter || stamp === shownStamp) return;
  const isOther = JSON.parse(shownStamp || "[null]")[0] !== chosen;
  shownStamp = stamp;
  $("title").textContent = letter.company ? `${letter.name}: ${letter.company}` : letter.name;
  document.title = `${letter.name} – Coverpress`;
  if (isOther) keep($("where"), [placeLink({ ...letter, line: letter.path ? 1 : 0 })]);
  const number = ++asked;
  let made;
  if (all) made = all.details[letter.id];
  else {
    const answer = await fetch(`letter?${new URLSearchParams({ id: letter.id })}`).catch(() => null);
    if (number !== asked) return;
    if (!answer?.ok) {
      shownStamp = "";
      return;
    }
    made = await answer.json();
    if (number !== asked) return;
  }
  showPages(letter, made);
  if (isOther) document.querySelector("main").scrollTop = 0;
  if (made.text || isOther || !state.building) {
    text = made.text;
    keep($("text"), [text]);
    $("count").textContent = `${counted(made.characters, "character")}, ${counted(made.words, "word")}`;
  }
}

function showGallery() {
  const is = $("show-gallery").getAttribute("aria-pressed") === "true";
  $("gallery").hidden = !is;
  $("pages").hidden = $("where").hidden = is;
  if (!is) return;
  $("title").textContent = counted(state.letters.length, "letter");
  keep($("gallery"), state.letters.map((letter) => {
    const paper = letter.papers.find((one) => one.stamp);
    const button = make("button", { type: "button", "data-id": letter.id });
    if (paper) button.append(make("img", { src: picture(letter, paper, 0, 500), alt: "", loading: "lazy" }));
    button.append(make("span", { class: "name" }, letter.name),
      make("span", { class: "about" }, letter.company, " · ",
        make("span", { class: `state ${letter.state}` }, STATES[letter.state])));
    return make("li", {}, button);
  }));
}

function showStatus() {
  const errors = state.letters.filter((letter) => letter.state === "error").length + state.error.length;
  const said = [];
  if (state.building) said.push("Building…");
  else if (state.error.length) said.push("Nothing could be built");
  else said.push(counted(state.letters.length, "letter"));
  if (!state.building && errors) said.push(counted(errors, "error"));
  if (!state.building && state.changed?.length) said.push(`${state.changed.slice(0, 3).join(", ")} changed (${state.seconds} s)`);
  $("status").textContent = said.join(" · ");
}

function show() {
  if (!letterOf(chosen) && state.letters.length) chosen = state.letters[0].id;
  showStatus();
  showList();
  showLetter();
  showGallery();
}

function select(id) {
  chosen = id;
  history.replaceState(null, "", `#${encodeURIComponent(id)}`);
  press(false);
  shownStamp = "";
  show();
  document.querySelector('nav [aria-current="true"]')?.scrollIntoView({ block: "nearest" });
}

function press(is) {
  $("show-gallery").setAttribute("aria-pressed", String(is));
  if (!is && letterOf(chosen)) {
    const letter = letterOf(chosen);
    $("title").textContent = letter.company ? `${letter.name}: ${letter.company}` : letter.name;
  }
  showGallery();
}

function step(by) {
  const ids = [...document.querySelectorAll("#letters [data-id]")].map((button) => button.dataset.id);
  const next = ids[ids.indexOf(chosen) + by] ?? (ids.includes(chosen) ? null : ids[0]);
  if (next) select(next);
}

function resize(by) {
  width = Math.min(WIDTHS.length - 1, Math.max(0, width + by));
  document.documentElement.style.setProperty("--page", `${WIDTHS[width]}rem`);
  shownStamp = shownStamp && JSON.stringify([chosen]);
  showLetter();
}

async function copy() {
  try {
    await navigator.clipboard.writeText(text);
    $("copy").textContent = "Copied";
  } catch {
    getSelection().selectAllChildren($("text"));
    $("copy").textContent = "Selected: press Ctrl+C";
  }
  setTimeout(() => { $("copy").textContent = "Copy"; }, 2000);
}

function help() {
  $("help").hidden = !$("help").hidden;
  $("show-help").setAttribute("aria-expanded", String(!$("help").hidden));
}

document.addEventListener("click", (event) => {
  const id = event.target.closest?.("[data-id]")?.dataset.id;
  if (id !== undefined) select(id);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.id === "search") {
    if (event.key === "Escape") $("search").blur();
    return;
  }
  const keys = {
    j: () => step(1), k: () => step(-1), "/": () => $("search").focus(), c: copy, "?": help,
    g: () => press($("show-gallery").getAttribute("aria-pressed") !== "true"),
    "+": () => resize(1), "-": () => resize(-1),
  };
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});
$("search").addEventListener("input", showList);
$("copy").addEventListener("click", copy);
$("show-help").addEventListener("click", help);
$("smaller").addEventListener("click", () => resize(-1));
$("larger").addEventListener("click", () => resize(1));
$("show-gallery").addEventListener("click", () => press($("show-gallery").getAttribute("aria-pressed") !== "true"));

if (all) {
  state = all.state;
  show();
} else {
  const events = new EventSource("events");
  events.addEventListener("message", (event) => {
    state = JSON.parse(event.data);
    if (state.letters) show();
  });
  events.addEventListener("error", () => { $("status").textContent = "Coverpress has stopped. Start it again, and open its new address."; });
}
