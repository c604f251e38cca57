// Findings beside the text: asks the guard a moment after the last key, and lists what it says. Works with autosave: it reads the form,
// saved or not, and changes it only when the writer presses a fix.
const startFindings = () => {
  // With the way to the guard and back, what was found stands there within 300 ms of the last key.
  const PAUSE = 120;
  const panel = document.querySelector("[data-letter-findings]");
  const form = document.querySelector("[data-edit-form]");
  if (!panel || !form) return;

  const list = panel.querySelector("[data-findings-list]");
  const clean = panel.querySelector("[data-findings-none]");
  const status = panel.querySelector("[data-findings-status]");
  const counter = document.querySelector("[data-side-panel-toggle='findings'] [data-side-panel-toggle-counter]");
  let timer = 0;
  let asked = "";
  let running = null;

  const post = (url, body, signal) =>
    fetch(url, { method: "POST", body, signal, headers: { "X-CSRFToken": panel.dataset.csrf, Accept: "application/json" } });

  // Draftail hands its text to the form a quarter of a second late; the guard, and whoever leaves the page, gets it now.
  const handOver = () => {
    for (const field of form.querySelectorAll("[data-draftail-input], input[type=hidden][name^='body-']")) field.draftailEditor?.saveState?.();
  };

  const words = () => {
    handOver();
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && (name === "subject" || name === "preheader" || name.startsWith("body-"))) data.append(name, value);
    }
    return data.toString();
  };

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const target = (path) =>
    path ? document.querySelector(`[data-contentpath="${CSS.escape(path)}"]`) || document.getElementById(`block-${path}-section`) : null;

  const show = (finding) => {
    const spot = target(finding.path);
    if (!spot) return;
    spot.scrollIntoView({ behavior: "smooth", block: "center" });
    spot.classList.add("letter-spot");
    setTimeout(() => spot.classList.remove("letter-spot"), 2000);
    const field = spot.querySelector("[contenteditable='true'], textarea, input:not([type=hidden])");
    if (field) field.focus({ preventScroll: true });
  };

  const replaceInField = (field, match, fix) => {
    const at = field.value.indexOf(match);
    if (at < 0) return false;
    const prototype = field.tagName === "TEXTAREA" ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
    const value = field.value.slice(0, at) + fix + field.value.slice(at + match.length);
    Object.getOwnPropertyDescriptor(prototype, "value").set.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  // Rich text lives in Draft.js, which must be told of a change; it offers its editor on the hidden field.
  const replaceInRichText = (field, match, fix) => {
    const editor = field.draftailEditor;
    const { DraftJS } = window;
    if (!editor || !DraftJS || !editor.getEditorState) return false;
    const state = editor.getEditorState();
    const content = state.getCurrentContent();
    const block = content.getBlocksAsArray().find((one) => one.getText().includes(match));
    if (!block) return false;
    const at = block.getText().indexOf(match);
    const range = DraftJS.SelectionState.createEmpty(block.getKey()).merge({ anchorOffset: at, focusOffset: at + match.length });
    const changed = DraftJS.Modifier.replaceText(content, range, fix, block.getInlineStyleAt(at), block.getEntityAt(at));
    editor.onChange(DraftJS.EditorState.push(state, changed, "insert-characters"));
    return true;
  };

  const repair = (finding) => {
    const spot = target(finding.path);
    if (!spot) return;
    const fields = [...spot.querySelectorAll("textarea, input[type=text], input:not([type])")].filter((field) => !field.draftailEditor);
    const rich = [...spot.querySelectorAll("input[type=hidden], textarea")].filter((field) => field.draftailEditor);
    const done =
      rich.some((field) => replaceInRichText(field, finding.match, finding.fix)) ||
      fields.some((field) => replaceInField(field, finding.match, finding.fix));
    if (done) soon();
    else show(finding);
  };

  // She has met this rule again and again: a few minutes of reading save her the rest.
  const lesson = (address) => {
    const line = element("p", "letter-finding__lesson", "You have met this a few times. ");
    const link = element("a", "", "Read the short lesson");
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener";
    line.append(link);
    return line;
  };

  const row = (finding) => {
    const item = element("li", `letter-finding letter-finding--${finding.blocks ? "block" : finding.severity}`);
    const head = element("p", "letter-finding__head");
    head.append(element("strong", "", finding.heading), ` · ${finding.place}`);
    item.append(head);
    if (finding.match) item.append(element("q", "letter-finding__match", finding.match));
    item.append(element("p", "letter-finding__message", finding.message));
    if (finding.lesson) item.append(lesson(finding.lesson));
    const ways = element("div", "letter-finding__ways");
    if (finding.path) {
      const go = element("button", "button button-small button-secondary", "Show me");
      go.type = "button";
      go.addEventListener("click", () => show(finding));
      ways.append(go);
    }
    if (finding.fix && finding.match && finding.path) {
      const fix = element("button", "button button-small", `Write “${finding.fix}”`);
      fix.type = "button";
      fix.addEventListener("click", () => repair(finding));
      ways.prepend(fix);
    }
    if (ways.childElementCount) item.append(ways);
    return item;
  };

  const render = (answer) => {
    list.replaceChildren(...answer.findings.map(row));
    clean.hidden = answer.findings.length > 0;
    if (counter) {
      counter.textContent = String(answer.blocking);
      counter.hidden = answer.blocking === 0;
    }
    status.textContent = "";
    panel.dispatchEvent(new CustomEvent("letter:checked", { bubbles: true, detail: answer }));
  };

  const ask = async () => {
    const body = words();
    if (body === asked) return;
    asked = body;
    if (running) running.abort();
    running = new AbortController();
    try {
      const response = await post(panel.dataset.checkUrl, new URLSearchParams(body), running.signal);
      if (!response.ok) throw new Error(String(response.status));
      render(await response.json());
    } catch (error) {
      if (error.name === "AbortError") return;
      asked = "";
      status.textContent = "No connection just now. What you typed is kept; it is looked at again when you go on.";
    }
  };

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  for (const name of ["input", "change", "keyup", "click", "drop"]) form.addEventListener(name, soon);
  document.addEventListener("w-autosave:success", soon);
  window.addEventListener("pagehide", handOver);

  const test = panel.querySelector("[data-letter-test]");
  const told = panel.querySelector("[data-letter-test-status]");
  if (test) {
    test.addEventListener("click", async () => {
      test.disabled = true;
      told.textContent = "…";
      try {
        const response = await post(panel.dataset.testUrl, new URLSearchParams());
        told.textContent = (await response.json()).message;
      } catch {
        told.textContent = "That did not work. Try again in a moment.";
      }
      test.disabled = false;
    });
  }

  // There is room beside the text: a writer who has not shut the panel sees at once what was found.
  const openBesideTheText = () => {
    let chosen = null;
    try {
      chosen = localStorage.getItem("wagtail:side-panel-open");
    } catch {
      return;
    }
    if (chosen === null) panel.closest("[data-side-panel]")?.dispatchEvent(new CustomEvent("open"));
  };

  const first = panel.querySelector("#letter-findings-first");
  if (first) {
    const answer = JSON.parse(first.textContent);
    render(answer);
    if (answer.findings.length && window.matchMedia("(min-width: 1100px)").matches) setTimeout(openBesideTheText, 0);
  }
};

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startFindings);
else startFindings();
