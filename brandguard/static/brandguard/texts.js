/* The editor of an approved text has a name, as its field has; Draftail gives it none. */
(() => {
  const label = document.querySelector("label[for='id_body']")?.textContent.trim() || "Text";
  const name = () => document.querySelectorAll(".public-DraftEditor-content:not([aria-label])").forEach((field) => field.setAttribute("aria-label", label));
  new MutationObserver(name).observe(document.querySelector("main") ?? document.body, { childList: true, subtree: true });
  name();
})();
