// Draws the brand as it is typed. Without script the button "Show it first" does the same.
(() => {
  const form = document.querySelector("[data-brand-form]");
  const frame = document.querySelector("[data-brand-shown]");
  if (!form || !frame) return;
  const names = ["name", "primary_colour", "accent_colour", "paper_colour", "typeface", "tone_words"];
  let waiting;
  const draw = () => {
    const data = new FormData(form);
    const query = new URLSearchParams(names.map((name) => [name, data.get(name) || ""]));
    frame.contentWindow.location.replace(`${frame.dataset.brandShown}?${query}`);
  };
  form.addEventListener("input", (event) => {
    if (!names.includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(draw, 150);
  });
})();
