// Comforts of the desk. Every screen works without them: the search has a button, the waiting page can be opened again.
const findAsSheTypes = () => {
  const form = document.querySelector("[data-desk-search]");
  if (!form) return;
  const rows = form.querySelector("[data-desk-rows]");
  const field = form.querySelector("input[type=search]");
  let running = null;
  let timer = 0;
  const ask = async () => {
    if (running) running.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.action || location.pathname, {
        method: "POST", body: new FormData(form), signal: running.signal, headers: { "X-Rows": "1" },
      });
      if (answer.ok) rows.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== "AbortError") rows.setAttribute("data-offline", "");
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
};

const waitForHerYes = () => {
  const card = document.querySelector("[data-desk-wait]:not([data-in])");
  if (!card) return;
  const began = Date.now();
  const ask = async () => {
    try {
      const answer = await fetch(card.dataset.deskWait, { headers: { Accept: "application/json" } });
      if (answer.ok && (await answer.json()).in) return card.setAttribute("data-in", "");
    } catch {
      // No connection just now: the next try may have one.
    }
    if (Date.now() - began < 10 * 60_000) setTimeout(ask, 3000);
  };
  setTimeout(ask, 3000);
};

// "Write to …" and "Answer" lead to a form that is folded on the card.
const openWhatWasAskedFor = () => {
  const asked = document.getElementById(location.hash.slice(1));
  if (asked?.tagName !== "DETAILS") return;
  asked.open = true;
  const fields = [...asked.querySelectorAll("textarea, input:not([type=hidden])")];
  const next = fields.find((field) => !field.value) ?? fields.find((field) => field.tagName === "TEXTAREA");
  next?.focus();
  // Behind the greeting, where she goes on.
  next?.setSelectionRange?.(next.value.length, next.value.length);
};

// A tag she used before is one tap.
const addTags = () => {
  const field = document.querySelector("input[name=tags]");
  for (const chip of document.querySelectorAll("[data-desk-tag]")) {
    chip.addEventListener("click", () => {
      const there = field.value.split(",").map((word) => word.trim()).filter(Boolean);
      if (!there.includes(chip.dataset.deskTag)) field.value = [...there, chip.dataset.deskTag].join(", ");
    });
  }
};

document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
findAsSheTypes();
waitForHerYes();
addTags();
// Not before the page has loaded: going to the place that an address names takes the focus away.
window.addEventListener("load", () => setTimeout(openWhatWasAskedFor, 0));
window.addEventListener("hashchange", openWhatWasAskedFor);
