// The letter editor with one hand: a bar of four tools under the thumb, pictures straight from the camera, and words that survive a dead
// spot. All of it beside Wagtail's editor, none of it instead: without this script the editor works as it always does.
const startDesk = () => {
  const form = document.querySelector("[data-edit-form]");
  const settings = document.querySelector("[data-desk-editor]");
  if (!form || !settings) return;
  document.body.classList.add("desk-editor");
  const { letter, pictureUrl, lettersUrl, next, csrf } = settings.dataset;

  const body = () => window.wagtail?.editHandler?.getPanelByName("body")?.getBoundWidget();
  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };
  const icon = (name) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `#icon-${name}`);
    svg.append(use);
    return svg;
  };

  // ---- Words that are not saved yet are kept on the phone until they are.
  const KEY = `desk-letter-${letter}`;
  const store = {
    read: () => { try { return JSON.parse(localStorage.getItem(KEY)); } catch { return null; } },
    write: (value) => { try { localStorage.setItem(KEY, JSON.stringify(value)); } catch { /* full or forbidden: autosave still works */ } },
    clear: () => { try { localStorage.removeItem(KEY); } catch { /* as above */ } },
  };
  const snapshot = () => {
    const stream = body();
    if (!stream) return null;
    const alive = stream.children.filter((child) => child.deletedInput?.val?.() !== "1");
    return {
      subject: form.elements.subject?.value ?? "",
      preheader: form.elements.preheader?.value ?? "",
      // Rich text has a state that only Draft.js can read; its value is plain JSON.
      body: alive.map((child) => ({ type: child.type, value: child.type === "text" ? child.block.getValue() : child.block.getState() })),
    };
  };
  const put = (kept) => {
    const stream = body();
    for (const name of ["subject", "preheader"]) {
      const field = form.elements[name];
      if (!field) continue;
      field.value = kept[name];
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    stream.clear();
    kept.body.forEach((block, index) => stream.insert({ ...block, id: crypto.randomUUID?.() ?? "" }, index, {}));
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const offer = (kept) => {
    const note = element("div", "desk-kept");
    note.setAttribute("role", "status");
    const at = new Date(kept.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    note.append(element("p", "", `You typed something at ${at} that could not be saved. It is still here.`));
    const back = element("button", "button", "Put it back");
    const drop = element("button", "button button-secondary", "Let it go");
    back.type = drop.type = "button";
    back.addEventListener("click", () => { put(kept.words); note.remove(); });
    drop.addEventListener("click", () => { store.clear(); note.remove(); });
    const ways = element("div", "desk-kept__ways");
    ways.append(back, drop);
    note.append(ways);
    form.prepend(note);
  };
  const keep = () => {
    const words = snapshot();
    if (words) store.write({ at: Date.now(), words });
  };
  let timer = 0;
  const soon = () => { clearTimeout(timer); timer = setTimeout(keep, 400); };
  const watch = () => {
    const found = store.read();
    const now = snapshot();
    if (found && now && JSON.stringify(found.words) !== JSON.stringify(now)) offer(found);
    else store.clear();
    for (const name of ["input", "keyup", "change"]) form.addEventListener(name, soon);
    document.addEventListener("w-autosave:success", () => {
      const kept = store.read();
      if (kept && JSON.stringify(kept.words) === JSON.stringify(snapshot())) store.clear();
    });
  };

  // ---- Wagtail takes what stands in the form for saved when it first looks (two seconds after loading) and when a save has come back.
  // Words typed before the one, or on the way of the other, would wait for the next key: a field that changes makes it look again.
  const noticeWhatItMissed = () => {
    const again = element("input");
    again.type = "hidden";
    again.name = "desk-again";
    form.append(again);
    let typed = false;
    for (const name of ["beforeinput", "input"]) form.addEventListener(name, ({ isTrusted }) => { typed = typed || isTrusted; });
    document.addEventListener("w-autosave:save", () => { typed = false; });
    document.addEventListener("w-unsaved:watch-edits", () => {
      if (typed) again.value = String(Number(again.value) + 1);
    });
  };

  // ---- A picture from the camera: it travels while she says what is in it.
  const dialog = document.querySelector("[data-desk-picture]");
  const picture = () => {
    if (!dialog) return;
    const said = dialog.querySelector("[data-desk-picture-said]");
    const alt = dialog.querySelector("input[name=alt]");
    const done = dialog.querySelector("[data-desk-picture-done]");
    const look = dialog.querySelector("img");
    let coming = null;
    const reset = () => { coming = null; look.hidden = true; alt.value = ""; said.textContent = ""; dialog.removeAttribute("data-chosen"); };
    const travel = async (file) => {
      const data = new FormData();
      data.append("file", file);
      const answer = await fetch(pictureUrl, { method: "POST", body: data, headers: { "X-CSRFToken": csrf, Accept: "application/json" } });
      const told = await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Error(told.message || "The picture did not arrive. Please try again.");
      return told;
    };
    for (const input of dialog.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => {
        const [file] = input.files;
        if (!file) return;
        look.src = URL.createObjectURL(file);
        look.hidden = false;
        dialog.setAttribute("data-chosen", "");
        said.textContent = "";
        coming = travel(file);
        coming.catch((error) => { said.textContent = error.message; });
        input.value = "";
        alt.focus();
      });
    }
    done.addEventListener("click", async () => {
      if (!alt.value.trim()) { said.textContent = "Say in a few words what is in it, for those who do not see it."; alt.focus(); return; }
      said.textContent = "One moment …";
      done.disabled = true;
      try {
        const taken = await coming;
        const stream = body();
        const last = stream.children.length - 1;
        const place = last >= 0 && stream.children[last].type === "signature" ? last : last + 1;
        stream.insert({ type: "picture", value: { image: taken, alt: alt.value.trim(), caption: "", link: "" }, id: crypto.randomUUID?.() ?? "" }, place, { focus: false });
        form.dispatchEvent(new Event("change", { bubbles: true }));
        dialog.close();
        stream.children[place].element.scrollIntoView({ block: "center" });
        reset();
      } catch (error) {
        said.textContent = error.message;
      }
      done.disabled = false;
    });
    dialog.querySelector("[data-desk-picture-close]").addEventListener("click", () => { dialog.close(); reset(); });
  };

  // ---- The way back leads to her letters, not into Wagtail's page tree.
  const wayBack = () => {
    const way = document.querySelector(".w-slim-header [data-w-breadcrumbs] ol");
    if (!way) return;
    const title = way.querySelector("li:last-child")?.textContent.trim() ?? "";
    const back = element("a", "desk-way__back", "Letters");
    back.href = lettersUrl;
    const [first, second] = [element("li", "desk-way"), element("li", "desk-way desk-way__here", title)];
    first.append(back);
    way.replaceChildren(first, second);
  };

  // ---- What happens when she hands it in, said where she does.
  const sayWhatComesNext = () => {
    const footer = form.querySelector(".footer");
    if (footer && next) footer.append(element("p", "desk-next desk-next--wide", next));
  };

  // ---- Wagtail asks every ten seconds who else has saved. An answer that her own save overtook names her, is never taken back, and stops
  // her at "Submit" with "you saved a new version in another window". So a question still on its way when a save begins is called off:
  // Wagtail drops it as it begins the next one, and that one is not begun. Questions go on by themselves after the save.
  const callOffTheQuestion = () => {
    const asks = document.querySelector("[data-controller~='w-session']");
    if (!asks) return;
    document.addEventListener("w-autosave:save", () => {
      const refuse = (event) => event.preventDefault();
      asks.addEventListener("w-swap:begin", refuse);
      asks.dispatchEvent(new CustomEvent("w-session:ping"));
      asks.removeEventListener("w-swap:begin", refuse);
    });
  };

  // ---- How the brand sounds stands quietly above her words.
  const sayHowWeSound = () => {
    const tone = document.querySelector("[data-desk-tone]");
    if (tone) form.querySelector("[data-contentpath=body]")?.before(tone);
  };

  // ---- Draft.js gives its field no name that a screen reader could say.
  const nameTheText = () => {
    for (const field of form.querySelectorAll(".public-DraftEditor-content:not([aria-label])")) field.setAttribute("aria-label", "Your words");
  };

  // ---- Four tools under the thumb.
  const toggle = (name) => document.querySelector(`[data-side-panel-toggle="${name}"]`);
  const bar = () => {
    const tools = element("nav", "desk-tools");
    tools.setAttribute("aria-label", "Tools for your letter");
    const tool = (label, sign, act) => {
      const button = element("button", "desk-tool");
      button.type = "button";
      button.append(icon(sign), element("span", "", label));
      button.addEventListener("click", act);
      tools.append(button);
      return button;
    };
    if (dialog) tool("Picture", "image", () => dialog.showModal());
    const look = toggle("findings") && tool("To look at", "glasses", () => toggle("findings").click());
    if (toggle("preview")) tool("See it", "mobile-alt", () => toggle("preview").click());
    const submit = form.querySelector("[name=action-submit], [name=action-restart-workflow]");
    if (submit) {
      const hand = tool(submit.textContent.trim(), "resubmit", () => submit.click());
      hand.classList.add("desk-tool--main");
      if (next) tools.prepend(element("p", "desk-next", next));
    }
    form.append(tools);
    if (!look) return;
    const count = (found, stopping) => {
      look.querySelector("b")?.remove();
      if (found) look.append(element("b", stopping ? "desk-tool__many desk-tool__many--stops" : "desk-tool__many", String(found)));
    };
    count(document.querySelectorAll(".letter-finding").length, document.querySelector(".letter-finding--block"));
    document.addEventListener("letter:checked", ({ detail }) => count(detail.findings.length, detail.blocking));
  };

  noticeWhatItMissed();
  picture();
  wayBack();
  sayWhatComesNext();
  callOffTheQuestion();
  sayHowWeSound();
  bar();
  new MutationObserver(nameTheText).observe(form, { childList: true, subtree: true });
  nameTheText();
  // Wagtail binds its fields after the page has loaded.
  const ready = () => (body() ? watch() : setTimeout(ready, 100));
  ready();
};

if (document.readyState === "complete") startDesk();
else window.addEventListener("load", startDesk);
