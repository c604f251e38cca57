// Shows how far a worker has read, until it is done. Without script the page has a link that looks again.
const place = document.querySelector("[data-trial]");
const PAUSE = 400;

async function look() {
  try {
    const answer = await fetch(place.dataset.trial, { headers: { Accept: "text/html" } });
    if (answer.ok) place.innerHTML = await answer.text();
  } catch {
    // No connection just now: the next look will tell.
  }
  next();
}

function next() {
  const state = place?.querySelector("[data-trial-state]")?.dataset.trialState;
  if (state === "waiting" || state === "running") setTimeout(look, PAUSE);
}

next();
