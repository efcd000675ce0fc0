// What a reader does with a result: share, save, open, print, keep and compare it.

import { renderSVG } from "./uqr.mjs";

const KEPT = "service-structure.scenarios";
const COMPARED = { least: 2, most: 4 };

// `root` is the calculator; `call` asks Python, `apply` takes over a fragment, `current` is that of
// the result shown.
export function equip(root, { call, apply, current, charts }) {
  const told = root.querySelector("#calculator-told");
  const tell = (name) => {
    told.classList.remove("visually-hidden");
    told.textContent = told.dataset[name];
    setTimeout(() => told.classList.add("visually-hidden"), 4000);
  };
  const link = () => location.href.split("#")[0].split("?")[0] + (current() && `#${current()}`);
  const memo = (form) =>
    call({ ...download(form), date: today(root.dataset.lang), address: link() });
  const download = (form) => ({ want: "download", form, state: current() });

  const actions = {
    link: async () => tell((await copied(link())) ? "copied" : "notCopied"),
    qr: () => showQr(root, link()),
    print: async () => print(root, (await memo("memo")).text),
    markdown: async () => save(await memo("markdown"), tell),
    csv: async () => save(await call(download("csv")), tell),
    json: async () => save(await call(download("json")), tell),
    keep: () =>
      keep(
        root,
        current,
        () => tell("kept"),
        () => tell("notKept"),
        list,
      ),
    undo: () => tell("undone"),
    embed: async () => {
      tell((await copied(root.querySelector("#embed-code").textContent)) ? "copied" : "notCopied");
    },
  };
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-action], [data-save]");
    // First, so that a dialog gives the focus back to the menu and not to a button in it.
    if (button?.closest(".menu")) closeMenu(button.closest(".menu"));
    actions[button?.dataset.action]?.();
    const chart = button?.dataset.save;
    if (chart)
      save({ name: `${chart}.svg`, type: "image/svg+xml", text: charts.asFile(chart) }, tell);
  });
  root.addEventListener("keydown", ({ key, target }) => {
    const menu = key === "Escape" && target.closest(".menu[open]");
    if (menu) closeMenu(menu);
  });
  root.querySelector("#calculator-file").addEventListener("change", ({ target }) => {
    closeMenu(target.closest(".menu"));
    open(target, root, call, apply);
  });
  const list = () => showKept(root, call, apply);
  list();
  showEmbedCode(root);
}

// The focus would be lost with the button that has it.
function closeMenu(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

// Files

function save({ name, type, text }, tell) {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
  tell("saved");
}

async function open(input, root, call, apply) {
  const [file] = input.files;
  input.value = ""; // so that the same file may be chosen again
  if (!file) return;
  const problems = root.querySelector("#calculator-problems");
  if (file.size > Number(input.dataset.largest)) {
    problems.textContent = input.dataset.tooLarge;
    return;
  }
  const response = await call({ want: "upload", text: await file.text() });
  // A file that says nothing takes the place of no answers.
  if (response.problems && !response.state) problems.innerHTML = response.problems;
  else apply(response.state, "elsewhere", response.problems);
}

// The memo stands in the page only while it is printed.
function print(root, html) {
  const memo = root.querySelector("#calculator-memo");
  memo.innerHTML = html;
  memo.hidden = false;
  document.documentElement.classList.add("prints-memo");
  addEventListener(
    "afterprint",
    () => {
      document.documentElement.classList.remove("prints-memo");
      memo.hidden = true;
    },
    { once: true },
  );
  window.print();
}

function today(lang) {
  return new Intl.DateTimeFormat(lang, { dateStyle: "long" }).format(new Date());
}

// Links

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // not allowed, or not served over https
  }
}

function showQr(root, link) {
  const dialog = root.querySelector("#calculator-qr");
  dialog.querySelector(".qr").innerHTML = renderSVG(link, { border: 2 });
  dialog.querySelector(".qr__link").textContent = link;
  dialog.showModal();
}

function showEmbedCode(root) {
  const code = root.querySelector("#embed-code");
  if (!code) return;
  const site = new URL("../", new URL(root.dataset.assets, document.baseURI));
  const page = new URL(`../embed.html?lang=${root.dataset.lang}&preset=`, site);
  const script = new URL("assets/embed-host.js", site);
  code.textContent =
    `<iframe src="${page}" title="${document.title}" width="100%" height="900"></iframe>\n` +
    `<script src="${script}" async></script>`;
}

// Kept scenarios

function kept() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    const sound = (one) => typeof one?.name === "string" && typeof one.state === "string";
    return Array.isArray(stored) ? stored.filter(sound) : [];
  } catch {
    return [];
  }
}

function store(scenarios) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(scenarios));
    return true;
  } catch {
    return false;
  }
}

function keep(root, current, told, refused, list) {
  const dialog = root.querySelector("#calculator-keep");
  const input = dialog.querySelector("input");
  dialog.addEventListener(
    "close",
    () => {
      const name = input.value.trim();
      if (dialog.returnValue !== "keep" || !name) return;
      const others = kept().filter((one) => one.name !== name);
      const done = store([...others, { name, state: current(), chosen: true }]);
      (done ? told : refused)();
      list();
    },
    { once: true },
  );
  input.value = "";
  dialog.returnValue = "";
  dialog.showModal();
}

function showKept(root, call, apply) {
  const section = root.querySelector("#calculator-kept");
  const list = section.querySelector(".kept");
  const scenarios = kept();
  section.hidden = !scenarios.length;
  list.replaceChildren(
    ...scenarios.map((one) => {
      const item = document.createElement("li");
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), {
        type: "checkbox",
        checked: Boolean(one.chosen),
        autocomplete: "off",
      });
      box.addEventListener("change", () => {
        store(kept().map((own) => (own.name === one.name ? { ...own, chosen: box.checked } : own)));
        compare(section, chosenOf(kept()), call);
      });
      label.append(box, ` ${one.name}`);
      const button = (words, act) => {
        const made = Object.assign(document.createElement("button"), {
          type: "button",
          className: "md-button md-button--small",
          textContent: words,
        });
        made.setAttribute("aria-label", `${words}: ${one.name}`);
        made.addEventListener("click", act);
        return made;
      };
      item.append(
        label,
        button(list.dataset.open, () => apply(one.state)),
        button(list.dataset.remove, () => {
          store(kept().filter((own) => own.name !== one.name));
          showKept(root, call, apply);
          const next = section.hidden ? "[data-action=keep]" : ".kept button:last-of-type";
          root.querySelector(next).focus();
        }),
      );
      return item;
    }),
  );
  compare(section, chosenOf(scenarios), call);
}

function chosenOf(scenarios) {
  return scenarios.filter((one) => one.chosen).slice(0, COMPARED.most);
}

async function compare(section, chosen, call) {
  const place = section.querySelector("#calculator-comparison");
  if (chosen.length < COMPARED.least) {
    place.replaceChildren();
    return;
  }
  const cases = chosen.map(({ name, state }) => ({ name, state }));
  place.innerHTML = (await call({ want: "comparison", cases })).html;
}
