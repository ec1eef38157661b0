// What pages need beside HTML and htmx: scheme, drafts, one submit, errors beside fields, a table of contents.
"use strict";

const root = document.documentElement;

function scheme() {
  const button = document.getElementById("scheme");
  if (!button) return;
  const dark = () => (root.dataset.scheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const show = () => { button.textContent = dark() ? "Light" : "Dark"; };
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    root.dataset.scheme = dark() ? "light" : "dark";
    localStorage.setItem("scheme", root.dataset.scheme);
    show();
  });
}

// A text that is being written survives a reload; it is forgotten once it is kept.
function drafts() {
  for (const area of document.querySelectorAll("[data-keep]")) {
    const key = area.dataset.keep;
    const saved = sessionStorage.getItem(key);
    if (saved !== null && !document.getElementById("summary")) area.value = saved;
    area.addEventListener("input", () => sessionStorage.setItem(key, area.value));
    area.form.addEventListener("submit", () => sessionStorage.removeItem(key));
  }
}

// What takes longer than half a second says that it is under way, and what.
let waiting = 0;

function busy(what) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const place = document.getElementById("busy");
    place.querySelector("span").textContent = `${what.trim()}…`;
    place.hidden = false;
  }, 500);
}

function idle() {
  clearTimeout(waiting);
  document.getElementById("busy").hidden = true;
}

function openings() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href]:not([download], [target], [hx-get], [hx-boost] a)");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.origin !== location.origin || (link.hash && link.pathname === location.pathname)) return;
    busy("Opening");
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") idle(); });
}

// One click, one post: what is under way is not sent again.
function once() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    if (!form.hasAttribute("hx-post")) busy(event.submitter?.textContent ?? "Under way");
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  });
  window.addEventListener("pageshow", () => {
    idle();
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
    }
  });
}

// Fields are marked wrong as long as their error says something.
function marks() {
  for (const error of document.querySelectorAll(".error[id]")) {
    const field = document.getElementById(error.id.replace(/-error$/, ""));
    if (!field || field.tagName === "FIELDSET") continue;
    if (error.textContent.trim()) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

// Leads from an error to its line in the text.
function lines() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-line]");
    const area = button && document.querySelector("textarea");
    if (!area) return;
    const before = area.value.split("\n").slice(0, button.dataset.line - 1).join("\n").length;
    const start = before ? before + 1 : 0;
    const end = area.value.indexOf("\n", start);
    area.focus();
    area.setSelectionRange(start, end < 0 ? area.value.length : end);
  });
}

// Says where one is on a long page.
function contents() {
  const links = new Map([...document.querySelectorAll(".toc a")].map((link) => [link.hash.slice(1), link]));
  if (!links.size || !("IntersectionObserver" in window)) return;
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(entry.target.id)?.setAttribute("aria-current", "location");
    }
  }, { rootMargin: "-10% 0px -75% 0px" });
  for (const id of links.keys()) {
    const chapter = document.getElementById(id);
    if (chapter) watcher.observe(chapter);
  }
}

// What a slider stands at, beside it.
function sliders() {
  document.addEventListener("input", (event) => {
    const shown = event.target.dataset.shown && document.getElementById(event.target.dataset.shown);
    if (shown) shown.textContent = Number(event.target.value).toLocaleString(document.documentElement.dataset.locale, { numberingSystem: "latn" });
  });
}

// A form that is sent together with what the sliders of another stand at.
function together() {
  for (const form of document.querySelectorAll("form[data-with]")) {
    form.addEventListener("submit", () => {
      for (const [name, value] of new FormData(document.getElementById(form.dataset.with))) {
        if (form.elements[name]) form.elements[name].value = value;
      }
    });
  }
}

// A menu closes by Escape and by a click elsewhere.
function menus() {
  const close = (kept) => { for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== kept) menu.open = false; };
  document.addEventListener("click", (event) => close(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.activeElement?.closest("details.menu[open]");
    close(null);
    open?.querySelector("summary").focus();
  });
}

function toast(text) {
  const place = document.getElementById("offline");
  place.textContent = text;
  place.hidden = false;
}

function exchanges() {
  const typing = () => document.activeElement?.matches("input[type=text], textarea");
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (typing() && event.detail.target.contains(document.activeElement)) event.detail.shouldSwap = false;
  });
  document.body.addEventListener("htmx:afterSettle", marks);
  document.body.addEventListener("htmx:beforeRequest", () => { document.getElementById("offline").hidden = true; });
  document.body.addEventListener("htmx:sendError", () => toast("The server cannot be reached. What you typed is kept; it is sent again when you go on."));
  document.body.addEventListener("htmx:timeout", () => toast("This takes longer than usual. Go on typing to try again."));
  document.body.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 400 || status === 401) toast("This page is too old, or you are signed out. Reload it; what you typed is kept.");
    else toast("This part could not be computed. Reload the page to try again.");
  });
}

document.addEventListener("DOMContentLoaded", () => {
  scheme();
  drafts();
  once();
  openings();
  lines();
  contents();
  sliders();
  together();
  menus();
  exchanges();
  document.getElementById("summary")?.focus();
});
