// Keys on the review desk: A and R go to the two answers (a second press of Enter gives it), 1–4 change the view, J and K walk the findings.
const desk = document.querySelector("[data-desk]");
const findings = [...desk.querySelectorAll("[data-finding]")];
let at = -1;

function typing(target) {
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

function step(by) {
  if (!findings.length) return;
  at = (at + by + findings.length) % findings.length;
  findings[at].scrollIntoView({ block: "center" });
  findings[at].focus();
}

const actions = {
  a: () => desk.querySelector("[data-approve]")?.focus(),
  r: () => (desk.querySelector("#note") ?? desk.querySelector("[data-return]"))?.focus(),
  j: () => step(1),
  k: () => step(-1),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const view = desk.querySelector(`[data-mode="${event.key}"]`);
  const act = view ? () => view.click() : actions[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
