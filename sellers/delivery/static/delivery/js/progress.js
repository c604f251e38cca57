// Keeps the numbers of a running send up to date. Without it the page still tells the truth, only when it is reloaded.
(() => {
  const box = document.querySelector("[data-progress]");
  if (!box || !box.dataset.progress) return;

  const put = (progress) => {
    box.querySelectorAll("[data-count]").forEach((cell) => {
      cell.textContent = progress.counts[cell.dataset.count];
    });
    const bar = box.querySelector("[data-percent]");
    if (bar) bar.value = progress.percent;
  };

  const look = async () => {
    const response = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    const progress = await response.json();
    // Other buttons belong to another state: show the page anew.
    if (progress.words !== box.querySelector("[data-words]").textContent) return window.location.reload();
    put(progress);
    window.setTimeout(look, 2000);
  };
  window.setTimeout(look, 1000);
})();
